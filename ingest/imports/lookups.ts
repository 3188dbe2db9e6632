/** What a file says of keys, policies and people that the warehouse knows, or does not know yet. */

import type { Warehouse } from "../warehouse/warehouse.ts";
import { groups } from "./checks.ts";
import { listed } from "./column_types.ts";
import { type Fault, type Line, linesText } from "./faults.ts";

export interface Findings {
  /** Nothing is imported. */
  readonly faults: readonly Fault[];
  /** Sentences; the file is imported all the same. */
  readonly warnings: readonly string[];
}

/** Throws LandingError if the warehouse cannot be read. */
export type Lookup = (lines: readonly Line[], warehouse: Warehouse) => Promise<Findings>;

const NOTHING: Findings = { faults: [], warnings: [] };

/** A key may be created before any directory lists it, so an unknown one is not refused. */
export const keysAreListed: Lookup = async (lines, warehouse) => {
  const marts = await warehouse.listTables("ai_spend");
  if (!marts.includes("dim_api_keys")) return NOTHING;
  const known = await column(
    warehouse,
    "select api_key_id from ai_spend.dim_api_keys where status <> 'unlisted'",
  );
  const unknown = lines.filter(({ cells }) => !known.has(cells["api_key_id"] ?? ""));
  return warn(unknown, "an api_key_id that no directory lists", "the key may come later");
};

/** Owners are often imported before the policies. */
export const policiesAreKnown: Lookup = async (lines, warehouse) => {
  const known = await column(
    warehouse,
    "select lower(policy_id) as policy_id from ai_reference.shared_key_policies",
  );
  const unknown = lines.filter(
    ({ cells: { policy_id: id } }) => typeof id === "string" && !known.has(id.toLowerCase()),
  );
  return warn(unknown, "a policy_id without a policy", "import shared-key-policies too");
};

interface Stay {
  readonly from: string;
  readonly to: string | null;
}

/** A share for somebody who left before the policy starts would be nobody's; a stranger may still come. */
export const nobodyHasLeft: Lookup = async (lines, warehouse) => {
  const stays = await readStays(warehouse);
  const stranger: Line[] = [];
  const faults: Fault[] = [];
  for (const current of lines) {
    const person = stays.get(current.cells["user_email"] ?? "") ?? [];
    const start = current.cells["valid_from"] ?? "";
    if (person.some(({ from, to }) => from <= start && (to === null || to > start))) continue;
    const hasLeft = person.length > 0 && person.every(({ to }) => to !== null && to <= start);
    const reason = "is somebody who has left before the policy starts: people says so";
    if (hasLeft) faults.push({ line: current.line, column: "user_email", reason });
    else stranger.push(current);
  }
  const { warnings } = warn(
    stranger,
    "somebody who is not in people on the day the policy starts",
    "import people too",
  );
  return { faults, warnings };
};

/** A budget of an alias is one of the person whom people give it to. */
export const oneBudgetPerPerson: Lookup = async (lines, warehouse) => {
  const { rows } = await warehouse.query("select email, aliases from ai_reference.people");
  const persons = new Map(
    rows.flatMap(({ email, aliases }) =>
      listed(textOf(aliases)).map((alias) => [alias, textOf(email)?.toLowerCase()] as const),
    ),
  );
  const named = lines
    .filter(({ cells }) => cells["scope"] === "person")
    .map(({ line, cells }) => {
      const value = (cells["scope_value"] ?? "").toLowerCase();
      return { line, cells: { ...cells, scope_value: persons.get(value) ?? value } };
    });
  const faults = groups(named, ["scope", "scope_value", "month"]).flatMap(([first, ...others]) =>
    others.map(({ line }) => ({
      line,
      column: "scope_value",
      reason: `is another address of the person of line ${first?.line}, as people says: a person has one budget a month`,
    })),
  );
  return { faults, warnings: [] };
};

/** The periods of every address, aliases included. A sheet may hold any text, so only real days count. */
async function readStays(warehouse: Warehouse): Promise<ReadonlyMap<string, readonly Stay[]>> {
  const { rows } = await warehouse.query(
    "select email, aliases, valid_from, valid_to from ai_reference.people",
  );
  const stays = new Map<string, Stay[]>();
  for (const row of rows) {
    const [from, to] = [dayOrNull(row["valid_from"]), dayOrNull(row["valid_to"])];
    for (const address of [...listed(textOf(row["email"])), ...listed(textOf(row["aliases"]))]) {
      stays.set(address, [...(stays.get(address) ?? []), { from: from ?? "", to }]);
    }
  }
  return stays;
}

function dayOrNull(cell: unknown): string | null {
  return typeof cell === "string" && /^\d{4}-\d{2}-\d{2}$/.test(cell) ? cell : null;
}

function textOf(cell: unknown): string | null {
  return typeof cell === "string" ? cell : null;
}

async function column(warehouse: Warehouse, sql: string): Promise<ReadonlySet<string>> {
  const { rows } = await warehouse.query(sql);
  return new Set(rows.flatMap((row) => Object.values(row)).map(String));
}

function warn(lines: readonly Line[], what: string, remedy: string): Findings {
  if (lines.length === 0) return NOTHING;
  const subject = `${linesText(lines)} ${lines.length === 1 ? "names" : "name"}`;
  return {
    faults: [],
    warnings: [`WARNING: ${subject} ${what}: imported all the same, ${remedy}.`],
  };
}
