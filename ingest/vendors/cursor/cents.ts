/**
 * Cursor's money: numbers of JSON in cents, with decimals, in dozens of digits if the vendor likes. They are read
 * as text, never as a double, and rounded to the nano-dollar, the unit of every amount in the warehouse.
 */

/** A number as JSON writes it; an exponent of three digits is no amount of money. */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

/** A ten-millionth of a cent is a nano-dollar. */
const SCALE = 7;

/** Decimal text with at most seven decimals, rounded half away from zero. `text` must match JSON_NUMBER. */
export function nanoExactCents(text: string): string {
  const [mantissa = "", exponent = "0"] = text.replace(/^-/, "").split(/[eE]/);
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const units = scaled(BigInt(whole + fraction), fraction.length - Number(exponent));
  const digits = units.toString().padStart(SCALE + 1, "0");
  const decimals = digits.slice(-SCALE).replace(/0+$/, "");
  const sign = text.startsWith("-") && units !== 0n ? "-" : "";
  return `${sign}${digits.slice(0, -SCALE)}${decimals === "" ? "" : `.${decimals}`}`;
}

/** `digits` with `scale` decimals as a number of units, halves away from zero. */
function scaled(digits: bigint, scale: number): bigint {
  if (scale <= SCALE) return digits * 10n ** BigInt(SCALE - scale);
  const unit = 10n ** BigInt(scale - SCALE);
  return (digits + unit / 2n) / unit;
}
