/** Days that lose what they had: a vendor's empty 200 must not erase a day unseen. Pure. */

import { daysBetween } from "../dates.ts";
import { ContractError } from "../errors.ts";
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

/**
 * Throws ContractError if the walk leaves out a day of which the fetch before had rows, where each day is to be
 * mentioned, one without use too. A day that was empty or never asked for may be left out: it counts as empty, as before.
 */
export function refuseLeftOut({ endpoint, daysMissing }: Walk, history: History): void {
  const lost = daysMissing.filter((day) => (history.lastWord(endpoint.name, day)?.rows ?? 0) > 0);
  const [first] = lost;
  if (first === undefined) return;
  const days = lost.length === 1 ? first : `${first} and ${lost.length - 1} more`;
  throw new ContractError(
    `the vendor left out ${days}, of which it had rows before, and says of days without use that they are empty; what was landed before stands. Run sync again later, and report it to the vendor if it stays.`,
  );
}

function measure({ amount, rows }: DayTotal): string {
  return amount ?? String(rows);
}
