/** Exact US dollars between the warehouse's decimal text and whole nano-dollars. Pure. */

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

function rounded(size: bigint, unit: bigint): bigint {
  return (size + unit / 2n) / unit;
}
