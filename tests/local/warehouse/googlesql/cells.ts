/** DuckDB values as the judge's cells, and cells as short text for tables of expectations. */
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Cell } from "../../../support/judge/index.ts";

/** The judge's spelling of a value; its trailing zeros may still be there. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null) return null;
  if (value instanceof DuckDBDecimalValue) return trimZeros(value.toString());
  if (value instanceof DuckDBListValue) return value.items.map(toCell);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, cell]) => [name, toCell(cell)]),
    );
  }
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  if (value instanceof DuckDBTimestampTZValue) return timestampText(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  return String(value);
}

/** `1.5`, `[a, NULL]`, `{x: 1}`, `NULL`. */
export function cellText(cell: Cell): string {
  if (cell === null) return "NULL";
  if (typeof cell === "string") return cell;
  if (Array.isArray(cell)) return `[${(cell as readonly Cell[]).map(cellText).join(", ")}]`;
  const fields = Object.entries(cell as Readonly<Record<string, Cell>>);
  return `{${fields.map(([name, field]) => `${name}: ${cellText(field)}`).join(", ")}}`;
}

function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

function timestampText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const digits = String(fraction).padStart(6, "0").replace(/0+$/, "");
  return `${whole}${digits === "" ? "" : `.${digits}`}Z`;
}
