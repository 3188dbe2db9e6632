/**
 * One import: the file is read, checked as a whole, and landed, all rows or none. Its exact text becomes a
 * page of `raw_imports`, its rows the content of the reference table, and its `raw_fetches` row is written last.
 */

import { createHash } from "node:crypto";

import { ConfigError } from "../errors.ts";
import { landingTable } from "../landing_tables.ts";
import { REFERENCE_TABLES } from "../reference_tables.ts";
import { type Row, type Warehouse } from "../warehouse.ts";
import { checkFile } from "./check_file.ts";
import { type Fault, faultsText, type Line } from "./faults.ts";
import { type Kind } from "./kinds.ts";

/** Vendor, connection and organization of what people import. */
const IMPORT = "import";

/** One row of the warehouse holds a whole file, and BigQuery's largest JSON row is 100 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface ImportDeps {
  readonly kind: Kind;
  /** Name of the file, without its folder: for messages and for the record. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly warehouse: Warehouse;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Unique and sorted by time. */
  readonly newId: () => string;
  readonly loaderVersion: string;
}

export interface ImportSummary {
  /** Rows of the file. */
  readonly rows: number;
  /** Rows of the table that the file does not mention and that stay. */
  readonly kept: number;
  readonly warnings: readonly string[];
}

/**
 * Throws ConfigError, with every fault by line and column, if the file is not good, and if a Google Sheet has
 * the table's place; LandingError if the warehouse fails.
 */
export async function importFile(deps: ImportDeps): Promise<ImportSummary> {
  const { kind, fileName, warehouse } = deps;
  const content = decode(deps.bytes, fileName);
  const { lines, faults } = checkFile(content, kind);
  refuse(fileName, faults);

  const { table } = kind;
  await warehouse.ensureTables([
    landingTable("raw_fetches"),
    landingTable("raw_imports"),
    ...REFERENCE_TABLES,
  ]);
  const warnings: string[] = [];
  for (const lookup of kind.lookups) {
    const findings = await lookup(lines, warehouse);
    refuse(fileName, findings.faults);
    warnings.push(...findings.warnings);
  }
  const kept = await rowsToKeep(kind, lines, warehouse);
  const { fetchRow, pageRow, fetchId } = landing(deps, content, lines.length);
  await warehouse.append(landingTable("raw_imports"), [pageRow], fetchId);
  await warehouse.replace(table, [...kept, ...lines.map(({ cells }) => cells as Row)], fetchId);
  await warehouse.append(landingTable("raw_fetches"), [fetchRow], fetchId);
  return { rows: lines.length, kept: kept.length, warnings };
}

/** Keeps a byte order mark, so that the landed text is the file's. Throws ConfigError. */
function decode(bytes: Uint8Array, fileName: string): string {
  if (bytes.byteLength > MAX_BYTES) {
    throw new ConfigError(
      `${fileName} is larger than 64 MB: no list of this kind is; check the file.`,
    );
  }
  const content = utf8(bytes);
  // A file of two bytes a character can look like UTF-8 with a zero at every other place.
  if (content === null || content.includes("\0")) {
    throw new ConfigError(
      `${fileName} is not UTF-8 text: save it as CSV UTF-8 and import it again.`,
    );
  }
  return content;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refuse(fileName: string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ConfigError(faultsText(fileName, faults));
}

async function rowsToKeep(
  { addsBy, table }: Kind,
  lines: readonly Line[],
  warehouse: Warehouse,
): Promise<readonly Row[]> {
  if (addsBy === null) return [];
  const key = (cells: Readonly<Record<string, unknown>>) =>
    JSON.stringify(addsBy.map((column) => cells[column]));
  const given = new Set(lines.map(({ cells }) => key(cells)));
  const { rows } = await warehouse.query(`select * from ${table.dataset}.${table.name}`);
  return rows.filter((row) => !given.has(key(row))) as Row[];
}

/** The rows of `ai_raw`, in the form that a walk of one page has. */
function landing(deps: ImportDeps, content: string, rowCount: number) {
  const fetchId = deps.newId();
  const fetchedAt = new Date(deps.now()).toISOString();
  const sha256 = createHash("sha256").update(deps.bytes).digest("hex");
  const pageRow: Row = {
    fetch_id: fetchId,
    page_number: 1,
    fetched_at: fetchedAt,
    body: content,
    body_sha256: sha256,
  };
  const fetchRow: Row = {
    fetch_id: fetchId,
    connection: IMPORT,
    vendor: IMPORT,
    endpoint: deps.kind.name,
    organization_id: IMPORT,
    params: JSON.stringify({ file: deps.fileName }),
    window_start: null,
    window_end: null,
    page_count: 1,
    row_count: rowCount,
    same_as_fetch_id: null,
    amount_total: null,
    unit: null,
    fetched_at: fetchedAt,
    loader_version: deps.loaderVersion,
    run_id: fetchId,
    content_sha256: createHash("sha256").update(sha256).digest("hex"),
    day_totals: null,
  };
  return { fetchId, pageRow, fetchRow };
}
