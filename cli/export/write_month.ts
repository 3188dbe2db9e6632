/** One billing month as a CSV and a Parquet file, written page by page: each appears whole or not at all. */

import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";

import { fileWriter, parquetWriteRows } from "hyparquet-writer";

import { throwIfInterrupted } from "../../ingest/ask/ask.ts";
import { csvLines } from "../shared/csv.ts";
import { type Form, refuseToReplace } from "../shared/replaceable.ts";
import { isFull, unwritable as unwritableFile } from "../shared/write_file.ts";
import { ConfigError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type FocusColumn, focusColumns, monthQuery } from "./focus_query.ts";
import { parquetRow, parquetSchema } from "./parquet.ts";

/** Rows that are held in memory at once, beside a page of the warehouse's. */
const ROW_GROUP = 20_000;

/** The columns of every version begin alphabetically, and what is billed is in all of them. */
const FOCUS_CSV: Form = {
  what: "FOCUS export",
  begins: /^(?:[A-Za-z_]+,)*BilledCost,BillingAccountId,/,
};
const PARQUET: Form = { what: "Parquet file", begins: /^PAR1/ };

export interface MonthOptions {
  readonly warehouse: Pick<Warehouse, "queryPages">;
  /** An existing folder. */
  readonly folder: string;
  readonly version: string;
  /** First day of the month. */
  readonly month: string;
  readonly signal: AbortSignal;
  /** Called after each page with the rows written so far. */
  readonly onRows: (rows: number) => void;
}

export interface MonthFiles {
  readonly csv: string;
  readonly parquet: string;
  readonly rows: number;
}

/** Throws ConfigError if a file cannot be written, LandingError or TransportError as a query does. */
export async function writeMonth(options: MonthOptions): Promise<MonthFiles> {
  const { folder, version, month } = options;
  const stem = `focus-${version}-${month.slice(0, 7)}`;
  const names = [`${stem}.csv`, `${stem}.parquet`] as const;
  const files = [path.join(folder, names[0]), path.join(folder, names[1])] as const;
  try {
    refuseToReplace(files[0], FOCUS_CSV);
    refuseToReplace(files[1], PARQUET);
    // Both before either is put in its place: a month has both files of one run, or those of before.
    files.forEach(refuseFolder);
    // Of this run alone: another may write the same month, and a link that somebody laid here is not followed.
    const unfinished = mkdtempSync(path.join(folder, `${stem}.part-`));
    try {
      const [csv, parquet] = [path.join(unfinished, names[0]), path.join(unfinished, names[1])];
      const rows = await writeBoth(options, csv, parquet);
      chmodSync(parquet, 0o600);
      renameSync(csv, files[0]);
      renameSync(parquet, files[1]);
      return { csv: files[0], parquet: files[1], rows };
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  } catch (cause) {
    throw isFileError(cause) ? unwritable(folder, cause) : cause;
  }
}

/** Throws ConfigError for what no file can take the place of. */
function refuseFolder(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new ConfigError(`${file} is a folder: remove it, or give --out another folder.`);
}

async function writeBoth(options: MonthOptions, csv: string, parquet: string): Promise<number> {
  const columns = focusColumns(options.version);
  const file = openSync(csv, "w", 0o600);
  let count = 0;
  async function* rows() {
    writeAll(file, csvLines([columns.map(({ name }) => name)]));
    for await (const page of pagesOf(options)) {
      writeAll(file, csvOf(page, columns));
      for (const row of page) yield parquetRow(row, columns);
      count += page.length;
      options.onRows(count);
    }
  }
  try {
    await parquetWriteRows({
      writer: fileWriter(parquet),
      rows: rows(),
      columns: columns.map(({ name }) => ({ name })),
      schema: parquetSchema(columns),
      rowGroupSize: ROW_GROUP,
      kvMetadata: [{ key: "focus_version", value: options.version }],
      createdBy: "ai-spend",
    });
  } finally {
    closeSync(file);
  }
  return count;
}

/** A disk that runs full takes a part of a write. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

async function* pagesOf({ warehouse, version, month, signal }: MonthOptions) {
  for await (const { rows } of warehouse.queryPages(monthQuery(version), { month })) {
    throwIfInterrupted(signal);
    yield rows;
  }
}

type Rows = Parameters<typeof parquetRow>[0][];

function csvOf(rows: Readonly<Rows>, columns: readonly FocusColumn[]): string {
  return csvLines(rows.map((row) => columns.map(({ name }) => row[name] ?? null)));
}

/** A failed call of the file system: its errors carry the name of the call. */
function isFileError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}

/** What to say where a folder refuses files. */
export function unwritable(folder: string, cause: unknown): ConfigError {
  if (isFull(cause)) return unwritableFile(folder, cause);
  return new ConfigError(
    `${folder} cannot be written to: give --out a folder of yours with enough space.`,
    { cause },
  );
}
