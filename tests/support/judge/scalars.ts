/**
 * Canonical text of dates, times and exact decimals, and the integers that the engine keeps for them.
 * Nothing here passes through a floating point number.
 */

const DAY_MS = 86_400_000;
const CLOCK = String.raw`(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?`;
const DATE_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const TIME_TEXT = new RegExp(`^${CLOCK}$`);
const CIVIL_TEXT = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2})[T ]${CLOCK}$`);
const ZONE_TEXT = / ?(?:Z|UTC|\+00(?::?00)?)$/;

/** A point in time as the engine keeps it. */
export interface Instant {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** Days since 1970-01-01, or null if the text is not a date of the calendar. */
export function dateToDays(text: string): number | null {
  if (!DATE_TEXT.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return null;
  return ms / DAY_MS;
}

export function daysToDate(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** Reads RFC 3339 in UTC, or the same with a blank for `T` and ` UTC` or `+00` at the end. */
export function timestampToInstant(text: string): Instant | null {
  if (!ZONE_TEXT.test(text)) return null;
  const parts = CIVIL_TEXT.exec(text.replace(ZONE_TEXT, ""));
  if (parts === null) return null;
  const days = dateToDays(parts[1] ?? "");
  if (days === null) return null;
  const [hour, minute, second, nanos] = clockParts(parts.slice(2));
  const seconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
  return { seconds: BigInt(seconds), nanos };
}

export function instantToTimestamp({ seconds, nanos }: Instant): string {
  const whole = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
  return `${whole}${fractionText(nanos)}Z`;
}

/** The engine's bit field: hour, minute, second from bit 12 on, then 30 bits of nanoseconds. */
export function timeToBits(text: string): bigint | null {
  const parts = TIME_TEXT.exec(text);
  if (parts === null) return null;
  const [hour, minute, second, nanos] = clockParts(parts.slice(1));
  return (BigInt((hour << 12) | (minute << 6) | second) << 30n) | BigInt(nanos);
}

export function bitsToTime(bits: bigint): string {
  return clockText(Number(bits >> 30n), Number(bits & 0x3fffffffn));
}

/** The engine's bit field of a DATETIME: year from bit 26, month 22, day 17, then the clock. */
export function datetimeToInstant(text: string): Instant | null {
  const parts = CIVIL_TEXT.exec(text);
  const date = parts?.[1];
  if (parts === null || date === undefined || dateToDays(date) === null) return null;
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const [hour, minute, second, nanos] = clockParts(parts.slice(2));
  const low = (month << 22) | (day << 17) | (hour << 12) | (minute << 6) | second;
  return { seconds: (BigInt(year) << 26n) | BigInt(low), nanos };
}

export function instantToDatetime({ seconds, nanos }: Instant): string {
  const year = String(seconds >> 26n).padStart(4, "0");
  const low = Number(seconds & 0x3ffffffn);
  const date = `${year}-${two(low >> 22)}-${two((low >> 17) & 31)}`;
  return `${date}T${clockText(low & 0x1ffff, nanos)}`;
}

/**
 * A decimal as an integer of units of 10^-scale, in little-endian two's complement of the shortest
 * length. Null if the text is no decimal or has more decimals than the scale keeps.
 */
export function decimalToBytes(text: string, scale: number): Uint8Array | null {
  const parts = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (parts === null) return null;
  const fraction = (parts[3] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) return null;
  const magnitude = BigInt((parts[2] ?? "") + fraction.padEnd(scale, "0"));
  return toTwosComplement(parts[1] === "-" ? -magnitude : magnitude);
}

/** The decimal without trailing zeros and without a point that nothing follows. */
export function bytesToDecimal(bytes: Uint8Array, scale: number): string {
  let units = 0n;
  for (const byte of [...bytes].reverse()) units = (units << 8n) | BigInt(byte);
  units = BigInt.asIntN(bytes.length * 8, units);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}${fraction === "" ? "" : `.${fraction}`}`;
}

function toTwosComplement(value: bigint): Uint8Array {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length += 1;
  const unsigned = BigInt.asUintN(length * 8, value);
  return Uint8Array.from({ length }, (_, index) => Number((unsigned >> BigInt(index * 8)) & 0xffn));
}

function clockParts(
  parts: readonly (string | undefined)[],
): readonly [hour: number, minute: number, second: number, nanos: number] {
  const [hour, minute, second, fraction] = parts;
  const nanos = Number((fraction ?? "").padEnd(9, "0"));
  return [Number(hour), Number(minute), Number(second), nanos];
}

function clockText(clock: number, nanos: number): string {
  const parts = [clock >> 12, (clock >> 6) & 63, clock & 63].map(two);
  return parts.join(":") + fractionText(nanos);
}

/** BigQuery keeps microseconds; a fraction is written only where there is one. */
function fractionText(nanos: number): string {
  const micros = String(Math.floor(nanos / 1_000)).padStart(6, "0");
  return micros === "000000" ? "" : `.${micros}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
