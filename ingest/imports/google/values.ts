/** Whether one line of a BigQuery export fits a table's columns, as BigQuery's own load jobs read JSON. Pure. */

import type { Field } from "../../tables/tables.ts";
import { instantOf } from "../instants.ts";

export interface Finding {
  /** `usage.amount`, `credits[0].type`. */
  readonly column: string;
  /** Goes on from the column: "is not a number". Never holds what the cell says. */
  readonly reason: string;
}

export interface Findings {
  readonly faults: Finding[];
  /** Columns that the table does not have, of a long name its beginning. */
  readonly unknown: Set<string>;
}

/** No path of Google's own is longer, and a line may hold a name of a hundred megabytes. */
const LONGEST_PATH = 120;

/** Adds what is wrong with an object, and which of its columns the table does not know, to `into`. */
export function checkObject(
  row: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  into: Findings,
  path = "",
): void {
  const names = namesOf(fields);
  for (const name in row)
    if (!names.has(name))
      into.unknown.add((path.replace(/\[\d+\]/g, "") + name).slice(0, LONGEST_PATH));
  for (const field of fields) checkField(row[field.name] ?? null, field, into, path + field.name);
}

/** A line is checked a million times, its columns are the same each time. */
const NAMES = new WeakMap<readonly Field[], ReadonlySet<string>>();

function namesOf(fields: readonly Field[]): ReadonlySet<string> {
  const known = NAMES.get(fields);
  if (known !== undefined) return known;
  const names = new Set(fields.map(({ name }) => name));
  NAMES.set(fields, names);
  return names;
}

function checkField(value: unknown, field: Field, into: Findings, path: string): void {
  if (value === null) return;
  if (field.mode === "REPEATED") {
    if (!Array.isArray(value)) into.faults.push({ column: path, reason: "is not a list" });
    else value.forEach((item, index) => checkItem(item, field, into, `${path}[${index}]`));
    return;
  }
  checkValue(value, field, into, path);
}

function checkItem(item: unknown, field: Field, into: Findings, path: string): void {
  if (item !== null) checkValue(item, field, into, path);
  else into.faults.push({ column: path, reason: "is null, which no list may hold" });
}

function checkValue(value: unknown, field: Field, into: Findings, path: string): void {
  if (field.type === "RECORD") {
    if (isObject(value)) checkObject(value, field.fields ?? [], into, `${path}.`);
    else into.faults.push({ column: path, reason: "is not an object" });
    return;
  }
  const { accepts, reason } = TYPES[field.type];
  if (!accepts(value)) into.faults.push({ column: path, reason });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?\d{1,19}$/;
/** NUMERIC holds 29 digits before the point and nine after it. */
const DECIMAL = /^[+-]?\d{0,29}(\.\d{0,9})?$/;

const TYPES: Readonly<
  Record<
    Exclude<Field["type"], "RECORD">,
    { readonly accepts: (value: unknown) => boolean; readonly reason: string }
  >
> = {
  STRING: { accepts: (value) => typeof value === "string", reason: "is not text" },
  INTEGER: {
    accepts: (value) => Number.isSafeInteger(value) || (isText(value, WHOLE) && isInt64(value)),
    reason: "is not a whole number",
  },
  FLOAT: {
    // JSON has room for 1e400, which no column has.
    accepts: (value) =>
      (typeof value === "number" || isText(value, NUMBER)) && Number.isFinite(Number(value)),
    reason: "is not a number",
  },
  NUMERIC: {
    accepts: (value) => Number.isFinite(value) || (isText(value, DECIMAL) && /\d/.test(value)),
    reason: "is not a decimal number of at most nine places",
  },
  BOOLEAN: {
    accepts: (value) => typeof value === "boolean" || isText(value, /^(true|false)$/i),
    reason: "is not true or false",
  },
  TIMESTAMP: {
    accepts: (value) => instantOf(value) !== null,
    reason: "is not a time such as 2026-01-05T13:00:00Z",
  },
};

function isInt64(value: string): boolean {
  return BigInt.asIntN(64, BigInt(value.replace("+", ""))) === BigInt(value.replace("+", ""));
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}
