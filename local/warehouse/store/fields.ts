/** BigQuery's field schemas and DuckDB's types, each turned into the other. */

import {
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBStructType,
  DuckDBTypeId,
  type DuckDBType,
} from "@duckdb/node-api";

import { invalid, notImplemented } from "./api_error.ts";

export type FieldType =
  | "STRING"
  | "BYTES"
  | "INTEGER"
  | "FLOAT"
  | "NUMERIC"
  | "BOOLEAN"
  | "TIMESTAMP"
  | "DATE"
  | "TIME"
  | "DATETIME"
  | "INTERVAL"
  | "JSON"
  | "RECORD";

/** TableFieldSchema of the REST API, with the type names that the API itself answers. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  readonly description?: string;
  readonly fields?: readonly Field[];
}

/** Type names as clients may write them; the right side is what BigQuery's API answers. */
const TYPE_NAMES: Readonly<Record<string, FieldType>> = {
  STRING: "STRING",
  BYTES: "BYTES",
  INTEGER: "INTEGER",
  INT64: "INTEGER",
  FLOAT: "FLOAT",
  FLOAT64: "FLOAT",
  NUMERIC: "NUMERIC",
  DECIMAL: "NUMERIC",
  BOOLEAN: "BOOLEAN",
  BOOL: "BOOLEAN",
  TIMESTAMP: "TIMESTAMP",
  DATE: "DATE",
  TIME: "TIME",
  DATETIME: "DATETIME",
  JSON: "JSON",
  RECORD: "RECORD",
  STRUCT: "RECORD",
};

/** DuckDB's type for each field type that is not a RECORD. */
const DUCKDB_TYPES: Readonly<Record<Exclude<FieldType, "RECORD">, string>> = {
  STRING: "varchar",
  BYTES: "blob",
  INTEGER: "bigint",
  FLOAT: "double",
  NUMERIC: "decimal(38,9)",
  BOOLEAN: "boolean",
  TIMESTAMP: "timestamptz",
  DATE: "date",
  TIME: "time",
  DATETIME: "timestamp",
  INTERVAL: "interval",
  JSON: "json",
};

/** GoogleSQL's names, as INFORMATION_SCHEMA shows them. */
const SQL_NAMES: Readonly<Partial<Record<FieldType, string>>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
};

/** Reads `schema.fields` of a request. Throws 400 naming the field whose type or mode is unknown. */
export function readFields(input: unknown, parent = ""): readonly Field[] {
  if (!Array.isArray(input)) throw invalid(`Schema of ${parent || "the table"} has no fields`);
  return input.map((entry: unknown) => readField(entry, parent));
}

function readField(entry: unknown, parent: string): Field {
  const { name, type, mode, description, fields } = (entry ?? {}) as Record<string, unknown>;
  if (typeof name !== "string" || name === "") {
    throw invalid(`A field of ${parent || "the schema"} has no name`);
  }
  const path = parent === "" ? name : `${parent}.${name}`;
  const known = typeof type === "string" ? TYPE_NAMES[type.toUpperCase()] : undefined;
  if (typeof type === "string" && /^(BIGNUMERIC|BIGDECIMAL|GEOGRAPHY|RANGE)$/i.test(type)) {
    throw notImplemented(`Type ${type.toUpperCase()} of field ${path}`);
  }
  if (known === undefined)
    throw invalid(`Invalid value for type: ${String(type)} of field ${path}`);
  const modeName = typeof mode === "string" && mode !== "" ? mode.toUpperCase() : "NULLABLE";
  if (modeName !== "NULLABLE" && modeName !== "REQUIRED" && modeName !== "REPEATED") {
    throw invalid(`Invalid value for mode: ${modeName} of field ${path}`);
  }
  return {
    name,
    type: known,
    mode: modeName,
    ...(typeof description === "string" ? { description } : {}),
    ...(known === "RECORD" ? { fields: readFields(fields, path) } : {}),
  };
}

