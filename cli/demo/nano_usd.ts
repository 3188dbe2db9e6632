/** How the demo writes nano-dollars. */

/** Nano-dollars as dollars with all nine decimals. */
export function dollars(nanoUsd: bigint): string {
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const whole = (size / 1_000_000_000n).toLocaleString("en-US");
  const fraction = (size % 1_000_000_000n).toString().padStart(9, "0");
  return `${nanoUsd < 0n ? "-" : ""}${whole}.${fraction}`;
}

/** Nano-dollars as an invoice writes them: dollars and cents, half a cent away from zero, no separators. */
export function invoiced(nanoUsd: bigint): string {
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const cents = (size + 5_000_000n) / 10_000_000n;
  const text = `${cents / 100n}.${(cents % 100n).toString().padStart(2, "0")}`;
  return nanoUsd < 0n && cents > 0n ? `-${text}` : text;
}
