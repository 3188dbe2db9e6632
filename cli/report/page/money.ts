/** What the page does with whole nano-dollars in BigInt besides writing them. Pure. */

/** For the height of a bar and nothing else. */
export function pixels(nanos: bigint): number {
  return Number(nanos) / 1e9;
}

/** Largest first. */
export function descending(left: bigint, right: bigint): number {
  return left > right ? -1 : left < right ? 1 : 0;
}
