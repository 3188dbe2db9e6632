/** DuckDB's values as the cells of BigQuery's REST rows: text, exact, `{"f":[{"v":…}]}` for records. */

import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from "@duckdb/node-api";

import type { Field } from "./fields.ts";

export type Cell = string | null | readonly { readonly v: Cell }[] | Row;
export interface Row {
  readonly f: readonly { readonly v: Cell }[];
}

/** How a client wants TIMESTAMPs: seconds with a fraction (the API's default), microseconds, or ISO text. */
export type TimestampFormat = "seconds" | "micros" | "iso";

/** One row of DuckDB's values, in the order of `fields`. */
export function encodeRow(
  values: readonly DuckDBValue[],
  fields: readonly Field[],
  format: TimestampFormat,
): Row {
  return {
    f: fields.map((field, index) => ({ v: encodeCell(values[index] ?? null, field, format) })),
  };
}

function encodeCell(value: DuckDBValue, field: Field, format: TimestampFormat): Cell {
  if (field.mode === "REPEATED") {
    // BigQuery has no NULL array in a result: it comes back empty.
    const items = value instanceof DuckDBListValue ? value.items : [];
    const element: Field = { ...field, mode: "NULLABLE" };
    return items.map((item) => ({ v: encodeCell(item, element, format) }));
  }
  if (value === null) return null;
  if (value instanceof DuckDBStructValue) {
    return encodeRow(Object.values(value.entries), field.fields ?? [], format);
  }
  return encodeScalar(value, format);
}

function encodeScalar(value: DuckDBValue, format: TimestampFormat): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return String(value);
  }
  if (value instanceof DuckDBDecimalValue) return numericText(value);
  if (value instanceof DuckDBTimestampTZValue) return encodeTimestamp(value.micros, format);
  if (value instanceof DuckDBTimestampValue) return isoText(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimeValue) return value.toString();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  return String(value);
}

/** "1.500000000" is 1.5 in BigQuery, and "3.000000000" is 3. */
export function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** NUMERIC keeps nine decimals; DuckDB's own product of two NUMERICs has more until it is stored. */
function numericText(decimal: DuckDBDecimalValue): string {
  if (decimal.scale <= 9) return trimZeros(decimal.toString());
  const unit = 10n ** BigInt(decimal.scale - 9);
  const half = decimal.value < 0n ? -unit / 2n : unit / 2n;
  return trimZeros(new DuckDBDecimalValue((decimal.value + half) / unit, 38, 9).toString());
}

function encodeTimestamp(micros: bigint, format: TimestampFormat): string {
  if (format === "micros") return micros.toString();
  if (format === "iso") return `${isoText(micros)}Z`;
  const sign = micros < 0n ? "-" : "";
  const size = micros < 0n ? -micros : micros;
  return `${sign}${size / 1_000_000n}.${(size % 1_000_000n).toString().padStart(6, "0")}`;
}

/** "2026-01-05T00:00:00" with as many fraction digits as are needed, none for a whole second. */
function isoText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === 0n ? text : `${text}.${fraction.toString().padStart(6, "0")}`;
}
