/** DuckDB's and the rewriter's errors in BigQuery's words, with the place in the text the caller sent. */

import { ApiError, invalidQuery, notFound, notImplemented } from "./api_error.ts";
import { locateError, SqlSyntaxError, UnsupportedError } from "../googlesql/index.ts";

/** What DuckDB says with errors_as_json on. `name` is the column or function that was not found. */
interface EngineError {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly error_subtype?: string;
  readonly name?: string;
  readonly type?: string;
}

/**
 * @param script the whole GoogleSQL text
 * @param line where the failing statement begins in it, counted from 1; names are looked for from there
 */
export function toApiError(error: unknown, script: string, line = 1): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof UnsupportedError) {
    return new ApiError(501, "notImplemented", error.message, { cause: error });
  }
  if (error instanceof SqlSyntaxError) return invalidQuery(error.message);
  const message = messageOf(error);
  const known = parseEngineError(message);
  if (known === null)
    return new ApiError(400, "invalidQuery", firstLine(message), { cause: error });
  if (known.exception_type === "Not implemented")
    return notImplemented(firstLine(known.exception_message));
  if (isTable(known)) return notFound(`Table ${known.name ?? ""} was not found in location US`);
  return invalidQuery(withPlace(known, script, line));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether DuckDB misses a table or view, which it names without the dataset: one that a view stands on. */
export function isMissingTable(error: unknown): boolean {
  const known = parseEngineError(messageOf(error));
  return known !== null && isTable(known);
}

function isTable({ error_subtype: subtype, type = "" }: EngineError): boolean {
  return subtype === "MISSING_ENTRY" && /^(Table|View)/.test(type);
}

function withPlace(error: EngineError, script: string, line: number): string {
  const message = firstLine(error.exception_message);
  const unexpected = /syntax error at or near "(.*)"/.exec(message)?.[1];
  if (unexpected !== undefined) {
    return `Syntax error: Unexpected "${unexpected}"${place(script, line, unexpected)}`;
  }
  if (/syntax error at end of input/.test(message)) {
    return `Syntax error: Unexpected end of statement${endOf(script)}`;
  }
  // DuckDB lets a column be named after an alias of the same SELECT, and complains about the order.
  const { name = /^Column "(.*)" referenced that exists in the SELECT clause/.exec(message)?.[1] } =
    error;
  const isColumn = error.error_subtype === "COLUMN_NOT_FOUND" || message.startsWith("Column ");
  if (isColumn && name !== undefined) {
    return `Unrecognized name: ${name}${place(script, line, name)}`;
  }
  if (
    error.error_subtype === "MISSING_ENTRY" &&
    name !== undefined &&
    /Function/.test(error.type ?? "")
  ) {
    return `Function not found: ${name}${place(script, line, name)}`;
  }
  const quoted = /"([^"]+)"|'([^']+)'/.exec(message);
  return `${message}${place(script, line, name ?? quoted?.[1] ?? quoted?.[2])}`;
}

/** " at [line:column]" of the first `name` from `line` on, or nothing if the text does not hold it. */
function place(script: string, line: number, name: string | undefined): string {
  if (name === undefined || name === "") return "";
  const from = "\n".repeat(line - 1) + script.slice(offsetOfLine(script, line));
  const found = locateError(from, `"${name}"`);
  return found === null ? "" : ` at [${found.line}:${found.column}]`;
}

function endOf(script: string): string {
  const text = script.trimEnd();
  return ` at [${text.split("\n").length}:${text.length - text.lastIndexOf("\n")}]`;
}

function offsetOfLine(script: string, line: number): number {
  let offset = 0;
  for (let number = 1; number < line; number += 1) offset = script.indexOf("\n", offset) + 1;
  return offset;
}

/** DuckDB puts the JSON after "Parser Error: " for some of its errors and alone for others. */
function parseEngineError(message: string): EngineError | null {
  const start = message.indexOf("{");
  if (start < 0) return null;
  try {
    const parsed = JSON.parse(message.slice(start)) as Partial<EngineError> | null;
    if (typeof parsed?.exception_message !== "string") return null;
    return {
      ...parsed,
      exception_type: String(parsed.exception_type),
      exception_message: parsed.exception_message,
    };
  } catch {
    return null;
  }
}

/** The rest of DuckDB's message lists candidates in DuckDB's own names. */
function firstLine(message: string): string {
  return message.split("\n")[0] ?? message;
}
