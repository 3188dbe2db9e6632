/**
 * What a list takes away with its table: rows of keys, people or seats of which the file says nothing any more. The file is
 * the truth, so that they go, but not without a word; all of them for a header alone go only if that is said.
 */

import { ConfigError } from "../errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Cells, Line } from "./faults.ts";
import type { Kind } from "./kinds.ts";

/** By kind: what its rows are of, the days on which they hold left out, since those are corrected every day. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  "api-key-owners": ["api_key_id"],
  "shared-key-policies": ["policy_id", "version"],
  people: ["email"],
  "vertex-projects": ["project_id"],
  seats: ["platform", "user_email", "seat_type"],
  budgets: ["scope", "scope_value", "month"],
  "closed-months": ["month", "platform"],
  prices: ["model", "token_type", "service_tier", "context_window"],
};

export interface Gone {
  /** Rows of the table before the import. */
  readonly held: number;
  /** Those of them of whose subject the file says nothing; of a single value none. */
  readonly rows: number;
}

/** Throws LandingError if the warehouse cannot be read. */
export async function goneRows(
  { name, addsBy, table }: Kind,
  lines: readonly Line[],
  warehouse: Warehouse,
): Promise<Gone> {
  if (addsBy !== null) return { held: 0, rows: 0 };
  const by = SUBJECTS[name] ?? [];
  const columns = by.length === 0 ? "1 as one" : by.map((column) => `\`${column}\``).join(", ");
  const { rows } = await warehouse.query(`select ${columns} from ${table.dataset}.${table.name}`);
  const said = new Set(lines.map(({ cells }) => subjectOf(cells, by)));
  const gone = rows.filter((row) => !said.has(subjectOf(row as Cells, by)));
  return { held: rows.length, rows: by.length === 0 ? 0 : gone.length };
}

/** Throws ConfigError for a file without rows whose table has some. */
export function refuseToEmpty(
  { kind, fileName }: { readonly kind: Kind; readonly fileName: string },
  lines: readonly Line[],
  { held }: Gone,
): void {
  if (lines.length > 0 || held === 0) return;
  const all = held === 1 ? "the one row" : `all ${held} rows`;
  throw new ConfigError(
    `${fileName} has no rows, so that ${all} of ${nameOf(kind)} would go, and nothing was changed: give --empty if that is meant.`,
  );
}

export function goneWarning(kind: Kind, { held, rows }: Gone): string {
  const text = rows === held ? `all ${held} earlier rows` : `${rows} of ${held} earlier rows`;
  const subject = (SUBJECTS[kind.name] ?? []).join(", ");
  return `WARNING: ${text} of ${nameOf(kind)} went, whose ${subject} the file has not: if that is not meant, add them and import it again; the earlier file is in ai_raw.raw_imports.`;
}

function nameOf({ table }: Kind): string {
  return `${table.dataset}.${table.name}`;
}

/** Letter cases are told apart nowhere here: another one is a correction. */
function subjectOf(cells: Cells, by: readonly string[]): string {
  return JSON.stringify(by.map((column) => (cells[column] ?? "").trim().toLowerCase()));
}
