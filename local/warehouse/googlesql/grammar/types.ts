/** GoogleSQL types to DuckDB types and back. */
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import {
  areWords,
  isGroup,
  isName,
  isOperator,
  nameOf,
  parseTree,
  splitAtCommas,
  type Nodes,
} from "../syntax/tree.ts";
import { identifier } from "../syntax/text.ts";

const SCALARS: Readonly<Record<string, string>> = {
  string: "VARCHAR",
  int64: "BIGINT",
  int: "BIGINT",
  integer: "BIGINT",
  bigint: "BIGINT",
  smallint: "BIGINT",
  tinyint: "BIGINT",
  byteint: "BIGINT",
  float64: "DOUBLE",
  numeric: "DECIMAL(38,9)",
  decimal: "DECIMAL(38,9)",
  bool: "BOOLEAN",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMPTZ",
  datetime: "TIMESTAMP",
  time: "TIME",
  bytes: "BLOB",
  json: "JSON",
};

/**
 * DuckDB type text for GoogleSQL type text, such as `STRUCT("a" BIGINT)[]` for `ARRAY<STRUCT<a INT64>>`.
 * @throws UnsupportedError for BIGNUMERIC (DuckDB has 38 digits at most), GEOGRAPHY, RANGE, INTERVAL and
 * for types with parameters; SqlSyntaxError for what is no type.
 */
export function toDuckDbType(googleType: string): string {
  return duckDbType(parseTree(googleType));
}

/** The same for a type inside a larger text. */
export function duckDbType(nodes: Nodes): string {
  const first = nodes[0];
  if (first?.kind !== "word") {
    throw new SqlSyntaxError("Expected a type", first ?? { line: 1, column: 1 });
  }
  const inner = nodes[1];
  if (first.value === "array" && isGroup(inner, "<")) return `${duckDbType(inner.children)}[]`;
  if (first.value === "struct" && isGroup(inner, "<")) {
    return `STRUCT(${splitAtCommas(inner.children).map(structField).join(", ")})`;
  }
  const scalar = SCALARS[first.value];
  if (scalar === undefined) throw new UnsupportedError(`type ${first.value.toUpperCase()}`, first);
  if (inner !== undefined) {
    throw new UnsupportedError(`type ${first.value.toUpperCase()} with parameters`, inner);
  }
  return scalar;
}

function structField(nodes: Nodes): string {
  const name = nodes[0];
  const named = nodes.length > 1 && !isGroup(nodes[1], "<") && isName(name);
  if (!named) {
    throw new UnsupportedError("a STRUCT type with unnamed fields", name ?? { line: 1, column: 1 });
  }
  return `${identifier(nameOf(name))} ${duckDbType(nodes.slice(1))}`;
}

const GOOGLE_NAMES: Readonly<Record<string, string>> = {
  varchar: "STRING",
  tinyint: "INT64",
  smallint: "INT64",
  integer: "INT64",
  bigint: "INT64",
  hugeint: "INT64",
  utinyint: "INT64",
  usmallint: "INT64",
  uinteger: "INT64",
  ubigint: "INT64",
  float: "FLOAT64",
  double: "FLOAT64",
  decimal: "NUMERIC",
  boolean: "BOOL",
  date: "DATE",
  timestamptz: "TIMESTAMP",
  timestamp: "DATETIME",
  time: "TIME",
  blob: "BYTES",
  json: "JSON",
  interval: "INTERVAL",
  null: "INT64",
};

/**
 * GoogleSQL type text for DuckDB type text. A constant NULL counts as INT64, as in BigQuery.
 * @throws UnsupportedError for types that no GoogleSQL expression gives, such as MAP.
 */
export function toGoogleType(duckDbTypeText: string): string {
  return googleType(parseTree(duckDbTypeText.replace(/"((?:[^"]|"")*)"/g, "`$1`")));
}

function googleType(nodes: Nodes): string {
  const last = nodes.at(-1);
  if (isGroup(last, "[")) return `ARRAY<${googleType(nodes.slice(0, -1))}>`;
  const first = nodes[0];
  const name = first?.kind === "quoted" || first?.kind === "word" ? first.value.toLowerCase() : "";
  const inner = nodes[1];
  if (name === "struct" && isGroup(inner)) {
    const fields = splitAtCommas(inner.children).map((field) => {
      const label = field[0];
      if (label?.kind !== "word" && label?.kind !== "quoted") return googleType(field);
      return `${nameOf(label)} ${googleType(field.slice(1))}`;
    });
    return `STRUCT<${fields.join(", ")}>`;
  }
  if (name === "timestamp" && areWords(nodes, 1, "with", "time", "zone")) return "TIMESTAMP";
  const known = GOOGLE_NAMES[name];
  if (known === undefined || isOperator(inner, ",")) {
    throw new UnsupportedError(`DuckDB type ${name}`, first ?? { line: 1, column: 1 });
  }
  return known;
}
