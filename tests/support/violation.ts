/**
 * A violation is a Markdown file named for its law: a sentence that says what is wrong, the tables that break
 * the law, with only the columns that matter (all others are null), and the rows that the law must return.
 */

import { existsSync, readFileSync } from "node:fs";

import type { RunQuery } from "./build.ts";
import { type CsvTable, parseCsv } from "./csv.ts";
import { type CompiledGraph, shortName } from "./graph.ts";
import { type Column, typeText } from "./judge/index.ts";

export interface GivenTable extends CsvTable {
  /** `dataset.table`. */
  readonly name: string;
}

export interface Violation {
  readonly given: readonly GivenTable[];
  readonly expected: CsvTable;
}

/** A section: its heading, and nothing but one block of CSV. */
const SECTION = /^(?:given (?<table>\w+)|expect)\n+```csv\n(?<csv>[^`]*\n)```\n*$/;

/**
 * What a violation's file says, its tables by the names that the graph has for them; sources it declares
 * count. Throws if a section is not one of a violation, as if a table is none of the graph's.
 */
export function readViolation(file: string, graph: CompiledGraph): Violation {
  if (!existsSync(file))
    throw new Error(
      `There is no ${file}: write it, with the smallest data that breaks the law and the rows that it returns (tests/README.md says how).`,
    );
  const [, ...sections] = readFileSync(file, "utf8").split(/^## /m);
  const given: GivenTable[] = [];
  const expected: CsvTable[] = [];
  for (const section of sections) {
    const { table, csv } = SECTION.exec(section)?.groups ?? {};
    if (csv === undefined) throw new Error(`${file}: cannot read ## ${section}`);
    if (table === undefined) expected.push(parseCsv(csv));
    else {
      const found = [...graph.tables, ...graph.declarations].find(
        ({ target }) => target.name === table,
      );
      if (found === undefined) throw new Error(`${file}: the graph has no ${table}`);
      given.push({ name: shortName(found.target), ...parseCsv(csv) });
    }
  }
  const [only, ...others] = expected;
  if (only === undefined || others.length > 0) throw new Error(`${file}: needs one ## expect`);
  if (only.rows.length === 0) throw new Error(`${file}: the law is to return no row`);
  if (new Set(given.map(({ name }) => name)).size < given.length) {
    throw new Error(`${file}: gives a table twice`);
  }
  return { given, expected: only };
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
