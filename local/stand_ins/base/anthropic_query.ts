/** Query parameters as Anthropic's APIs read them: lists only with brackets, limits in their range. Unknown names are ignored. */

import { createHash } from "node:crypto";

import { Refusal } from "./refusal.ts";

/** Values of `name[]`; a bare `name` is refused, and so is a value that is not among `valid`. */
export function listOf(
  query: URLSearchParams,
  name: string,
  valid?: readonly string[],
): readonly string[] {
  if (query.has(name)) {
    throw new Refusal(
      400,
      `Invalid parameter: ${name}. Array parameters must use brackets, like ${name}[]=value`,
    );
  }
  const values = query.getAll(`${name}[]`);
  const wrong = values.find((value) => valid !== undefined && !valid.includes(value));
  if (wrong !== undefined && valid !== undefined) {
    const options = [...valid].sort().join(", ");
    throw new Refusal(400, `Invalid ${name}[]: ${wrong}. Valid options are ${options}`);
  }
  return [...new Set(values)];
}

/** The `limit`, or its default; refused outside of 1 to `max`. */
export function limitOf(
  query: URLSearchParams,
  { standard, max }: { readonly standard: number; readonly max: number },
): number {
  const text = query.get("limit");
  if (text === null) return standard;
  if (!/^-?\d+$/.test(text)) throw new Refusal(400, "limit: Input should be a valid integer");
  const limit = Number(text);
  if (limit < 1) throw new Refusal(400, "limit: Input should be greater than or equal to 1");
  if (limit > max) {
    throw new Refusal(400, `limit: Input should be less than or equal to ${max}`);
  }
  return limit;
}

/** One value of a closed list, or the first of it when the parameter is missing. */
export function choiceOf<T extends string>(
  query: URLSearchParams,
  name: string,
  valid: readonly [T, ...T[]],
): T {
  const text = query.get(name);
  if (text === null) return valid[0];
  const found = valid.find((value) => value === text);
  if (found === undefined) {
    const options = [...valid].sort().join(", ");
    throw new Refusal(400, `Invalid ${name}: ${text}. Valid options are ${options}`);
  }
  return found;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Epoch milliseconds of an RFC 3339 text; a date alone is its midnight UTC, as live runs showed. */
export function instantOf(name: string, text: string): number {
  const [, date = "", time] = INSTANT.exec(text) ?? [];
  const instant = Date.parse(time === undefined ? `${date}T00:00:00Z` : text);
  if (Number.isNaN(instant) || !isRealDate(date)) {
    throw new Refusal(400, `${name}: Input should be a valid datetime`);
  }
  return instant;
}

/** Whether a `YYYY-MM-DD` is in the calendar; JavaScript alone would turn 02-30 into March. */
export function isRealDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** A print of a question without its page, by which a page token knows whose it is. */
export function questionPrint(
  organizationId: string,
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
): string {
  const question = [...query].filter(([name]) => name !== "page").map((pair) => pair.join("="));
  const text = JSON.stringify([organizationId, path, question.sort()]);
  return createHash("sha256").update(text).digest("hex");
}
