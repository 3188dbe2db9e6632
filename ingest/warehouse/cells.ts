/** Rows of BigQuery's REST API as exact values: no number becomes a double that was not one. Pure. */

import type { Cell, Column } from "./warehouse.ts";

/** A field as the REST API describes it. */
export interface RestField {
  readonly name?: string;
  readonly type?: string;
  readonly mode?: string;
  readonly fields?: readonly RestField[];
}

export interface RestRow {
  readonly f: readonly { readonly v: unknown }[];
}

export function columnsOf(fields: readonly RestField[]): Column[] {
  return fields.map(({ name = "", type = "STRING" }) => ({ name, type }));
}

/** One row as an object; TIMESTAMPs must have been asked for as microseconds. */
export function decodeRow(row: RestRow, fields: readonly RestField[]): Record<string, Cell> {
  return Object.fromEntries(
    fields.map((field, index) => [field.name ?? "", decodeCell(row.f[index]?.v ?? null, field)]),
  );
}

function decodeCell(value: unknown, field: RestField): Cell {
  if (field.mode === "REPEATED") {
    const element = { ...field, mode: "NULLABLE" };
    const items = (value ?? []) as readonly { readonly v: unknown }[];
    return items.map((item) => decodeCell(item.v, element));
  }
  if (value === null || value === undefined) return null;
  if (isRow(value)) return decodeRow(value, field.fields ?? []);
  if (typeof value !== "string") return JSON.stringify(value);
  switch (field.type) {
    case "BOOLEAN":
    case "BOOL":
      return value === "true";
    case "FLOAT":
    case "FLOAT64":
      return Number.isFinite(Number(value)) ? Number(value) : value;
    case "TIMESTAMP":
      return timestampText(value);
    default:
      return value;
  }
}

function isRow(value: unknown): value is RestRow {
  return typeof value === "object" && value !== null && "f" in value;
}

/** Microseconds since 1970 as RFC 3339 UTC, with as many decimals as say something: none, 3 or 6. */
export function timestampText(micros: string): string {
  const total = BigInt(micros);
  const millis = total / 1000n - (total % 1000n < 0n ? 1n : 0n);
  const rest = total - millis * 1000n;
  const iso = new Date(Number(millis)).toISOString();
  if (rest !== 0n) return iso.replace("Z", `${rest.toString().padStart(3, "0")}Z`);
  return iso.replace(".000Z", "Z");
}

/** A cell that holds one value, as text. Throws RangeError on a missing column, NULL, a list or a record. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null || typeof cell === "object") {
    throw new RangeError("a cell that should hold one value does not");
  }
  return String(cell);
}
