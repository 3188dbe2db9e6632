/** CSV as people and spreadsheets write it: byte order mark, commas or semicolons, any line end. Pure. */

import { CsvError, parse } from "csv-parse/sync";

import type { Fault } from "./faults.ts";
import { invisibleReason } from "./invisible.ts";

export interface RawRow {
  /** Line on which the row starts, from 1. */
  readonly line: number;
  /** By header; null for an empty cell. Blanks around a cell are cut off. */
  readonly cells: Readonly<Record<string, string | null>>;
}

export interface RawFile {
  readonly rows: readonly RawRow[];
  readonly faults: readonly Fault[];
  /** Columns of the file that nobody asked for; only where these are allowed. */
  readonly others: readonly string[];
  /** What stands between the cells. */
  readonly separator: "," | ";";
}

/** A header that a vendor wrote, whose generations differ. */
export interface VendorHeader {
  /** Columns that the file must have; every other one of `columns` may be missing. */
  readonly needed: readonly string[];
}

/**
 * Reads the rows. The header must have each of `columns` once, in any order, and no other, unless it is a
 * vendor's; those of `mayMiss` may be missing. With a fault in the header there are no rows, for nobody knows what they mean. Empty lines are
 * skipped.
 */
export function readCsv(
  content: string,
  columns: readonly string[],
  vendor: VendorHeader | null = null,
  mayMiss: readonly string[] = [],
): RawFile {
  const separator = delimiterOf(content);
  const records = split(content);
  const none = { rows: [], others: [], separator };
  if ("fault" in records) return { ...none, faults: [records.fault] };
  const [header, ...body] = records.rows;
  if (header === undefined) {
    const reason = `is empty: its first line must be ${columns.join(",")}`;
    return { ...none, faults: [{ line: null, column: null, reason }] };
  }
  const marked = header.cells.flatMap((name) => invisibleHeader(header.line, name));
  if (marked.length > 0) return { ...none, faults: marked };
  const names = header.cells.map(vendor === null ? lowerCase : columnName);
  const others = vendor === null ? [] : names.filter((name) => !columns.includes(name));
  const headerFaults = checkHeader(header.line, names, {
    columns,
    allowed: [...columns, ...others],
    needed: vendor?.needed ?? columns.filter((column) => !mayMiss.includes(column)),
  });
  if (headerFaults.length > 0) return { ...none, faults: headerFaults, others };

  const rows: RawRow[] = [];
  const faults: Fault[] = [];
  for (const { line, cells } of body) {
    if (cells.length === names.length) {
      rows.push({
        line,
        cells: Object.fromEntries(names.map((name, at) => [name, cells[at] || null])),
      });
    } else {
      const reason = `has ${cells.length} cells and the header has ${names.length}: a cell with a separator in it needs quotes`;
      faults.push({ line, column: null, reason });
    }
  }
  return { rows, faults, others, separator };
}

/** A mark would make another column of it, and the two names look alike. A vendor may break a title's line. */
function invisibleHeader(line: number, name: string): readonly Fault[] {
  const visible = name.replaceAll(/[\n\t]/g, " ");
  const reason = invisibleReason(visible);
  const column = JSON.stringify(visible.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ""));
  return reason === null ? [] : [{ line, column, reason }];
}

/** The names in the header of a vendor's file, as `readCsv` reads them; none if it cannot be read. */
export function headerOf(content: string): readonly string[] {
  const records = split(headerLine(content));
  return "fault" in records ? [] : (records.rows[0]?.cells ?? []).map(columnName);
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}

/** A title such as "Total net spend (USD)" as a name of a column, total_net_spend_usd. */
function columnName(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function split(
  content: string,
): { readonly rows: readonly CsvRecord[] } | { readonly fault: Fault } {
  try {
    // One kind of line end, because the parser counts a CRLF in quotes as two lines.
    const records = parse(content.replace(/\r\n?/g, "\n"), {
      bom: true,
      delimiter: delimiterOf(content),
      info: true,
      record_delimiter: "\n",
      // Counted here, so that every short or long line is named and not only the first.
      relax_column_count: true,
      skip_records_with_empty_values: true,
    }) as unknown as readonly { readonly record: string[]; readonly info: { lines: number } }[];
    return {
      rows: records.map(({ record, info }) => ({
        // The parser says on which line a record ends.
        line: info.lines - record.join("").split("\n").length + 1,
        cells: record.map((cell) => cell.trim()),
      })),
    };
  } catch (error) {
    if (error instanceof CsvError) return { fault: syntaxFault(error) };
    throw error;
  }
}

/** No name of a column has either character in it, so the header decides. */
function delimiterOf(content: string): "," | ";" {
  const unquoted = headerLine(content).replaceAll(/"[^"]*"/g, "");
  return unquoted.includes(";") ? ";" : ",";
}

/** The text of the first line that says something, which goes on where a title in quotes does; "" if there is none. */
function headerLine(content: string): string {
  try {
    const [header] = parse(content.replace(/^\ufeff/, ""), {
      delimiter: [",", ";"],
      raw: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_records_with_empty_values: true,
      to: 1,
    }) as unknown as readonly { readonly raw: string }[];
    return header?.raw ?? "";
  } catch (error) {
    if (error instanceof CsvError) return content.split(/[\r\n]/, 1)[0] ?? "";
    throw error;
  }
}

/** The parser's own message would repeat the cell. */
function syntaxFault(error: CsvError): Fault {
  const line = typeof error["lines"] === "number" ? error["lines"] : null;
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
  const reason = isOpen
    ? "has a quote that is never closed: close it, or double it where it is part of the text"
    : "has a quote in the middle of a cell: put the whole cell in quotes and double the quote";
  return { line, column: null, reason };
}

interface HeaderRules {
  readonly columns: readonly string[];
  readonly allowed: readonly string[];
  readonly needed: readonly string[];
}

function checkHeader(
  line: number,
  names: readonly string[],
  { columns, allowed, needed }: HeaderRules,
): readonly Fault[] {
  const twice = names.filter((name, at) => columns.includes(name) && names.indexOf(name) < at);
  const unknown = names.filter((name) => !allowed.includes(name));
  const missing = needed.filter((column) => !names.includes(column));
  const list = columns.join(", ");
  return [
    ...twice.map((column) => ({ line, column, reason: "stands in the header twice" })),
    ...unknown.map((name) => ({
      line,
      column: JSON.stringify(name),
      reason: `is not a column of this file: the columns are ${list}`,
    })),
    ...missing.map((column) => ({ line, column, reason: "is missing in the header" })),
  ];
}
