/**
 * The import of a file that a vendor exported: checked as a whole, landed all rows or none, beside what was
 * landed before. The newest file that covers a day speaks for it, as with everything that is landed.
 */

import { dayOf, daysOf } from "../dates.ts";
import { sumDecimals } from "../money/decimal_sum.ts";
import { landingTable } from "../tables/landing_tables.ts";
import type { DayTotal } from "../walk/walk_totals.ts";
import type { Row } from "../warehouse/warehouse.ts";
import type { Window } from "../endpoint/windows.ts";
import { checkFile } from "./check_file.ts";
import type { Line } from "./faults.ts";
import type { ImportDeps } from "./import_file.ts";
import { alone, decode, landedFile, refuse, stopIfAsked } from "./landed_file.ts";
import { refuseOtherFile } from "./known_files.ts";
import { organizationOf, refuseOtherOrganization } from "./other_organization.ts";
import { refuseToWithdraw, type Replaced, replacedRows } from "./replaced_rows.ts";
import type { ReportKind } from "./report_kinds.ts";
import { type AskedPeriod, askedWindow, refuseOverlap, utcDay, windowOf } from "./report_period.ts";
import { wrongDaysOfUse } from "./years.ts";

export interface ReportDeps extends Omit<ImportDeps, "kind"> {
  readonly kind: ReportKind;
  readonly asked: AskedPeriod & {
    /** The vendor's id of the organization; undefined where the operator does not say. */
    readonly organization?: string | undefined;
  };
}

export interface ReportSummary {
  readonly rows: number;
  readonly window: Window;
  /** What earlier files said of these days, which this one takes the place of. */
  readonly replaced: Replaced;
  readonly warnings: readonly string[];
}

/**
 * Throws ConfigError, with every fault by line and column, if the file or its range is not good, and if it would
 * withdraw what earlier files said unasked; LandingError if the warehouse fails.
 */
export async function importReport(deps: ReportDeps): Promise<ReportSummary> {
  const { kind, fileName } = deps;
  const asked = { ...deps.asked, organization: organizationOf(deps.asked.organization) };
  const nowMs = deps.now();
  const content = decode(deps.bytes, fileName);
  const { lines, faults, others } = checkFile(content, kind, kind);
  if (faults.length > 0) refuseOtherFile(kind.name, fileName, content);
  const given = askedWindow(kind, asked, dayOf(nowMs));
  refuse(fileName, faults);
  const { window, faults: outside } = windowOf(kind, lines, given);
  refuse(fileName, [...outside, ...wrongDaysOfUse(kind.day, lines, dayOf(nowMs))]);

  const { exclusively = alone } = deps;
  // Before a lease is written.
  const tables = ["raw_fetches", "raw_imports", kind.table.name].map(landingTable);
  await deps.warehouse.ensureTables(tables);
  const checked = { content, lines, window, nowMs };
  const replaced = await exclusively(() => landReport({ ...deps, asked }, checked));
  return { rows: lines.length, window, replaced, warnings: warningsOf({ kind, asked }, others) };
}

interface Checked {
  readonly content: string;
  readonly lines: readonly Line[];
  readonly window: Window;
  readonly nowMs: number;
}

async function landReport(
  deps: ReportDeps,
  { content, lines, window, nowMs }: Checked,
): Promise<Replaced> {
  const { kind, asked, warehouse } = deps;
  const organizationId = asked.organization ?? kind.unnamedOrganization;
  await refuseOverlap(kind, window, organizationId, warehouse);
  const replaced = await replacedRows(kind, window, organizationId, warehouse);
  if (lines.length === 0 && replaced.rows > 0 && deps.mayEmpty !== true)
    refuseToWithdraw(deps.fileName, window, replaced);

  const fetchId = deps.newId();
  const { pageRow, fetchRow } = landedFile(
    { ...deps, kind: kind.name, content, rowCount: lines.length, fetchId, nowMs },
    {
      organizationId,
      window,
      amountUsd: amountOf(lines, kind),
      dayTotals: dayTotalsOf(lines, kind, window),
    },
  );
  const sha256 = String(fetchRow["content_sha256"]);
  const landing = { fileName: deps.fileName, organizationId, sha256, lines, window };
  await refuseOtherOrganization(kind, landing, warehouse);
  const rows = lines.map((line) => rowOf(line, { kind, window, fetchId, nowMs }));
  stopIfAsked(deps);
  await warehouse.append(landingTable("raw_imports"), [pageRow], fetchId);
  await warehouse.append(kind.table, rows, fetchId);
  await warehouse.append(landingTable("raw_fetches"), [fetchRow], fetchId);
  return replaced;
}

function amountOf(lines: readonly Line[], { money, amount }: ReportKind): string {
  const cells = lines.map((line) => line.cells[money] ?? "0");
  return sumDecimals(amount === undefined ? cells : cells.map(amount));
}

/** Every day of the window, those without rows included; null where rows have no day. */
function dayTotalsOf(
  lines: readonly Line[],
  kind: ReportKind,
  { start, end }: Window,
): readonly DayTotal[] | null {
  const { day } = kind;
  if (day === null) return null;
  const byDay = new Map<string, Line[]>(daysOf(start, end).map((date) => [date, []]));
  for (const line of lines) byDay.get(utcDay(line.cells[day]) ?? "")?.push(line);
  return [...byDay].map(([date, own]) => ({
    date,
    rows: own.length,
    amount: amountOf(own, kind),
  }));
}

interface Context {
  readonly kind: ReportKind;
  readonly window: Window;
  readonly fetchId: string;
  readonly nowMs: number;
}

function rowOf({ line, cells }: Line, { kind, window, fetchId, nowMs }: Context): Row {
  return {
    fetch_id: fetchId,
    fetched_at: new Date(nowMs).toISOString(),
    line_number: line,
    period_from: window.start,
    period_to: window.end,
    ...Object.fromEntries(
      Object.keys(kind.columns).map((column) => [column, cells[column] ?? null]),
    ),
  };
}

function warningsOf(
  { kind, asked }: Pick<ReportDeps, "kind" | "asked">,
  others: readonly string[],
): readonly string[] {
  const unknown = others.map(
    (column) => `Column ${JSON.stringify(column)} is kept in the file's text only.`,
  );
  const isNamed = asked.organization !== undefined;
  const unnamed = `No --organization: days that any organization's API answers cover come from there and not from this ${kind.name}.`;
  return isNamed ? unknown : [...unknown, unnamed];
}
