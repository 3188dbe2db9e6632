/** Exact sums of decimal text. Money is never a JavaScript number. */

import { digitsAt, parseDecimal, shortText } from "./decimal.ts";

/** The exact sum, without trailing zeros after the point; "0" for no terms. Terms must match DECIMAL. */
export function sumDecimals(terms: readonly string[]): string {
  const decimals = terms.map(parseDecimal);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  const digits = decimals.reduce((sum, decimal) => sum + digitsAt(decimal, scale), 0n);
  return shortText({ digits, scale });
}

/** True if `is` is less than nine tenths of a positive `was`, or if nothing is left of any `was`. */
export function lostMoreThanATenth(was: string, is: string): boolean {
  const [before, after] = [parseDecimal(was), parseDecimal(is)];
  const scale = Math.max(before.scale, after.scale);
  const wasUnits = digitsAt(before, scale);
  const isUnits = digitsAt(after, scale);
  if (wasUnits !== 0n && isUnits === 0n) return true;
  return wasUnits > 0n && isUnits * 10n < wasUnits * 9n;
}
