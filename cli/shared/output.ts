/** Query results as text: a table for eyes, CSV for spreadsheets, JSON for programs. Pure. */

import Table from "cli-table3";

import { ConfigError } from "../../ingest/errors.ts";
import type { Cell, QueryResult } from "../../ingest/warehouse/warehouse.ts";
import { csvLines } from "./csv.ts";
import { visible } from "./visible.ts";
import type { Format } from "./format.ts";

/** All rows, ending in a newline. Throws ConfigError if they are too many for a table. */
export function formatResult(result: QueryResult, format: Format): string {
  return [...formatPieces(result, format)].join("");
}

/** The same in pieces of about a megabyte, since all of it may be more than one text can hold. */
export function formatPieces(result: QueryResult, format: Format): Iterable<string> {
  switch (format) {
    case "table":
      return [formatTable(result)];
    case "csv":
      return gathered(csvRows(result));
    case "json":
      return gathered(jsonRows(result));
  }
}

const PIECE = 1_000_000;

function* gathered(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** Numbers to the right, as finance reads them; of long JSON its beginning. */
function formatTable({ columns, rows }: QueryResult): string {
  if (columns.length === 0) return "";
  if (rows.length > MOST_ROWS) {
    throw new ConfigError(
      `The answer has ${rows.length} rows, and a table has ${MOST_ROWS} at most: give --format csv or json.`,
    );
  }
  const table = new Table({
    head: columns.map(({ name }) => visible(name)),
    colAligns: columns.map(({ type }) => (NUMBERS.has(type) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  const cells = rows.map((row) => columns.map(({ name }) => cellText(row[name] ?? null)));
  table.push(...cells.map((texts) => texts.map(readable)));
  const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
  const isCut = cells.some((texts) => texts.some((text) => readable(text) !== text));
  const note = isCut ? "; JSON that ends in … is longer: query --format json has all of it" : "";
  return `${table.toString()}\n${count}${note}\n`;
}

/** Nobody reads more, and the table's maker holds them on the stack. */
const MOST_ROWS = 20_000;

const NUMBERS = new Set(["INTEGER", "INT64", "NUMERIC", "BIGNUMERIC", "FLOAT", "FLOAT64"]);

/** Of nested JSON as much is shown as leaves room for the columns beside it. */
const READABLE_JSON = 60;

function readable(text: string): string {
  const isLong = /^[[{]/.test(text) && text.length > READABLE_JSON;
  return isLong ? `${text.slice(0, READABLE_JSON - 1)}…` : text;
}

function cellText(cell: Cell): string {
  if (cell === null) return "null";
  return visible(typeof cell === "object" ? JSON.stringify(cell) : String(cell));
}

/** RFC 4180 with a header; NULL is an empty cell. */
function* csvRows({ columns, rows }: QueryResult): Generator<string> {
  if (columns.length === 0) return;
  const names = columns.map(({ name }) => name);
  yield csvLines([names]);
  for (const row of rows) yield csvLines([names.map((name) => row[name] ?? null)]);
}

/** One row a line, so that a large result can be read by line too. */
function* jsonRows({ columns, rows }: QueryResult): Generator<string> {
  if (rows.length === 0) {
    yield "[]\n";
    return;
  }
  for (const [index, row] of rows.entries()) {
    const fields = columns.map(({ name }) => [name, row[name] ?? null]);
    yield `${index === 0 ? "[" : ","}\n${JSON.stringify(Object.fromEntries(fields))}`;
  }
  yield "\n]\n";
}
