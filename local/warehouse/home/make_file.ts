/** The database's file comes into being whole, also where several processes begin at once. */

import { link, rm, stat } from "node:fs/promises";

import { DuckDBInstance } from "@duckdb/node-api";

/**
 * Makes the file where there is none; whoever is first wins. DuckDB itself makes an empty file before it locks it: another
 * process that locks it in between finds no database in it, and then neither makes one. Throws as DuckDB does.
 */
export async function makeDatabase(database: string): Promise<void> {
  if ((await stat(database).catch(() => null)) !== null) return;
  const draft = `${database}.${process.pid}.new`;
  try {
    (await DuckDBInstance.create(draft, { threads: "1" })).closeSync();
    // Refused where somebody else was faster. A disk without links leaves it to DuckDB.
    await link(draft, database).catch(() => undefined);
  } finally {
    await rm(draft, { force: true });
  }
}
