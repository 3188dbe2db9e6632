/** The days a report is asked for, by the vendor's rules. */

import { instantOf } from "../base/anthropic_query.ts";
import { Refusal } from "../base/refusal.ts";
import { DAY_MS, HOUR_MS, startOf } from "../organization/days.ts";

/** The vendor has data from this day on. */
export const FIRST_DAY = "2026-01-01";

const LONGEST_MS = 31 * DAY_MS;

export type Width = "1d" | "1h" | "1m";
export const WIDTH_MS: Readonly<Record<Width, number>> = {
  "1d": DAY_MS,
  "1h": HOUR_MS,
  "1m": 60_000,
};

export interface Range {
  /** Epoch milliseconds, inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Both ends round down to `width`. Throws Refusal (400). */
export function rangeOf(query: URLSearchParams, now: number, width: number): Range {
  const startText = query.get("starting_at");
  if (startText === null) throw new Refusal(400, "starting_at: Field required");
  const startAt = instantOf("starting_at", startText);
  const endText = query.get("ending_at");
  const endAt =
    endText === null ? Math.min(now, startAt + LONGEST_MS) : instantOf("ending_at", endText);
  if (startAt < startOf(FIRST_DAY)) {
    throw new Refusal(400, `starting_at: must be no earlier than ${FIRST_DAY}T00:00:00Z`);
  }
  if (startAt < now - 365 * DAY_MS) {
    throw new Refusal(400, "starting_at: must be within the last 365 days");
  }
  if (endAt - startAt > LONGEST_MS) {
    throw new Refusal(400, "ending_at: the range may span at most 31 days");
  }
  const [start, end] = [startAt, endAt].map((at) => at - (at % width)) as [number, number];
  if (end <= start) throw new Refusal(400, "ending_at: must be after starting_at");
  return { start, end };
}
