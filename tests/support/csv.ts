/** Reads the tables that scenarios and violations are written in. */

import { readFileSync } from "node:fs";

import { parse } from "csv-parse/sync";

import { type TextRow } from "./cells.ts";

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

/** A CSV file with a header line; every cell is text. A file of only a header is an empty table. */
export function readCsv(file: string): CsvTable {
  const [columns = [], ...lines] = parse(readFileSync(file, "utf8"), { skip_empty_lines: true });
  return {
    columns,
    rows: lines.map((cells) =>
      Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? "null"])),
    ),
  };
}
