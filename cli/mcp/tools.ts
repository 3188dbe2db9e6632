/** The tools' work, each over the open warehouse: what may be asked is decided here, what it says is the marts'. */

import { ConfigError, LandingError } from "../../ingest/errors.ts";
import type { QueryResult } from "../../ingest/warehouse/warehouse.ts";
import { inForce } from "../shared/in_force.ts";
import { readQuery } from "../shared/open_warehouse.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { SECTIONS } from "../status/sections.ts";
import type { Rows } from "./answer.ts";
import type { DictionaryTable } from "./dictionary.ts";
import { confirmed, guarded } from "./guard.ts";
import type { Asked } from "./lending.ts";

export interface QueryLimits {
  readonly projectId: string;
  readonly served: ReadonlySet<string>;
  readonly rows: number;
  readonly megabytes: number;
  /** Aborted when the client wants no answer any more. */
  readonly signal?: AbortSignal;
}

/** A query that hangs would hold up everybody else's on a laptop. */
const LONGEST_MS = 30_000;

/** Throws ConfigError for what is refused, LandingError with the engine's words for what cannot be computed. */
export async function runQuery(
  warehouse: Asked,
  sql: string,
  { projectId, served, rows, megabytes, signal }: QueryLimits,
): Promise<Rows> {
  const reading = await readQuery(sql);
  const allowed = guarded(reading, { projectId, served, rows });
  // On a laptop nothing is billed, and what reads the query above is what runs it.
  if (warehouse.localUrl === null) {
    const named = [...new Set(reading.tables.map((path) => path.at(-1) ?? ""))];
    const behind = new Set(named.map((table) => `ai_spend.${table}`));
    for (const table of named) {
      const { tables } = await warehouse.examine(`select * from ai_spend.\`${table}\``);
      for (const name of tables) behind.add(name);
    }
    confirmed(await warehouse.examine(allowed), { allowed: behind, megabytes });
  }
  try {
    return await warehouse.queryFirst(allowed, { rows, timeoutMs: LONGEST_MS, signal });
  } catch (error) {
    if (!(error instanceof LandingError) || !/timed out/i.test(error.message)) throw error;
    throw new ConfigError(
      `The query was ended after ${LONGEST_MS / 1000} s: ask for fewer days, rows or joins.`,
      { cause: error },
    );
  }
}

/** All tables with their grain, or one with its columns. Throws ConfigError for a table that is not served. */
export function listTables(
  dictionary: ReadonlyMap<string, DictionaryTable>,
  served: readonly string[],
  table: string | undefined,
): Readonly<Record<string, unknown>> {
  const known = (name: string): DictionaryTable =>
    dictionary.get(name) ?? { name, grain: "", key: [], columns: [] };
  if (table === undefined) {
    const tables = served.map((name) => ({ name: `ai_spend.${name}`, grain: known(name).grain }));
    return { tables, note: "Ask again with a table for its columns, their types and meanings." };
  }
  const name = table.replace(/^ai_spend\./, "");
  if (!served.includes(name))
    throw new ConfigError(`"${table}" is not served: list_tables without a table names them all.`);
  const { grain, key, columns } = known(name);
  return { name: `ai_spend.${name}`, grain, key, columns };
}

/** Sections of `status` that name a person or a key. */
const NAMING = new Set(["keys_without_owner", "cursor_outsiders"]);

/** What the numbers rest on, section by section; null for what is not built. */
export async function statusSections(
  warehouse: Asked,
  hasPseudonyms: boolean,
): Promise<Readonly<Record<string, QueryResult["rows"] | null>>> {
  const built = new Set(await inForce(warehouse, "ai_spend"));
  const shown = SECTIONS.filter(({ table }) => !hasPseudonyms || !NAMING.has(table));
  const found: Record<string, QueryResult["rows"] | null> = {};
  for (const { title, table, sql } of shown)
    found[title] = built.has(table) ? (await ofThisVersion(() => warehouse.query(sql))).rows : null;
  return found;
}
