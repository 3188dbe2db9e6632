/**
 * Which SQL a client may run: one query over the served tables of `ai_spend`. The grammar of the laptop's warehouse
 * reads it, which knows every table and every function that it names and refuses what it does not know. Pure.
 */

import { ConfigError } from "../../ingest/errors.ts";
import type { Examined } from "../../ingest/warehouse/warehouse.ts";
import type * as openWarehouse from "../shared/open_warehouse.ts";

type QueryReading = Awaited<ReturnType<typeof openWarehouse.readQuery>>;

/** Names that a query has no reason to bear, not even as an alias: where they mean data, those are out of reach. */
const OUT_OF_REACH =
  /^(ai_(raw|staging|reference|spend_assertions)\w*|information_schema|_session|__tables__|_warehouse|pg_catalog|main|temp|system)$/;

/** More rows than these are not made, even if the client asks for them and sees only the first. */
const MOST_ROWS_MADE = 100_000;

export interface Bounds {
  readonly projectId: string;
  readonly served: ReadonlySet<string>;
  /** Rows that are wanted. */
  readonly rows: number;
}

/** The query to run, which makes one row more than wanted at most unless it limits itself. Throws ConfigError. */
export function guarded(reading: QueryReading, { projectId, served, rows }: Bounds): string {
  const hidden = [...reading.names].find((name) => OUT_OF_REACH.test(name));
  if (hidden !== undefined) throw refused(`${hidden} is out of reach`);
  const [parameter] = reading.parameters;
  if (parameter !== undefined)
    throw refused(`${parameter} has no value here: write the value itself`);
  for (const path of reading.tables) {
    const [table, dataset, project, ...rest] = [...path].reverse();
    const isOurs = dataset === "ai_spend" && [projectId, undefined].includes(project);
    if (table === undefined || !isOurs || rest.length > 0 || !served.has(table))
      throw refused(`${path.join(".")} is not a table that may be asked`);
  }
  if (reading.tables.length === 0)
    throw refused("It reads no table: name one, such as ai_spend.finance_totals");
  if (reading.limit === null) return `${reading.sql}\nlimit ${rows + 1}`;
  if (!/^\d{1,6}$/.test(reading.limit) || Number(reading.limit) > MOST_ROWS_MADE)
    throw refused(`LIMIT ${reading.limit} is too many rows: sum them up, or ask for fewer`);
  return reading.sql;
}

/**
 * What the engine's own dry run says must agree: a SELECT, of no more than its tables' own parts, within the bytes.
 * `allowed` are `dataset.table` of the tables named and of what lies behind them. Throws ConfigError.
 */
export function confirmed(
  { bytes, statementType, tables }: Examined,
  { allowed, megabytes }: { readonly allowed: ReadonlySet<string>; readonly megabytes: number },
): void {
  if (statementType !== "SELECT") throw refused(`It is ${statementType}, and only SELECT is run`);
  if (tables.some((name) => !allowed.has(name)))
    throw refused("It reads more than the tables that it names");
  if (bytes > megabytes * 1_000_000) {
    const needed = Math.ceil(bytes / 1_000_000);
    throw refused(
      `It would read ${needed} MB, and ${megabytes} MB are the limit: name fewer columns or days, or start the server with --megabytes ${needed}`,
    );
  }
}

function refused(why: string): ConfigError {
  return new ConfigError(
    `Refused: ${why}. list_tables names the tables of ai_spend that may be asked.`,
  );
}
