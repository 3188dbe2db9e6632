/** UTC days and instants: a day is `YYYY-MM-DD`, an instant is epoch milliseconds. */

import type { Day } from "./model.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Midnight UTC at which the day begins. */
export function startOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The UTC day of an instant. */
export function dayOf(instant: number): Day {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, count: number): Day {
  return dayOf(startOf(day) + count * DAY_MS);
}

/** RFC 3339 to the second, as vendors write it: `2026-10-31T00:00:00Z`. */
export function instantText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
