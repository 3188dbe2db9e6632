/** What the page does with whole nano-dollars in BigInt: its sums are as exact as in the warehouse. Pure. */

/** `part` in percent of `whole` to one decimal, half away from zero; null if the whole is zero. */
export function percentOf(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const isNegative = part < 0n !== whole < 0n;
  const [top, bottom] = [part < 0n ? -part : part, whole < 0n ? -whole : whole];
  const tenths = (top * 2000n + bottom) / (bottom * 2n);
  const text = `${tenths / 10n}.${tenths % 10n}`;
  return isNegative && tenths > 0n ? `−${text}` : text;
}

/** For the height of a bar and nothing else. */
export function pixels(nanos: bigint): number {
  return Number(nanos) / 1e9;
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** Largest first. */
export function descending(left: bigint, right: bigint): number {
  return left > right ? -1 : left < right ? 1 : 0;
}
