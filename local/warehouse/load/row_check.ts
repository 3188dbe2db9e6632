/**
 * Reads the rows of an NDJSON file against a schema before DuckDB does. DuckDB would skip unknown
 * fields and cannot name the row of a bad value; BigQuery refuses the one and names the other.
 */

import { createReadStream } from "node:fs";

import { ApiError } from "../store/api_error.ts";
import type { Field, FieldType } from "../store/fields.ts";

/** BigQuery's limit for one JSON row. */
const ROW_BYTES = 100 * 1024 * 1024;

export interface CheckedRows {
  readonly count: number;
  /** Characters of the longest row. */
  readonly longest: number;
}

/** Throws 400 naming the first bad row (from 1) and field. */
export async function checkRows(
  file: string,
  fields: readonly Field[],
  options: { readonly ignoreUnknownValues: boolean },
): Promise<CheckedRows> {
  let count = 0;
  let longest = 0;
  for await (const line of readLines(file)) {
    if (/^\s*$/.test(line)) continue;
    count += 1;
    longest = Math.max(longest, line.length);
    const problem = checkRow(line, fields, options.ignoreUnknownValues);
    if (problem !== null) {
      throw new ApiError(400, "invalid", `Error while reading data, row ${count}: ${problem}`);
    }
  }
  return { count, longest };
}

async function* readLines(file: string): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(file, {
    highWaterMark: 1024 * 1024,
  }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const rest = chunk.subarray(start, end);
      yield parts.length === 0 ? rest.toString() : Buffer.concat([...parts, rest]).toString();
      parts = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > ROW_BYTES) throw new ApiError(400, "invalid", "A row is larger than 100 MB.");
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString();
}

function checkRow(line: string, fields: readonly Field[], ignoreUnknown: boolean): string | null {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return "not a JSON object on one line.";
  }
  if (!isObject(row)) return "not a JSON object on one line.";
  return checkObject(row, fields, "", ignoreUnknown);
}

/** What is wrong with an object, null if nothing is. */
function checkObject(
  row: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  path: string,
  ignoreUnknown: boolean,
): string | null {
  for (const field of fields) {
    const value = row[field.name];
    const problem = checkField(
      value === undefined ? null : value,
      field,
      path + field.name,
      ignoreUnknown,
    );
    if (problem !== null) return problem;
  }
  if (ignoreUnknown) return null;
  for (const name in row) {
    if (!fields.some((field) => field.name === name)) return `No such field: ${path}${name}.`;
  }
  return null;
}

function checkField(
  value: unknown,
  field: Field,
  path: string,
  ignoreUnknown: boolean,
): string | null {
  if (value === null) {
    return field.mode === "REQUIRED" ? `Missing required field: ${path}.` : null;
  }
  if (field.mode === "REPEATED") {
    if (!Array.isArray(value)) return `Field ${path} is repeated and needs an array.`;
    const element: Field = { ...field, mode: "NULLABLE" };
    for (const [index, item] of value.entries()) {
      if (item === null) return `Field ${path}[${index}] is null; an array holds no null.`;
      const problem = checkField(item, element, `${path}[${index}]`, ignoreUnknown);
      if (problem !== null) return problem;
    }
    return null;
  }
  if (field.type === "RECORD") {
    if (!isObject(value)) return `Field ${path} is a record and needs an object.`;
    return checkObject(value, field.fields ?? [], `${path}.`, ignoreUnknown);
  }
  return accepts(field.type, value)
    ? null
    : `Field ${path} does not take this value as ${field.type}${hint(field.type, value)}.`;
}

function hint(type: FieldType, value: unknown): string {
  const exact = type === "NUMERIC" || type === "STRING";
  return exact && typeof value === "number" ? ": a JSON number loses digits, send a string" : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a JSON value stands for a value of a type, as in BigQuery's load jobs. */
function accepts(type: FieldType, value: unknown): boolean {
  if (type === "JSON") return true;
  if (typeof value === "string") return TEXT_FORMS[type]?.(value) ?? false;
  if (typeof value === "boolean") return type === "BOOLEAN" || type === "STRING";
  if (typeof value !== "number") return false;
  switch (type) {
    case "INTEGER":
      return Number.isInteger(value);
    case "FLOAT":
    case "TIMESTAMP":
      return true;
    case "NUMERIC":
      // Up to 15 digits come back from a double as they were written; more may not.
      return (
        value.toPrecision(15) === value.toPrecision(17) || Number(value.toPrecision(15)) === value
      );
    case "STRING":
      return Number.isSafeInteger(value);
    default:
      return false;
  }
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const CLOCK = "([01]?\\d|2[0-3]):[0-5]?\\d:[0-5]?\\d(\\.\\d{1,9})?";
const TIME = new RegExp(`^${CLOCK}$`);
const DATETIME = new RegExp(`^[-\\d]+([T ]${CLOCK})?$`, "i");
const TIMESTAMP = new RegExp(`^[-\\d]+([T ]${CLOCK})? ?(Z|UTC|[+-]\\d{1,2}(:?\\d{2})?)?$`, "i");

const TEXT_FORMS: Readonly<Partial<Record<FieldType, (text: string) => boolean>>> = {
  STRING: () => true,
  BYTES: (text) => /^[A-Za-z0-9+/_-]*={0,2}$/.test(text),
  INTEGER: (text) => /^[+-]?\d+$/.test(text),
  FLOAT: (text) => DECIMAL.test(text) || /^[+-]?(nan|inf|infinity)$/i.test(text),
  NUMERIC: (text) => DECIMAL.test(text),
  BOOLEAN: (text) => /^(true|false)$/i.test(text),
  DATE: (text) => /^\d{4}-\d{1,2}-\d{1,2}$/.test(text) && isDay(text),
  TIME: (text) => TIME.test(text),
  DATETIME: (text) => DATETIME.test(text) && isDay(text),
  TIMESTAMP: (text) => (TIMESTAMP.test(text) && isDay(text)) || DECIMAL.test(text),
};

/** False for days that no calendar has, such as 2026-02-30. */
function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
