/**
 * Cursor's money: numbers of JSON in cents, with decimals, in dozens of digits if the vendor likes. They are read
 * as text, never as a double, and rounded to the nano-dollar, the unit of every amount in the warehouse.
 */

import { digitsAt, parseDecimal, shortText } from "../../money/decimal.ts";

/** A number as JSON writes it; an exponent of three digits is no amount of money. */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

/** A ten-millionth of a cent is a nano-dollar. */
const SCALE = 7;

/** Decimal text with at most seven decimals, rounded half away from zero. `text` must match JSON_NUMBER. */
export function nanoExactCents(text: string): string {
  const [mantissa = "", exponent = "0"] = text.split(/[eE]/);
  const { digits, scale } = parseDecimal(mantissa);
  const cents = { digits, scale: scale - Number(exponent) };
  return shortText({ digits: digitsAt(cents, SCALE), scale: SCALE });
}
