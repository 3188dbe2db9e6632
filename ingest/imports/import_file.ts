/**
 * One import: the file is read, checked as a whole, and landed, all rows or none. Its exact text becomes a
 * page of `raw_imports`, its rows the content of the reference table, and its `raw_fetches` row is written last.
 */

import { createHash } from "node:crypto";

import { dayOf } from "../dates.ts";
import { landingTable } from "../tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../tables/reference_tables.ts";
import type { Row, Warehouse } from "../warehouse/warehouse.ts";
import { checkFile } from "./check_file.ts";
import { othersThan } from "./checks.ts";
import type { Line } from "./faults.ts";
import type { Kind } from "./kinds.ts";
import { goneRows, goneWarning, refuseToEmpty } from "./gone_rows.ts";
import { refuseOtherFile } from "./known_files.ts";
import { alone, decode, type Exclusively, landedFile, refuse, stopIfAsked } from "./landed_file.ts";
import { wrongYears } from "./years.ts";

export interface ImportDeps {
  readonly kind: Kind;
  /** Name of the file, without its folder: for messages and for the record. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** True if a file without rows may empty its table: a header alone is as often a slip as a wish. */
  readonly mayEmpty?: boolean | undefined;
  readonly warehouse: Warehouse;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Unique and sorted by time. */
  readonly newId: () => string;
  readonly loaderVersion: string;
  /** Aborted when the operator asks to stop: looked at until the first row is written. */
  readonly signal?: AbortSignal | undefined;
  /** Runs what reads and writes the warehouse while no other import does. Default: nobody else is there. */
  readonly exclusively?: Exclusively | undefined;
}

/** Landed in the place of a secret file's text. */
const WITHHELD = "(withheld: the file holds a secret)";

export interface ImportSummary {
  /** Rows of the file. */
  readonly rows: number;
  /** Rows of the table that the file does not mention and that stay. */
  readonly kept: number;
  /** Rows that went because the file has none. */
  readonly emptied: number;
  /** Rows that went because the file, which has others, says nothing of what they are of. */
  readonly gone: number;
  readonly warnings: readonly string[];
}

/**
 * Throws ConfigError, with every fault by line and column, if the file is not good, if a Google Sheet has the
 * table's place, and if the table would be emptied unasked; LandingError if the warehouse fails.
 */
export async function importFile(deps: ImportDeps): Promise<ImportSummary> {
  const { kind, fileName } = deps;
  const content = decode(deps.bytes, fileName);
  const { lines, faults } = checkFile(content, kind);
  if (faults.length > 0) refuseOtherFile(kind.name, fileName, content);
  refuse(fileName, [...faults, ...wrongYears(kind.name, lines, dayOf(deps.now()))]);

  const { exclusively = alone } = deps;
  // Before a lease is written.
  await deps.warehouse.ensureTables([
    landingTable("raw_fetches"),
    landingTable("raw_imports"),
    ...REFERENCE_TABLES,
  ]);
  return exclusively(() => landFile(deps, content, lines));
}

async function landFile(
  deps: ImportDeps,
  content: string,
  lines: readonly Line[],
): Promise<ImportSummary> {
  const { kind, fileName, warehouse } = deps;
  const { table } = kind;
  // What else stands in its place may have other columns than the questions below name.
  await warehouse.requireTable(table);
  const warnings: string[] = [];
  for (const lookup of kind.lookups) {
    const findings = await lookup(lines, warehouse);
    refuse(fileName, findings.faults);
    warnings.push(...findings.warnings);
  }
  const gone = await goneRows(kind, lines, warehouse);
  if (deps.mayEmpty !== true) refuseToEmpty(deps, lines, gone);
  const kept = await rowsToKeep(kind, lines, warehouse);
  stopIfAsked(deps);
  const fetchId = deps.newId();
  const { fetchRow, pageRow } = landedFile({
    ...deps,
    kind: kind.name,
    content: kind.isSecret ? WITHHELD : content,
    rowCount: lines.length,
    fetchId,
    nowMs: deps.now(),
    pageCount: kind.keepsHistory ? 2 : 1,
  });
  const pages = kind.keepsHistory ? [pageRow, rowsPage(pageRow, lines)] : [pageRow];
  await warehouse.append(landingTable("raw_imports"), pages, fetchId);
  await warehouse.replace(table, [...kept, ...lines.map(({ cells }) => cells as Row)], fetchId);
  await warehouse.append(landingTable("raw_fetches"), [fetchRow], fetchId);
  const summary = { rows: lines.length, kept: kept.length, warnings };
  if (lines.length === 0) return { ...summary, emptied: gone.held, gone: 0 };
  if (gone.rows > 0) warnings.push(goneWarning(kind, gone));
  return { ...summary, emptied: 0, gone: gone.rows };
}

/** The rows as they were read, for models: a later import replaces the table, and this stays what was known then. */
function rowsPage(page: Row, lines: readonly Line[]): Row {
  const body = JSON.stringify(lines.map(({ cells }) => cells));
  return {
    ...page,
    page_number: 2,
    body,
    body_sha256: createHash("sha256").update(body).digest("hex"),
  };
}

async function rowsToKeep(
  { addsBy, table }: Kind,
  lines: readonly Line[],
  warehouse: Warehouse,
): Promise<readonly Row[]> {
  if (addsBy === null) return [];
  const { rows } = await warehouse.query(`select * from ${table.dataset}.${table.name}`);
  const given = lines.map(({ cells }) => cells);
  return othersThan(given, addsBy, rows) as readonly Row[];
}
