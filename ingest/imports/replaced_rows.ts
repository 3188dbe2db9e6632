/** What of a vendor's earlier files a new one takes the place of: their days are the new file's, with or without rows. */

import { ConfigError } from "../errors.ts";
import type { Window } from "../endpoint/windows.ts";
import { daysOf } from "../dates.ts";
import { sumDecimals } from "../money/decimal_sum.ts";
import type { DayTotal } from "../walk/walk_totals.ts";
import { cellText } from "../warehouse/cells.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { IMPORT } from "./landed_file.ts";
import type { ReportKind } from "./report_kinds.ts";

export interface Replaced {
  readonly rows: number;
  /** Exact US dollars of these rows. */
  readonly usd: string;
}

/** The organization's files, those that speak for a day first. */
const EARLIER = `
select
  cast(date(window_start, 'UTC') as string) as period_from,
  cast(date(window_end, 'UTC') as string) as period_to,
  row_count,
  amount_total,
  day_totals,
from ai_raw.raw_fetches
where vendor = @vendor
  and endpoint = @endpoint
  and organization_id = @organization_id
order by fetched_at desc, fetch_id desc`;

/** Throws LandingError if the warehouse cannot be read. */
export async function replacedRows(
  { name, day }: Pick<ReportKind, "name" | "day">,
  window: Window,
  organizationId: string,
  warehouse: Warehouse,
): Promise<Replaced> {
  const params = { vendor: IMPORT, endpoint: name, organization_id: organizationId };
  const { rows } = await warehouse.query(EARLIER, params);
  if (day === null) {
    const same = rows.find(
      (row) => row["period_from"] === window.start && row["period_to"] === window.end,
    );
    if (same === undefined) return { rows: 0, usd: "0" };
    return { rows: Number(same["row_count"]), usd: cellText(same["amount_total"]) };
  }
  const left = new Set(daysOf(window.start, window.end));
  const spoken: DayTotal[] = [];
  for (const { day_totals: totals } of rows) {
    if (typeof totals !== "string") continue;
    for (const total of JSON.parse(totals) as readonly DayTotal[]) {
      if (left.delete(total.date)) spoken.push(total);
    }
  }
  return {
    rows: spoken.reduce((sum, total) => sum + total.rows, 0),
    usd: sumDecimals(spoken.map(({ amount }) => amount ?? "0")),
  };
}

/** Throws ConfigError: nobody said that the earlier rows may go. */
export function refuseToWithdraw(
  fileName: string,
  { start, end }: Window,
  replaced: Replaced,
): never {
  throw new ConfigError(
    `${fileName} has no rows, so that ${replacedText(replaced)} of earlier files for ${start} to ${end} (exclusive) would go, and nothing was changed: give --empty if that is meant.`,
  );
}

/** "2 rows of 1.25 USD". */
export function replacedText({ rows, usd }: Replaced): string {
  return `${rows === 1 ? "1 row" : `${rows} rows`} of ${usd} USD`;
}
