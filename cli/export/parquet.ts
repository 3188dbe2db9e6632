/** FOCUS's types in Parquet: Decimal is DECIMAL(38, 9), Date/Time a UTC timestamp, JSON text. Pure. */

import type { SchemaElement } from "hyparquet-writer";

import { nanoUsd } from "../../ingest/money/nano_usd.ts";
import type { Cell } from "../../ingest/warehouse/warehouse.ts";
import type { FocusColumn } from "./focus_query.ts";

type Value = bigint | string | boolean | Date | null;

interface ParquetType {
  readonly element: Omit<SchemaElement, "name">;
  readonly value: (cell: string | boolean) => Value;
}

const STRING: ParquetType = {
  element: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  value: String,
};

const TYPES: Readonly<Record<string, ParquetType>> = {
  String: STRING,
  // Some readers, polars among them, take Parquet's own JSON for bytes; all of them read a string.
  JSON: STRING,
  Decimal: {
    // NUMERIC has nine decimals, so that a nano is one.
    element: {
      type: "FIXED_LEN_BYTE_ARRAY",
      type_length: 16,
      converted_type: "DECIMAL",
      precision: 38,
      scale: 9,
    },
    value: (cell) => nanoUsd(String(cell)),
  },
  "Date/Time": {
    element: {
      type: "INT64",
      converted_type: "TIMESTAMP_MILLIS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
    },
    value: (cell) => new Date(String(cell)),
  },
  Boolean: { element: { type: "BOOLEAN" }, value: (cell) => cell === true || cell === "true" },
};

/** The file's schema; every column may be null. */
export function parquetSchema(columns: readonly FocusColumn[]): SchemaElement[] {
  return [
    { name: "focus", num_children: columns.length },
    ...columns.map((column) => ({
      ...typeOf(column).element,
      name: column.name,
      repetition_type: "OPTIONAL" as const,
    })),
  ];
}

/** A row of the warehouse as Parquet has it. Throws RangeError on a cell that is no value of its column's type. */
export function parquetRow(
  row: Readonly<Record<string, Cell>>,
  columns: readonly FocusColumn[],
): Record<string, Value> {
  return Object.fromEntries(
    columns.map((column) => [column.name, valueOf(row[column.name] ?? null, column)]),
  );
}

function valueOf(cell: Cell, column: FocusColumn): Value {
  if (cell === null) return null;
  if (typeof cell !== "string" && typeof cell !== "boolean") {
    throw new RangeError(`${column.name} should be text or a truth value`);
  }
  return typeOf(column).value(cell);
}

function typeOf({ name, type }: FocusColumn): ParquetType {
  const found = TYPES[type];
  if (found === undefined) throw new Error(`${name} is of type ${type}, which Parquet lacks here`);
  return found;
}
