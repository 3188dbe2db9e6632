/** What is asked of the warehouse for an export in FOCUS: its months, and a month's rows in one order. Pure. */

import focus from "../../includes/focus.js";
import type { AskedRange } from "../../ingest/dates.ts";

/** The newest version is that of focus_costs itself. */
export const FOCUS_VERSIONS: readonly string[] = focus.VERSIONS;

export interface FocusColumn {
  readonly name: string;
  /** `String`, `Decimal`, `Date/Time`, `JSON` or `Boolean`, as the specification says. */
  readonly type: string;
}

/** The columns of a version, in the order in which they are written. Throws Error on an unknown version. */
export function focusColumns(version: string): readonly FocusColumn[] {
  return focus.columnsOf(version);
}

/** Billing months with a day in the range, `YYYY-MM-DD` of their first days as `month`, oldest first. */
export const MONTHS = `
select cast(date(BillingPeriodStart, 'UTC') as string) as month, count(*) as row_count
from ai_spend.focus_costs
where BillingPeriodEnd > timestamp(cast(@from_day as date), 'UTC')
  and BillingPeriodStart < timestamp(cast(@to_day as date), 'UTC')
group by BillingPeriodStart
order by month`;

/** One billing month, always in the same order. */
export function monthQuery(version: string): string {
  return `
select ${focus.exportColumns(version)}
from ai_spend.focus_costs
where BillingPeriodStart = timestamp(cast(@month as date), 'UTC')
order by ChargePeriodStart, x_OriginChargeId, x_ChargeId`;
}

/** A range of days as the parameters of `MONTHS`. */
export function monthParams({ from, to }: AskedRange): Record<"from_day" | "to_day", string> {
  return { from_day: from ?? "0001-01-01", to_day: to ?? "9999-12-31" };
}
