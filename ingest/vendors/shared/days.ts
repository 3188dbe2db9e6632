/** Which days an answer speaks of, held against the days that were asked for. Pure. */

import { addDays, dayOf } from "../../dates.ts";
import type { Window } from "../../endpoint/windows.ts";
import { ContractError } from "../../errors.ts";

export interface Bounds {
  readonly starting_at: string;
  readonly ending_at: string;
}

/** The one whole UTC day of a bucket. Throws ContractError if it is none, or none that was asked for. */
export function dayOfBucket(bounds: Bounds, window: Window | null): string {
  const date = utcMidnightDay(bounds.starting_at);
  const isWholeDay = date !== null && utcMidnightDay(bounds.ending_at) === addDays(date, 1);
  if (!isWholeDay) {
    throw new ContractError(
      "A bucket of the report is not one whole UTC day; nothing of this walk was landed. Report it.",
    );
  }
  return checkDay(date, "a bucket", window);
}

/** What was found of an instant's text: a report names the same midnights in each of its thousands of rows. */
const midnights = new Map<string, string | null>();
const MOST_KEPT = 10_000;

/** The day that starts at this instant, null if none does. */
function utcMidnightDay(instant: string): string | null {
  const known = midnights.get(instant);
  if (known !== undefined) return known;
  const iso = new Date(instant).toISOString();
  const day = iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : null;
  if (midnights.size >= MOST_KEPT) midnights.clear();
  midnights.set(instant, day);
  return day;
}

/** The day. Throws ContractError if it was not asked for; `place` is where the answer says it. */
export function checkDay(day: string, place: string, window: Window | null): string {
  if (window !== null && (day < window.start || day >= window.end)) {
    throw new ContractError(
      `The vendor was asked for ${window.start} to ${window.end} and ${place} lies outside of it; nothing of this walk was landed. Report it.`,
    );
  }
  return day;
}

/** Anthropic's analytics have data from this day on. */
export const FIRST_ANALYTICS_DAY = "2026-01-01";

/** Within 365 days by the clock: midnight of the 365th day back is too long ago for most of the day. */
const REACH_DAYS = 364;

/** The days for which Anthropic's analytics answer, seen from an instant. */
export function analyticsDays(nowMs: number): Window {
  const today = dayOf(nowMs);
  const longestAgo = addDays(today, -REACH_DAYS);
  const start = longestAgo > FIRST_ANALYTICS_DAY ? longestAgo : FIRST_ANALYTICS_DAY;
  return { start, end: addDays(today, 1) };
}
