/** Query results as text: a table for eyes, CSV for spreadsheets, JSON for programs. Pure. */

import Table from "cli-table3";

import { type Cell, type QueryResult } from "../../ingest/warehouse/warehouse.ts";
import { csvLines } from "./csv.ts";
import { type Format } from "./format.ts";

/** All rows, ending in a newline. */
export function formatResult(result: QueryResult, format: Format): string {
  switch (format) {
    case "table":
      return formatTable(result);
    case "csv":
      return formatCsv(result);
    case "json":
      return formatJson(result);
  }
}

/** Numbers to the right, as finance reads them. */
function formatTable({ columns, rows }: QueryResult): string {
  if (columns.length === 0) return "";
  const table = new Table({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ type }) => (NUMBERS.has(type) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => columns.map(({ name }) => shown(row[name] ?? null))));
  return `${table.toString()}\n${rows.length} ${rows.length === 1 ? "row" : "rows"}\n`;
}

const NUMBERS = new Set(["INTEGER", "INT64", "NUMERIC", "BIGNUMERIC", "FLOAT", "FLOAT64"]);

function shown(cell: Cell): string {
  if (cell === null) return "null";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/** RFC 4180 with a header; NULL is an empty cell. */
function formatCsv({ columns, rows }: QueryResult): string {
  if (columns.length === 0) return "";
  const names = columns.map(({ name }) => name);
  return csvLines([names, ...rows.map((row) => names.map((name) => row[name] ?? null))]);
}

/** One row a line, so that a large result can be read by line too. */
function formatJson({ columns, rows }: QueryResult): string {
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]))),
  );
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}