/** DuckDB's type text for a field, a list if it is REPEATED. */
export function duckDbType(field: Field): string {
  const one =
    field.type === "RECORD"
      ? `struct(${(field.fields ?? []).map((child) => `${quoteName(child.name)} ${duckDbType(child)}`).join(", ")})`
      : DUCKDB_TYPES[field.type];
  return field.mode === "REPEATED" ? `${one}[]` : one;
}

/** The inside of CREATE TABLE's brackets. Throws 400 for a schema without columns or with two of one name. */
export function columnDefinitions(fields: readonly Field[]): string {
  if (fields.length === 0) throw invalid("Schema has no fields.");
  const names = fields.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Field ${twice} already exists in schema`);
  return fields
    .map(
      (field) =>
        `${quoteName(field.name)} ${duckDbType(field)}${field.mode === "REQUIRED" ? " not null" : ""}`,
    )
    .join(", ");
}

/** GoogleSQL's type text for a field, as INFORMATION_SCHEMA.COLUMNS.data_type shows it. */
export function googleSqlType(field: Field): string {
  const children = (field.fields ?? []).map((child) => `${child.name} ${googleSqlType(child)}`);
  const one =
    field.type === "RECORD"
      ? `STRUCT<${children.join(", ")}>`
      : (SQL_NAMES[field.type] ?? field.type);
  return field.mode === "REPEATED" ? `ARRAY<${one}>` : one;
}

/** The BigQuery field of a DuckDB result column. A bare NULL is an INTEGER, as in BigQuery. */
export function fieldOf(name: string, type: DuckDBType): Field {
  if (type instanceof DuckDBListType) return { ...fieldOf(name, type.valueType), mode: "REPEATED" };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryTypes.map((child, index) =>
      fieldOf(type.entryNames[index] ?? "", child),
    );
    return { name, type: "RECORD", mode: "NULLABLE", fields };
  }
  return { name, type: scalarType(type), mode: "NULLABLE" };
}

function scalarType(type: DuckDBType): FieldType {
  if (type.alias === "JSON") return "JSON";
  if (type instanceof DuckDBDecimalType) return "NUMERIC";
  const found = SCALAR_TYPES[type.typeId];
  if (found === undefined)
    throw invalid(`DuckDB's type ${type.toString()} has no name in BigQuery`);
  return found;
}

const SCALAR_TYPES: Readonly<Partial<Record<DuckDBTypeId, FieldType>>> = {
  [DuckDBTypeId.BOOLEAN]: "BOOLEAN",
  [DuckDBTypeId.TINYINT]: "INTEGER",
  [DuckDBTypeId.SMALLINT]: "INTEGER",
  [DuckDBTypeId.INTEGER]: "INTEGER",
  [DuckDBTypeId.BIGINT]: "INTEGER",
  [DuckDBTypeId.UTINYINT]: "INTEGER",
  [DuckDBTypeId.USMALLINT]: "INTEGER",
  [DuckDBTypeId.UINTEGER]: "INTEGER",
  [DuckDBTypeId.UBIGINT]: "INTEGER",
  [DuckDBTypeId.HUGEINT]: "INTEGER",
  [DuckDBTypeId.SQLNULL]: "INTEGER",
  [DuckDBTypeId.FLOAT]: "FLOAT",
  [DuckDBTypeId.DOUBLE]: "FLOAT",
  [DuckDBTypeId.VARCHAR]: "STRING",
  [DuckDBTypeId.BLOB]: "BYTES",
  [DuckDBTypeId.DATE]: "DATE",
  [DuckDBTypeId.TIME]: "TIME",
  [DuckDBTypeId.TIMESTAMP]: "DATETIME",
  [DuckDBTypeId.TIMESTAMP_TZ]: "TIMESTAMP",
  [DuckDBTypeId.INTERVAL]: "INTERVAL",
};

/** An identifier as DuckDB reads it, whatever it holds. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal as DuckDB reads it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
