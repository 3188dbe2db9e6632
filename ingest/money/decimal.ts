/** Exact decimals as whole numbers and a scale: read, rounded and written in one place. Pure. */

/** What a vendor may send as an amount: no exponent, no sign but a minus. */
export const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * What has more is no amount of a bill, and dividing it would leave INT64, in which billionths of a dollar are counted up to
 * 9.2 billion dollars: no build would succeed any more, also after the vendor has mended it. Amounts are in cents.
 */
const MOST_WHOLE_DIGITS = 11;

/** False for a decimal that is too large for any bill. */
export function fitsABill(decimal: string): boolean {
  if (decimal.length <= MOST_WHOLE_DIGITS) return true;
  const [whole = ""] = decimal.split(".");
  return whole.replace(/^-?0*/, "").length <= MOST_WHOLE_DIGITS;
}

/** What to say of another. */
export const TOO_LARGE = `expected an amount of at most ${MOST_WHOLE_DIGITS} digits before the point`;

export interface Decimal {
  readonly digits: bigint;
  /** How many of the digits stand after the point; negative where zeros are left out before it. */
  readonly scale: number;
}

/** Throws RangeError on text that is not DECIMAL. */
export function parseDecimal(text: string): Decimal {
  if (!DECIMAL.test(text)) throw new RangeError("an amount is not a decimal");
  const [whole = "0", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** The digits with so many of them after the point; halves are rounded away from zero. */
export function digitsAt({ digits, scale }: Decimal, target: number): bigint {
  if (scale <= target) return digits * 10n ** BigInt(target - scale);
  return quotient(digits, 10n ** BigInt(scale - target));
}

/** A whole number of wholes, halves away from zero; `divisor` is not zero. */
export function quotient(dividend: bigint, divisor: bigint): bigint {
  const [top, bottom] = [size(dividend), size(divisor)];
  const rounded = (2n * top + bottom) / (2n * bottom);
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

/** With every digit that the scale has: `-0.50`. The scale is not negative. */
export function fixedText({ digits, scale }: Decimal): string {
  const text = size(digits)
    .toString()
    .padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = scale === 0 ? "" : `.${text.slice(text.length - scale)}`;
  return `${digits < 0n ? "-" : ""}${whole}${fraction}`;
}

/** Without zeros at the end, as the warehouse writes NUMERIC: `-0.5`. */
export function shortText(decimal: Decimal): string {
  const text = fixedText(decimal);
  return decimal.scale === 0 ? text : text.replace(/\.?0+$/, "");
}

/** Text of a decimal with a comma after each thousand. */
export function separated(text: string): string {
  return text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** A number without its sign. */
export function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** As `sort` wants it, by their sizes, the smaller first. */
export function compareSizes(one: bigint, other: bigint): number {
  const [a, b] = [size(one), size(other)];
  return a === b ? 0 : a > b ? 1 : -1;
}
