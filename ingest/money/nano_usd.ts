/** Exact US dollars between the warehouse's decimal text and whole nano-dollars. Pure. */

import { digitsAt, fixedText, parseDecimal, quotient, separated, shortText } from "./decimal.ts";

/** A billionth of a dollar is the unit of every amount in the warehouse. */
const SCALE = 9;

/** Decimal US dollars with at most nine decimals. Throws RangeError on anything else. */
export function nanoUsd(text: string): bigint {
  if (!/^-?\d+(\.\d{1,9})?$/.test(text)) {
    throw new RangeError(`not an amount in US dollars: ${text}`);
  }
  return digitsAt(parseDecimal(text), SCALE);
}

/** All decimals that there are, no separators, as the warehouse writes NUMERIC. */
export function exactUsd(nanos: bigint): string {
  return shortText({ digits: nanos, scale: SCALE });
}

/** All nine decimals, with separators: `1,234.500000000`. */
export function wholeUsd(nanos: bigint): string {
  return separated(fixedText({ digits: nanos, scale: SCALE }));
}

/** To the cent, half away from zero, no separators, as an invoice has it: `1234.50`, `-0.01`. */
export function centsUsd(nanos: bigint): string {
  return fixedText({ digits: digitsAt({ digits: nanos, scale: SCALE }, 2), scale: 2 });
}

/** To the cent, half away from zero, with separators: `$1,234.50`, `−$0.01`. */
export function shownUsd(nanos: bigint): string {
  return separated(centsUsd(nanos)).replace(/^(-?)/, (sign) => (sign === "" ? "$" : "−$"));
}

/** `part` in percent of `whole` to one decimal, half away from zero; null if the whole is zero. */
export function percentOf(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  return fixedText({ digits: quotient(part * 1000n, whole), scale: 1 }).replace("-", "−");
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
