/** `cost_report` and `usage_report`: a bucket for every interval, and of each at most its 100 largest groups. */

import { choiceOf, limitOf } from "../base/anthropic_query.ts";
import { instantText } from "../organization/days.ts";
import type { Call } from "./call.ts";
import { cursorTo, positionOf } from "./cursors.ts";
import { type Dimension, type Piece, piecesOf } from "./pieces.ts";
import { rangeOf, type Width, WIDTH_MS } from "./range.ts";
import { amountOf, envelope, grouped, groupsAsked, type Kind, rowOf, shownPieces } from "./rows.ts";

const LIMITS: Readonly<Record<Width, { readonly standard: number; readonly max: number }>> = {
  "1d": { standard: 7, max: 31 },
  "1h": { standard: 24, max: 168 },
  "1m": { standard: 60, max: 256 },
};

/** What is beyond has no row and no remainder (the vendor's reference). */
const MOST_GROUPS = 100;

export function bucketedReport<K extends Kind>(kind: K) {
  return (call: Call) => {
    const name = choiceOf(call.query, "bucket_width", ["1d", "1h", "1m"]);
    const width = WIDTH_MS[name];
    const limit = limitOf(call.query, LIMITS[name]);
    const groupBy = groupsAsked(call, kind);
    const range = rangeOf(call.query, call.now, width);
    const position = positionOf(call);
    const first = range.start + position * width;
    const end = Math.min(first + limit * width, range.end);
    const data: ReturnType<typeof bucketOf<K>>[] = [];
    for (let start = first; start < end; start += width) {
      data.push(bucketOf(call, { start, end: start + width }, { kind, groupBy }));
    }
    const hasMore = end < range.end;
    return {
      data,
      ...envelope(call, range.start),
      has_more: hasMore,
      next_page: hasMore ? cursorTo(call, position + data.length) : null,
    };
  };
}

function bucketOf<K extends Kind>(
  call: Call,
  bucket: { readonly start: number; readonly end: number },
  { kind, groupBy }: { readonly kind: K; readonly groupBy: readonly Dimension[] },
) {
  const pieces = shownPieces(piecesOf(call, bucket, groupBy), groupBy);
  const groups = grouped(pieces, ({ dimensions }) => groupBy.map((name) => dimensions[name]));
  return {
    starting_at: instantText(bucket.start),
    ending_at: instantText(bucket.end),
    results: [...groups]
      .sort(largerFirst)
      .slice(0, MOST_GROUPS)
      .map((group) => rowOf(group, kind, groupBy)),
  };
}

function largerFirst(left: readonly Piece[], right: readonly Piece[]): number {
  const difference = amountOf(right) - amountOf(left);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}
