/** Views: DuckDB keeps the rewritten text, the details keep the GoogleSQL as it was written. */

import {
  placeOf,
  requireColumnNames,
  type TableDetails,
  type TableName,
} from "../catalog/catalog.ts";
import { writeTable } from "../catalog/catalog_store.ts";
import { rewriteQuery } from "../googlesql/index.ts";
import { isMissingTable } from "../store/engine_error.ts";
import { emptySession, names, type NamesOptions } from "./names.ts";
import { resultFields } from "../store/result_set.ts";
import type { StatementRun } from "./statement.ts";

export interface NewView {
  readonly query: string;
  readonly orReplace: boolean;
  readonly materialized: boolean;
  readonly details: TableDetails;
}

/**
 * Makes a view, refused when its query is invalid. A view outlives the script, so it does not see the
 * script's tables, variables and functions. One that reads shards, INFORMATION_SCHEMA, or such a view
 * is marked to be rewritten at each use, since DuckDB would keep the tables of today. Returns what the view reads.
 */
export async function writeView(
  run: Pick<StatementRun, "engine" | "catalog" | "columns" | "defaultDataset" | "atomically">,
  name: TableName,
  { query, orReplace, materialized, details }: NewView,
): Promise<ReadonlySet<string>> {
  const { engine, defaultDataset } = run;
  const known = names({ ...run, session: emptySession() });
  // What a view is stays true as its tables grow, so it reads them as they are.
  const sql = rewriteQuery(query, { ...known.context, resolveSource: known.context.resolveTable });
  const columns = await engine.describe(sql).catch((error: unknown) => {
    throw namedMissing(error, () => {
      requireBehind(run, known.read);
    });
  });
  requireColumnNames(columns.names, "VIEW");
  resultFields(columns);
  const view = { query: query.trim(), expand: known.usesLiveNames(), materialized, defaultDataset };
  await run.atomically(async () => {
    await engine.run(
      `create ${orReplace ? "or replace " : ""}view ${placeOf(engine, name)} as ${sql}`,
    );
    await writeTable(engine, name, "VIEW", { ...details, view });
  });
  return known.read;
}

/**
 * Throws 404 in BigQuery's words for a table that a view among `read`, or a view behind it, stands on and that is no
 * more: DuckDB, which meets it first, names no dataset.
 */
export function requireBehind(
  options: Pick<NamesOptions, "engine" | "catalog" | "columns">,
  read: Iterable<string>,
): void {
  const waiting = [...read];
  const seen = new Set<string>();
  for (const key of waiting) {
    const view = options.catalog.tables.get(key)?.details.view;
    if (seen.has(key) || view === undefined) continue;
    seen.add(key);
    const session = emptySession();
    const inner = names({ ...options, session, defaultDataset: view.defaultDataset });
    rewriteQuery(view.query, inner.context);
    waiting.push(...inner.read);
  }
}

/** The error, or what `behind` throws where a table behind a view is missing. */
export function namedMissing(error: unknown, behind: () => void): unknown {
  if (!isMissingTable(error)) return error;
  try {
    behind();
    return error;
  } catch (named) {
    return named;
  }
}
