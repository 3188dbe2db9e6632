/** What a build has made, row for row, so that two builds can be compared. */

import type { RunQuery } from "../../support/build.ts";
import { type CompiledGraph, type CompiledTable, shortName } from "../../support/graph.ts";

/** Every row of every table that the graph keeps (not of views) and that is meant, by `dataset.table`, sorted. */
export async function keptRows(
  runQuery: RunQuery,
  graph: CompiledGraph,
  isMeant: (table: CompiledTable) => boolean = () => true,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = graph.tables.filter((table) => table.enumType !== "VIEW" && isMeant(table));
  const rows = await Promise.all(tables.map((table) => rowsOf(runQuery, table)));
  return Object.fromEntries(
    tables.map(({ target }, index) => [shortName(target), rows[index] ?? []]),
  );
}

async function rowsOf(runQuery: RunQuery, { target }: CompiledTable): Promise<readonly string[]> {
  const rows = await runQuery(`select * from \`local.${shortName(target)}\``);
  return rows.map((row) => JSON.stringify(row)).sort();
}
