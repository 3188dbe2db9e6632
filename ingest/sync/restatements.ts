/** Days that were final and lost money after all: a vendor's empty 200 must not erase a day unseen. Pure. */

import { daysBetween } from "../dates.ts";
import { lostMoreThanATenth } from "../money/decimal_sum.ts";
import type { History } from "../land/history.ts";
import type { Walk } from "../walk/walk.ts";
import type { DayTotal } from "../walk/walk_totals.ts";

export interface Shrunk {
  readonly endpoint: string;
  readonly date: string;
  /** Exact decimal text in `unit`. */
  readonly was: string;
  readonly is: string;
  /** `usd_cents` or `usd`; `rows` where the endpoint has no money. */
  readonly unit: string;
}

/** Final days of the walk that lost more than a tenth, or all, of what the fetch before said of them. */
export function findShrunk({ endpoint, dayTotals }: Walk, history: History): Shrunk[] {
  return (dayTotals ?? []).flatMap((total) => {
    const before = history.lastWord(endpoint.name, total.date);
    if (before === null) return [];
    const age = daysBetween(total.date, before.fetchedAt.slice(0, 10));
    const was = measure(before);
    const is = measure(total);
    if (age < endpoint.finalAfterDays || !lostMoreThanATenth(was, is)) return [];
    return [{ endpoint: endpoint.name, date: total.date, was, is, unit: endpoint.unit ?? "rows" }];
  });
}

function measure({ amount, rows }: DayTotal): string {
  return amount ?? String(rows);
}
