/** Money as whole nano-dollars in BigInt: sums on the page are as exact as in the warehouse. Pure. */

const NANOS = 1_000_000_000n;
const CENT = 10_000_000n;

/** Decimal US dollars with at most nine decimals. Throws RangeError on anything else. */
export function nanoUsd(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new RangeError(`not an amount in US dollars: ${text}`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  const nanos = BigInt(whole) * NANOS + BigInt(fraction.padEnd(9, "0"));
  return sign === "-" ? -nanos : nanos;
}

/** All decimals that there are, no separators, as the warehouse writes NUMERIC. */
export function exactUsd(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % NANOS).toString().padStart(9, "0").replace(/0+$/, "");
  const text = fraction === "" ? `${size / NANOS}` : `${size / NANOS}.${fraction}`;
  return nanos < 0n ? `-${text}` : text;
}

/** To the cent, half away from zero, with separators: `$1,234.50`, `−$0.01`. */
export function shownUsd(nanos: bigint): string {
  const cents = rounded(nanos < 0n ? -nanos : nanos, CENT);
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const text = `$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
  return nanos < 0n && cents > 0n ? `−${text}` : text;
}

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

function rounded(size: bigint, unit: bigint): bigint {
  return (size + unit / 2n) / unit;
}
