/** Reads the tables that scenarios and violations are written in. */

import { readFileSync } from "node:fs";

import { parse } from "csv-parse/sync";

import type { TextRow } from "./cells.ts";

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

/** CSV with a header line; every cell is text. Only a header is an empty table. */
export function parseCsv(text: string): CsvTable {
  const [columns = [], ...lines] = parse(text, { skip_empty_lines: true });
  return {
    columns,
    rows: lines.map((cells) =>
      Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? "null"])),
    ),
  };
}

/** The table of a CSV file. */
export function readCsv(file: string): CsvTable {
  return parseCsv(readFileSync(file, "utf8"));
}
