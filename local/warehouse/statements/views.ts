/** Views: DuckDB keeps the rewritten text, the details keep the GoogleSQL as it was written. */

import {
  placeOf,
  requireColumnNames,
  type TableDetails,
  type TableName,
} from "../catalog/catalog.ts";
import { writeTable } from "../catalog/catalog_store.ts";
import { rewriteQuery } from "../googlesql/index.ts";
import { emptySession, names } from "./names.ts";
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
  const columns = await engine.describe(sql);
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
