/** The dictionary's chapters on what is landed and what people maintain. Pure. */

import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import type { Field, Table } from "../../ingest/tables/tables.ts";
import type { CompiledGraph } from "../../tests/support/graph.ts";
import { code, columnTable, type Examples, links, NO_EXAMPLE } from "./dictionary_parts.ts";
import type { Relations } from "./relations.ts";

/** One section a table. */
export function referenceTables(relations: Relations, examples: Examples): readonly string[] {
  return [
    "## What people maintain (`ai_reference`)",
    "By CSV or as Google Sheets. Every column is text: staging types it, and laws name the rows that fail.",
    ...REFERENCE_TABLES.map(({ name, description, fields }) => {
      const example = examples.get(name) ?? NO_EXAMPLE;
      return [
        `### ${name}`,
        description,
        `- Read by: ${links(relations.readBy.get(name))}`,
        columnTable(shown(fields), example),
        ...(example.row === undefined ? ["No row in the example."] : []),
      ].join("\n\n");
    }),
  ];
}

/** One line a table, and the columns once for all tables that have the same. */
export function landedTables(graph: CompiledGraph, relations: Relations): readonly string[] {
  const declared = new Map(
    graph.declarations.map(({ target, actionDescriptor }) => [
      target.name,
      actionDescriptor?.description,
    ]),
  );
  const lines = LANDING_TABLES.map(
    ({ name, description }) =>
      `- \`${name}\`: ${declared.get(name) ?? description} Read by ${links(relations.readBy.get(name))}.`,
  );
  return [
    "## What is landed (`ai_raw`)",
    "Append-only, and exactly as it came: nothing in it has been read yet. Pages without a row in `raw_fetches` do not count.",
    lines.join("\n"),
    ...sameColumns(LANDING_TABLES).map(([{ fields }, names]) =>
      [`Columns of ${code(names)}:`, columnTable(shown(fields), types(fields))].join("\n\n"),
    ),
  ];
}

/** Each table that is the first with its columns, and the names of all that have them. */
function sameColumns(tables: readonly Table[]): readonly (readonly [Table, readonly string[]])[] {
  const key = ({ fields }: Table): string => JSON.stringify(fields);
  return tables
    .filter((each, index) => tables.findIndex((other) => key(other) === key(each)) === index)
    .map((each) => [
      each,
      tables.filter((other) => key(other) === key(each)).map(({ name }) => name),
    ]);
}

function shown(fields: readonly Field[]) {
  return fields.map(({ name, mode, description = "As Google documents it." }) => ({
    ...{ name, description, isKey: false },
    isFilled: mode === "REQUIRED",
  }));
}

/** Types as declared, since the landed text itself is no example to read. */
function types(fields: readonly Field[]) {
  const entries = fields.map(({ name, type, mode }): [string, string] => [
    name,
    mode === "REPEATED" ? `repeated ${type}` : type,
  ]);
  return { types: new Map(entries), row: undefined };
}
