/**
 * Which windows a walk is made for. Windows are aligned to calendar days and months, so that an
 * unchanged answer is recognised as the one that was landed before.
 */

import { type AskedRange, addDays, daysOf, nextMonth } from "../dates.ts";

/** Whole UTC days: `start` inclusive, `end` exclusive. */
export interface Window {
  readonly start: string;
  readonly end: string;
}

export interface WindowRules {
  /** How many days back the vendor may restate; a plain run asks for these. */
  readonly rereadDays: number;
  /** True if the endpoint answers one day at a time. */
  readonly singleDays: boolean;
  /** The most days of one window. Default: a month. */
  readonly longestDays?: number | null;
  /** The day after the newest that was ever asked for; a plain run starts there if that is earlier. */
  readonly coveredUntil?: string | undefined;
}

/**
 * The windows of one run, newest first. Months that lie entirely before the days that may be restated are
 * asked for at once, clipped by an explicit range; every other day is a walk of its own, because its
 * neighbours change at other times.
 */
export function planWindows(asked: AskedRange, rules: WindowRules, today: string): Window[] {
  const settledUntil = addDays(today, -rules.rereadDays);
  const to = asked.to ?? today;
  const restated = settledUntil < to ? settledUntil : addDays(to, -rules.rereadDays);
  // After a pause longer than the days that may be restated, a plain run must leave no gap.
  const defaultFrom =
    rules.coveredUntil !== undefined && rules.coveredUntil < restated
      ? rules.coveredUntil
      : restated;
  const from = asked.from ?? defaultFrom;

  const windows: Window[] = [];
  for (let start = from; start < to;) {
    const monthEnd = nextMonth(start);
    if (rules.singleDays || monthEnd > settledUntil) {
      const stop = monthEnd < to ? monthEnd : to;
      windows.push(...daysOf(start, stop).map((day) => ({ start: day, end: addDays(day, 1) })));
      start = stop;
    } else {
      const end = monthEnd < to ? monthEnd : to;
      windows.push(...pieces({ start, end }, rules.longestDays ?? null));
      start = end;
    }
  }
  return windows.reverse();
}

/** The window in pieces of so many days, the last one shorter. */
function pieces({ start, end }: Window, longestDays: number | null): Window[] {
  const next = longestDays === null ? end : addDays(start, longestDays);
  return next >= end
    ? [{ start, end }]
    : [{ start, end: next }, ...pieces({ start: next, end }, longestDays)];
}
