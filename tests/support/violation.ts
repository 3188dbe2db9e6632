/**
 * A violation is a folder named for its law: `given/` holds the tables that break it, with only the
 * columns that matter (all others are null), and `expect.csv` the rows that the law must return.
 */

import { readdirSync } from "node:fs";
import path from "node:path";

import { type RunQuery } from "./build.ts";
import { type CsvTable, readCsv } from "./csv.ts";
import { type CompiledGraph, shortName } from "./graph.ts";
import { type Column, typeText } from "./judge/index.ts";

export interface GivenTable extends CsvTable {
  /** `dataset.table`. */
  readonly name: string;
}

/** The given tables of a violation, by the names that the graph has for them; sources it declares count. */
export function givenTables(folder: string, graph: CompiledGraph): readonly GivenTable[] {
  return readdirSync(path.join(folder, "given"))
    .sort()
    .map((file) => {
      const found = [...graph.tables, ...graph.declarations].find(
        ({ target }) => target.name === path.basename(file, ".csv"),
      );
      if (found === undefined) throw new Error(`${folder}: the graph has no ${file}`);
      return { name: shortName(found.target), ...readCsv(path.join(folder, "given", file)) };
    });
}

/** Puts a table of the given rows in the place of what the graph built under that name, with these columns. */
export async function replaceRelation(
  runQuery: RunQuery,
  given: GivenTable,
  built: readonly Column[],
): Promise<void> {
  const types = new Map(built.map(({ name, type }) => [name, typeText(type)]));
  for (const header of given.columns) {
    const [name = "", type] = header.split(":");
    if (type !== undefined) types.set(name, type);
    else if (!types.has(name)) throw new Error(`${given.name} has no column ${name}`);
  }
  const rows = given.rows.map((row) => {
    const byName = new Map(given.columns.map((header) => [header.split(":")[0], row[header]]));
    return `select ${[...types].map(([name, type]) => `${literal(byName.get(name), type)} as ${name}`).join(", ")}`;
  });
  const nothing = [...types].map(([name, type]) => `cast(null as ${type}) as ${name}`).join(", ");
  const query =
    rows.length > 0 ? rows.join(" union all ") : `select * from (select ${nothing}) where false`;
  await runQuery(`drop view if exists \`local.${given.name}\``).catch(() => undefined);
  await runQuery(`create or replace table \`local.${given.name}\` as ${query}`);
}

function literal(text: string | undefined, type: string): string {
  if (text === undefined || text === "null") return `cast(null as ${type})`;
  return `cast('${text.replaceAll("'", "\\'")}' as ${type})`;
}
