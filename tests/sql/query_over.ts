/** The query of one table, over rows in the place of the relations that it reads. */

import { expect } from "@jest/globals";

import { compiledGraph } from "../support/graph.ts";

/** Rows are SELECT statements by relation; a relation that the query does not read fails the test. */
export function queryOver(table: string, given: Readonly<Record<string, string>>): string {
  const found = compiledGraph().tables.find(({ target }) => target.name === table);
  if (found === undefined) throw new Error(`no table ${table}`);
  let sql = found.query;
  for (const [relation, rows] of Object.entries(given)) {
    expect(sql).toContain(`\`local.${relation}\``);
    sql = sql.replaceAll(`\`local.${relation}\``, `(${rows})`);
  }
  return sql;
}
