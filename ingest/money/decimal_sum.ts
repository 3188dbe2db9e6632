/** Exact sums of decimal text. Money is never a JavaScript number. */

/** What a vendor may send as an amount: no exponent, no sign but a minus. */
export const DECIMAL = /^-?\d+(\.\d+)?$/;

interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The exact sum, without trailing zeros after the point; "0" for no terms. Terms must match DECIMAL. */
export function sumDecimals(terms: readonly string[]): string {
  return format(terms.map(parse).reduce(add, { digits: 0n, scale: 0 }));
}

/** True if `is` is less than nine tenths of a positive `was`, or if nothing is left of any `was`. */
export function lostMoreThanATenth(was: string, is: string): boolean {
  const before = parse(was);
  const after = parse(is);
  const scale = Math.max(before.scale, after.scale);
  const wasUnits = atScale(before, scale);
  const isUnits = atScale(after, scale);
  if (wasUnits !== 0n && isUnits === 0n) return true;
  return wasUnits > 0n && isUnits * 10n < wasUnits * 9n;
}

function parse(text: string): Decimal {
  if (!DECIMAL.test(text)) throw new RangeError("an amount is not a decimal");
  const [whole = "0", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { digits: atScale(left, scale) + atScale(right, scale), scale };
}

function atScale({ digits, scale }: Decimal, target: number): bigint {
  return digits * 10n ** BigInt(target - scale);
}

function format({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, "");
  return fraction === "" ? sign + whole : `${sign}${whole}.${fraction}`;
}
