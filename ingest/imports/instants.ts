/** Days and instants of files: one that the calendar does not have is none, where JavaScript would move it. Pure. */

import { dayOf, midnight } from "../dates.ts";

/** Seconds are there, hours end at 23 and zones at 14:00, as BigQuery's do; what has no zone is UTC. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):\d{2}:\d{2})(\.\d{1,9})?(?: ?UTC|Z|([+-](?:(?:0\d|1[0-3]):?\d{2}|14:?00)))?$/;

/** True for `YYYY-MM-DD` of the calendar. */
export function isDay(text: string): boolean {
  const instant = Date.parse(midnight(text));
  return !Number.isNaN(instant) && dayOf(instant) === text;
}

/** RFC 3339, or as BigQuery writes it: `2026-01-05 13:00:00.250 UTC`. Milliseconds since 1970, or null. */
export function instantOf(text: unknown): number | null {
  const parts = typeof text === "string" ? INSTANT.exec(text) : null;
  if (parts === null) return null;
  const [, date = "", time = "", fraction = "", zone = ""] = parts;
  if (!isDay(date)) return null;
  const offset = zone === "" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const milliseconds = fraction.slice(1, 4).padEnd(3, "0");
  const instant = Date.parse(`${date}T${time}.${milliseconds}${offset}`);
  return Number.isNaN(instant) ? null : instant;
}

/**
 * Milliseconds since 1970 of an instant, or of the midnight, UTC, that a day stands for where the two are compared;
 * null for neither. Models read both alike, by `instant` in `includes/reference.js`.
 */
export function momentOf(text: string | null | undefined): number | null {
  return instantOf(typeof text === "string" && isDay(text) ? midnight(text) : text);
}
