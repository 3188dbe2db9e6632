/** The days that a vendor's file covers: as the operator says, as its rows say, and beside those landed before. */

import { cellText } from "../warehouse/cells.ts";
import { addDays, type AskedRange, parseRange } from "../dates.ts";
import { ConfigError } from "../errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Window } from "../endpoint/windows.ts";
import type { Fault, Line } from "./faults.ts";
import { IMPORT } from "./landed_file.ts";
import type { ReportKind } from "./report_kinds.ts";

export interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `--from` and `--to`, both or none, of days that are over. Throws ConfigError. */
export function askedWindow(
  { name, day }: Pick<ReportKind, "name" | "day">,
  asked: AskedPeriod,
  today: string,
): Window | null {
  if (asked.from === undefined && asked.to === undefined && day !== null) return null;
  const { from, to }: AskedRange = parseRange(asked, today);
  if (from === null || to === null) {
    const why =
      day === null
        ? `${name} has no dates in it and needs --from and --to`
        : `${name} takes --from and --to together, or neither`;
    throw new ConfigError(`${why}: the days of the export, --to is exclusive (YYYY-MM-DD).`);
  }
  if (to > today) {
    throw new ConfigError(
      `--to ${to} includes a day that is not over: an export reaches to yesterday, so the latest possible is ${today}.`,
    );
  }
  return { start: from, end: to };
}

/** The day of a cell that holds one, or an instant in UTC. */
export function utcDay(cell: string | null | undefined): string | null {
  return cell?.slice(0, "YYYY-MM-DD".length) ?? null;
}

/** The days of the rows, or the given ones, in which every row must lie. */
export function windowOf(
  { name, day }: Pick<ReportKind, "name" | "day">,
  lines: readonly Line[],
  asked: Window | null,
): { readonly window: Window; readonly faults: readonly Fault[] } {
  const days = day === null ? [] : lines.flatMap(({ cells }) => utcDay(cells[day]) ?? []).sort();
  const window = asked ?? span(days, name);
  const outside = lines.filter(({ cells }) => {
    const date = day === null ? null : utcDay(cells[day]);
    return typeof date === "string" && (date < window.start || date >= window.end);
  });
  const faults = outside.map(({ line }) => ({
    line,
    column: day,
    reason: `lies outside of --from ${window.start} and --to ${window.end}`,
  }));
  return { window, faults };
}

function span(days: readonly string[], name: string): Window {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) {
    throw new ConfigError(
      `This ${name} has no rows to say which days it covers: give --from and --to.`,
    );
  }
  return { start: first, end: addDays(last, 1) };
}

/** The newest file of each range that still has rows: one without rows withdraws its range. */
const OVERLAPS = `
with imports as (
  select
    cast(date(window_start, 'UTC') as string) as period_from,
    cast(date(window_end, 'UTC') as string) as period_to,
    row_count,
    row_number() over (
      partition by window_start, window_end order by fetched_at desc, fetch_id desc
    ) as newness,
  from ai_raw.raw_fetches
  where vendor = @vendor
    and endpoint = @endpoint
    and organization_id = @organization_id
)
select period_from, period_to
from imports
where newness = 1
  and row_count > 0
  and period_from < @period_to
  and period_to > @period_from
  and not (period_from = @period_from and period_to = @period_to)
order by period_from, period_to`;

/**
 * A file whose rows have no day cannot be cut where two ranges meet, so its dollars would count twice.
 * Throws ConfigError if it overlaps another range, LandingError if the warehouse cannot be read.
 */
export async function refuseOverlap(
  { name, day }: Pick<ReportKind, "name" | "day">,
  { start, end }: Window,
  organizationId: string,
  warehouse: Warehouse,
): Promise<void> {
  if (day !== null) return;
  const { rows } = await warehouse.query(OVERLAPS, {
    vendor: IMPORT,
    endpoint: name,
    organization_id: organizationId,
    period_from: start,
    period_to: end,
  });
  const ranges = rows.map(
    (row) => `${cellText(row["period_from"])} to ${cellText(row["period_to"])}`,
  );
  if (ranges.length === 0) return;
  throw new ConfigError(
    `${start} to ${end} overlaps what a ${name} imported before covers (${ranges.join(", ")}), which would count days twice: import exactly that range again to replace it, or a range beside it.`,
  );
}
