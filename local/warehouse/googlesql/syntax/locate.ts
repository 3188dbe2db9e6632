/** From an error of DuckDB back to the GoogleSQL text. */
import type { Position } from "./errors.ts";
import { tokenize, type Token } from "./tokens.ts";

/**
 * The place of the first name or word that DuckDB's message quotes and the GoogleSQL text has; null if it
 * has none of them. DuckDB's own positions are of the rewritten text and are of no use to a reader.
 */
export function locateError(googleSql: string, duckDbMessage: string): Position | null {
  const firstLine = duckDbMessage.split("\n")[0] ?? "";
  const quoted = [...firstLine.matchAll(/"((?:[^"]|"")+)"|'([^']+)'|name (\w+)/g)];
  const tokens = tokenize(googleSql);
  for (const match of quoted) {
    const name = (match[1] ?? match[2] ?? match[3] ?? "").toLowerCase();
    const place = findName(tokens, name);
    if (place !== null) return place;
  }
  return null;
}

function findName(tokens: readonly Token[], name: string): Position | null {
  const plain = name.replace(/^bq_/, "").replace(/\(.*$/s, "");
  const token = tokens.find(
    ({ kind, value, text }) =>
      (kind === "quoted" && value.toLowerCase().split(".").includes(plain)) ||
      (kind !== "quoted" && kind !== "string" && text.toLowerCase() === plain),
  );
  return token === undefined ? null : { line: token.line, column: token.column };
}
