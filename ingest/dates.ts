/**
 * Calendar days in UTC, as `YYYY-MM-DD` text, and the range that an operator asked for. Text is
 * compared and stored as it stands, so that no time zone can move a day.
 */

import { ConfigError } from "./errors.ts";

export const DAY_MS = 86_400_000;
/** Before it no platform had a cost, and a slip of the year would be a range of centuries. */
const FIRST_DAY = "2020-01-01";
const FORM = /^\d{4}-\d{2}-\d{2}$/;

/** `from` inclusive, `to` exclusive, both UTC days; null where the operator left the choice to us. */
export interface AskedRange {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Checks `--from` and `--to`. `today` is the current UTC day. The last possible `to` is tomorrow,
 * which includes the part of today that has passed. Throws ConfigError.
 */
export function parseRange(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: string,
): AskedRange {
  if (from !== undefined) checkDay("--from", from);
  if (to !== undefined) checkDay("--to", to);
  const tomorrow = addDays(today, 1);
  if (to !== undefined && to > tomorrow) {
    throw new ConfigError(
      `--to ${to} is in the future: the latest possible is ${tomorrow}, which includes today (UTC).`,
    );
  }
  const end = to ?? today;
  if (from !== undefined && from >= end) {
    throw new ConfigError(
      `--from ${from} is not before ${to === undefined ? "today," : "--to"} ${end}: give an earlier --from; --to is exclusive.`,
    );
  }
  return { from: from ?? null, to: to ?? null };
}

function checkDay(option: string, text: string): void {
  if (!FORM.test(text)) {
    throw new ConfigError(
      `${option} ${JSON.stringify(text)} is not a date: write it as YYYY-MM-DD.`,
    );
  }
  const instant = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(instant.getTime()) || dayOf(instant.getTime()) !== text) {
    throw new ConfigError(`${option} ${text} is a day that does not exist: check the calendar.`);
  }
  if (text < FIRST_DAY) {
    throw new ConfigError(
      `${option} ${text} is before ${FIRST_DAY}, when nothing was sold yet: check the year.`,
    );
  }
}

/** The UTC day of an instant given in milliseconds since 1970. */
export function dayOf(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}

/** `days` may be negative. */
export function addDays(day: string, days: number): string {
  return dayOf(midnightMs(day) + days * DAY_MS);
}

/** Days from `start` to `end`, negative if `end` is earlier. */
export function daysBetween(start: string, end: string): number {
  return Math.round((midnightMs(end) - midnightMs(start)) / DAY_MS);
}

/** Every day of `[start, end)`, oldest first. */
export function daysOf(start: string, end: string): string[] {
  return Array.from({ length: daysBetween(start, end) }, (_, index) => addDays(start, index));
}

/** The first day of the month after the one that `day` lies in. */
export function nextMonth(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return dayOf(Date.UTC(year, month, 1));
}

/** The start of a UTC day in RFC 3339. */
export function midnight(day: string): string {
  return `${day}T00:00:00Z`;
}

function midnightMs(day: string): number {
  return Date.parse(midnight(day));
}
