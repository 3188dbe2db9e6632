/**
 * One import of what Google wrote: the file is checked from end to end, loaded as it is into a table of its own,
 * and brought over in one statement, all lines or none. Its record, a page of `raw_imports` and a row of
 * `raw_fetches`, is written last, so that a file whose record is there needs no second look.
 */

import { Readable } from "node:stream";

import { dayOf } from "../../dates.ts";
import { ConfigError } from "../../errors.ts";
import { GOOGLE_TABLES } from "../../tables/google_tables.ts";
import { landingTable } from "../../tables/landing_tables.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { alone, type Exclusively, landedFile, stopIfAsked } from "../landed_file.ts";
import { type CheckedExport, checkExport } from "./check_export.ts";
import type { GoogleKind } from "./kinds.ts";
import { type Days, mergeSql } from "./merge.ts";

export interface ExportDeps {
  readonly kind: GoogleKind;
  /** Name of the file, without its folder. */
  readonly fileName: string;
  /** The file's text from its start; called twice or more. */
  readonly open: () => Readable;
  readonly warehouse: Warehouse;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Unique and sorted by time. */
  readonly newId: () => string;
  readonly loaderVersion: string;
  /** Aborted when the operator asks to stop: looked at until the file is brought over. */
  readonly signal?: AbortSignal | undefined;
  /** Runs what reads and writes the warehouse while no other import does. Default: nobody else is there. */
  readonly exclusively?: Exclusively | undefined;
}

export interface ExportSummary {
  /** Lines of the file. */
  readonly rows: number;
  /** Those that the table did not have yet. */
  readonly added: number;
  readonly warnings: readonly string[];
}

/** Throws ConfigError, with the first faults by line and column, if the file is not good; LandingError. */
export async function importExport(deps: ExportDeps): Promise<ExportSummary> {
  const { kind, fileName, exclusively = alone } = deps;
  const checked = await checkExport(stoppable(deps), {
    kind,
    fileName,
    today: dayOf(deps.now()),
  });
  const days = daysOf(checked);
  if (days === null)
    throw new ConfigError(`${fileName} has no lines: check that it is the export.`);
  // Before a lease is written.
  await deps.warehouse.ensureTables([
    landingTable("raw_fetches"),
    landingTable("raw_imports"),
    ...GOOGLE_TABLES,
  ]);
  return exclusively(() => landExport(deps, checked, days));
}

async function landExport(
  deps: ExportDeps,
  checked: CheckedExport,
  days: Days,
): Promise<ExportSummary> {
  const { kind, warehouse } = deps;
  const record = recordOf(deps, checked);
  const warnings = warningsOf(checked, kind);
  const before = await countRows(deps, days);
  // A table that somebody has emptied since is filled again.
  const isThere =
    before >= checked.rows && (await isRecorded(record.fetchRow["content_sha256"], deps));
  if (isThere) return { rows: checked.rows, added: 0, warnings };
  await bringOver(deps, checked, days);
  const after = await countRows(deps, days);
  await warehouse.append(landingTable("raw_imports"), [record.pageRow], record.fetchId);
  await warehouse.append(landingTable("raw_fetches"), [record.fetchRow], record.fetchId);
  const dropped = checked.rows - after;
  return {
    rows: checked.rows,
    added: Math.max(after - before, 0),
    warnings: dropped > 0 ? [...warnings, droppedAtOnce(dropped, kind)] : warnings,
  };
}

/** BigQuery empties a partition older than its table keeps as soon as it is filled. */
function droppedAtOnce(lines: number, { table }: GoogleKind): string {
  return `${table.dataset}.${table.name} keeps ${lines} ${lines === 1 ? "line" : "lines"} fewer than the file has: what is older than raw_days_kept in workflow_settings.yaml is dropped at once, and counts only if a build has read it before; raise raw_days_kept, run terraform apply, and import the file again.`;
}

function daysOf({ rowsByDay }: CheckedExport): Days | null {
  const days = [...rowsByDay.keys()].sort();
  const first = days[0];
  const last = days.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

/** The page says what the file held, since a file of any size is too large for a page. */
function recordOf(deps: ExportDeps, { rows, rowsByDay, sha256 }: CheckedExport) {
  const content = JSON.stringify({ sha256, rows, rows_by_day: Object.fromEntries(rowsByDay) });
  const fetchId = deps.newId();
  const rowsOfRecord = landedFile({
    kind: deps.kind.name,
    fileName: deps.fileName,
    bytes: Buffer.from(content),
    content,
    rowCount: rows,
    fetchId,
    nowMs: deps.now(),
    loaderVersion: deps.loaderVersion,
  });
  return { fetchId, ...rowsOfRecord };
}

async function isRecorded(sha256: unknown, { kind, warehouse }: ExportDeps): Promise<boolean> {
  const { rows } = await warehouse.query(
    `select fetch_id from ai_raw.raw_fetches
     where vendor = 'import' and endpoint = @kind and content_sha256 = @sha256 limit 1`,
    { kind: kind.name, sha256: String(sha256) },
  );
  return rows.length > 0;
}

/** The load has a table of its own, so that the lines which are there already can be told from new ones. */
async function bringOver(deps: ExportDeps, checked: CheckedExport, days: Days): Promise<void> {
  const { kind, warehouse } = deps;
  const { dataset } = kind.table;
  const staged = { ...kind.table, name: `load_${kind.table.name}_${checked.sha256.slice(0, 12)}` };
  await warehouse.ensureTables([staged]);
  try {
    await warehouse.replaceWithText(staged, () => stoppable(deps), deps.newId());
    const { rows } = await warehouse.query(`select count(*) as n from ${dataset}.${staged.name}`);
    if (Number(rows[0]?.["n"]) !== checked.rows) {
      throw new ConfigError(`${deps.fileName} changed while it was read: import it again.`);
    }
    stopIfAsked(deps);
    await warehouse.query(mergeSql(kind, staged.name, days));
  } finally {
    await warehouse.query(`drop table if exists ${dataset}.${staged.name}`);
  }
}

/** The file's text, which ends with TransportError once the operator asks to stop. */
function stoppable(deps: ExportDeps): Readable {
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of deps.open() as AsyncIterable<Buffer>) {
      stopIfAsked(deps);
      yield piece;
    }
  };
  return Readable.from(pieces(), { objectMode: false });
}

async function countRows({ kind, warehouse }: ExportDeps, { first, last }: Days): Promise<number> {
  const { table, writtenAt } = kind;
  const { rows } = await warehouse.query(
    `select count(*) as n from ${table.dataset}.${table.name}
     where ${writtenAt} >= timestamp '${first} 00:00:00+00'
       and ${writtenAt} < timestamp_add(timestamp '${last} 00:00:00+00', interval 1 day)`,
  );
  return Number(rows[0]?.["n"] ?? 0);
}

/** So many columns are named. */
const SHOWN = 20;

/** Google adds columns without notice; a build reads none of them before the program knows them. */
function warningsOf({ unknown }: CheckedExport, { table }: GoogleKind): readonly string[] {
  const place = `${table.dataset}.${table.name}`;
  const shown = [...unknown].slice(0, SHOWN);
  const others = unknown.size - shown.length;
  return [
    ...shown.map(
      ([column, lines]) =>
        `${JSON.stringify(column)} is no column of ${place} and was left out of ${lines} ${lines === 1 ? "line" : "lines"}.`,
    ),
    ...(others > 0
      ? [`${others} other names are no columns of ${place} and were left out too.`]
      : []),
  ];
}
