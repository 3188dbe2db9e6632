/** The files of `infra/` that follow from the loader's own lists of tables, as they must be. Pure. */

import { KEPT_PARSED, LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { schemaOf, type Table } from "../../ingest/tables/tables.ts";

/** Texts by path, relative to the root. */
export function renderedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...[...LANDING_TABLES, ...REFERENCE_TABLES].map((table): [string, string] => [
      `infra/schemas/${table.name}.json`,
      schemaFile(table),
    ]),
    ...REFERENCE_TABLES.map((table): [string, string] => [
      `infra/sheets/${table.name}.csv`,
      `${table.fields.map(({ name }) => name).join(",")}\n`,
    ]),
    ["infra/sheets/README.md", sheetsReadme()],
  ]);
}

function schemaFile(table: Table): string {
  const content = {
    dataset: table.dataset,
    description: table.description,
    partitioned_by: table.partitionedBy,
    clustered_by: table.clusteredBy,
    is_kept_parsed: KEPT_PARSED.has(table.name),
    schema: schemaOf(table.fields).fields,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function sheetsReadme(): string {
  const tables = REFERENCE_TABLES.map((table) =>
    [
      `## ${table.name}`,
      "",
      table.description,
      "",
      "| column | content |",
      "| --- | --- |",
      ...table.fields.map(({ name, description = "" }) => `| \`${name}\` | ${description} |`),
    ].join("\n"),
  );
  return `${[SHEETS_INTRODUCTION, ...tables].join("\n\n")}\n`;
}

const SHEETS_INTRODUCTION = `# Templates of the reference data

One CSV file a table, with its header alone: fill it in and \`import\` it, or upload it as a Google Sheet.
Every column is text. In a Sheet, select all cells and choose Format → Number → Plain text before you type,
so that 2026-10-01 and 33.34 stay as typed. The first sheet of the document is read, its first row is the header.`;
