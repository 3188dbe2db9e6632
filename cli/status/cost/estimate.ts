/** What a daily build reads, action by action, from dry runs, and what BigQuery bills for it at most. */

import { cellText } from "../../../ingest/warehouse/cells.ts";
import { LandingError, TransportError } from "../../../ingest/errors.ts";
import type { Progress } from "../../../ingest/progress.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { type BuildQueries, type BuildQuery, withValue } from "./build_queries.ts";

/** BigQuery counts no table that a query reads for less; "10 MB" in its price list is a power of two. */
export const LEAST_BYTES_PER_TABLE = 10 * 1024 ** 2;
/** List price on demand in the US; the first TiB of a month is free. */
export const USD_PER_TIB = 6.25;

export interface ActionCost {
  readonly action: string;
  /** `assumed` is what nobody can ask for. */
  readonly kind: BuildQuery["kind"] | "alerts" | "assumed";
  /** Tables read, those behind views included; each query of an action counts its own. */
  readonly tables: number;
  /** What the dry runs say. */
  readonly bytes: number;
  /** With the least for each table: no more than this is billed. */
  readonly billedBytes: number;
}

export interface EstimateOptions {
  readonly warehouse: Pick<Warehouse, "dryRun" | "query">;
  readonly build: BuildQueries;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** BigQuery answers a dry run in a third of a second and takes hundreds at a time. */
const AT_ONCE = 8;

/** Most bytes first. Throws LandingError naming an action that cannot be asked, TransportError if interrupted. */
export async function estimateBuild(options: EstimateOptions): Promise<readonly ActionCost[]> {
  const waiting = [...options.build.queries];
  const costs: ActionCost[] = [];
  options.progress.add(waiting.length);
  const work = async (): Promise<void> => {
    for (let query = waiting.shift(); query !== undefined; query = waiting.shift()) {
      if (options.signal.aborted)
        throw new TransportError("Interrupted: dry runs change nothing; run the command again.");
      costs.push(await estimate(query, options));
      options.progress.done();
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    waiting.length = 0;
    options.progress.stop();
  }
  return costs.sort(
    (left, right) =>
      right.billedBytes - left.billedBytes ||
      right.bytes - left.bytes ||
      (left.action < right.action ? -1 : 1),
  );
}

async function estimate(
  query: BuildQuery,
  { warehouse, build }: EstimateOptions,
): Promise<ActionCost> {
  try {
    const texts = await textsOf(warehouse, query);
    let bytes = 0;
    let tables = 0;
    for (const sql of texts) {
      bytes += await warehouse.dryRun(sql);
      tables += build.tablesIn(sql).size;
    }
    const billedBytes = bytes + tables * LEAST_BYTES_PER_TABLE;
    return { action: query.action, kind: query.kind, tables, bytes, billedBytes };
  } catch (error) {
    if (!(error instanceof LandingError)) throw error;
    throw new LandingError(
      `${query.action} cannot be estimated: ${error.message.replace(/\.$/, "")}: run build first.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The queries of a build's script as they will be: those for its variables, what is deleted, of which BigQuery counts
 * every column of the partitions that the first condition leaves, and what is added.
 */
export async function textsOf(
  warehouse: Pick<Warehouse, "query">,
  { sql, before }: BuildQuery,
): Promise<readonly string[]> {
  const deleted = before.deletions.flatMap(({ table, where }) => {
    const [partitions = "", ...others] = where.split(/\s+and\s+/);
    const whole = `select * from \`${table}\` where ${partitions}`;
    // What else the condition reads it reads of its own columns alone, from whichever day.
    return others.length === 0
      ? [whole]
      : [whole, `select sum(1) as row_count from \`${table}\` where ${where}`];
  });
  let later: readonly string[] = [
    ...before.variables.map((variable) => variable.sql),
    ...deleted,
    sql,
  ];
  const asked: string[] = [];
  for (const variable of before.variables) {
    const [query = "", ...others] = later;
    const { columns, rows } = await warehouse.query(query);
    const value = rows[0]?.[columns[0]?.name ?? ""] ?? null;
    asked.push(query);
    later = others.map((text) =>
      withValue(text, variable, value === null ? null : cellText(value)),
    );
  }
  return [...asked, ...later];
}
