/**
 * Time buckets and their pages, by the rules of the vendor's reference: edges snap to the
 * bucket width in UTC, an empty bucket is a bucket, a page holds whole buckets, oldest first.
 */

import { DAY_MS, HOUR_MS, instantText } from "../organization/days.ts";
import { pageToken, positionOf } from "./page_token.ts";
import { choiceOf, instantOf, limitOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

export interface Bucket {
  /** Epoch milliseconds, inclusive. */
  readonly start: number;
  /** Epoch milliseconds, exclusive. */
  readonly end: number;
}

export type BucketWidth = "1d" | "1h" | "1m";

const WIDTHS: Readonly<
  Record<BucketWidth, { readonly ms: number; readonly standard: number; readonly max: number }>
> = {
  "1d": { ms: DAY_MS, standard: 7, max: 31 },
  "1h": { ms: HOUR_MS, standard: 24, max: 168 },
  "1m": { ms: 60_000, standard: 60, max: 1440 },
};

/**
 * One page of a bucketed report. `resultsOf` is asked once a bucket. Throws Refusal (400) for a
 * range without a whole bucket: it also arises when `ending_at` is missing, for it defaults to the
 * start of the open bucket, and `starting_at` is today.
 */
export function bucketPage(
  call: Call,
  widths: readonly [BucketWidth, ...BucketWidth[]],
  resultsOf: (bucket: Bucket) => readonly unknown[],
): unknown {
  const { ms, standard, max } = WIDTHS[choiceOf(call.query, "bucket_width", widths)];
  const limit = limitOf(call.query, { standard, max });
  const { start, end } = rangeOf(call, ms);
  const position = positionOf(call);
  const first = position === null ? start : Date.parse(position);
  const openEnd = Math.floor(call.now / ms) * ms + ms;
  const last = Math.min(end, openEnd);

  const buckets: Bucket[] = [];
  for (let at = first; at < last && buckets.length < limit; at += ms) {
    buckets.push({ start: at, end: at + ms });
  }
  const next = buckets.at(-1)?.end ?? last;
  return {
    data: buckets.map((bucket) => ({
      starting_at: instantText(bucket.start),
      ending_at: instantText(bucket.end),
      results: resultsOf(bucket),
    })),
    has_more: next < last,
    next_page: next < last ? pageToken(call, instantText(next)) : null,
  };
}

function rangeOf({ query, now }: Call, width: number): Bucket {
  const startText = query.get("starting_at");
  if (startText === null) throw new Refusal(400, "starting_at: Field required");
  const start = Math.ceil(instantOf("starting_at", startText) / width) * width;
  const endText = query.get("ending_at");
  const endAt = endText === null ? now : instantOf("ending_at", endText);
  const end = Math.floor(endAt / width) * width;
  if (end <= start) {
    throw new Refusal(400, "Invalid date range: ending date must be after starting date");
  }
  return { start, end };
}
