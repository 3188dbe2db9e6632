/** A candidate's share of an amount as includes/allocation.js makes it, shown step by step. Pure. */

import { exactUsd, nanoUsd } from "../../ingest/money/nano_usd.ts";

export interface Share {
  /** `954984800 × 95498480000 / 102512960000`, in billionths of a dollar. */
  readonly product: string;
  /** The whole billionths of it. */
  readonly wholeUsd: string;
  /** Billionths that were left over and came to this candidate: 0 or 1, or what cannot be. */
  readonly extra: bigint;
}

/** `part` is what the candidate got of `whole`; weights are whole numbers as text. */
export function shareOf(whole: string, part: string, weight: string, weights: bigint): Share {
  const [nanos, got] = [nanoUsd(whole), nanoUsd(part)];
  const size = nanos < 0n ? -nanos : nanos;
  const floor = weights === 0n ? 0n : (size * wholeNumber(weight)) / weights;
  const sign = nanos < 0n ? -1n : 1n;
  return {
    product: `${nanos} × ${wholeNumber(weight)} / ${weights} billionths`,
    wholeUsd: exactUsd(sign * floor),
    extra: sign * got - floor,
  };
}

/** How many whole billionths a weight earns, and whether one that was left over came to it. */
export function shareText(whole: string, part: string, weight: string, weights: bigint): string {
  const { product, wholeUsd, extra } = shareOf(whole, part, weight, weights);
  const rest = extra === 0n ? "" : ` and ${extra} billionth that was left over`;
  return `${product} → ${wholeUsd}${rest} = ${part}`;
}

/** A weight of the warehouse, which has no decimals that say something. */
export function wholeNumber(text: string): bigint {
  return BigInt(text.replace(/\.0*$/, ""));
}
