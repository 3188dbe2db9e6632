/**
 * Texts that were read before. A build, a watch and a server meet the same statements again and again, and to read
 * one takes as long as DuckDB's planning of a small one. What is remembered is only what the same text gives each time.
 */

import type { RewriteContext } from "./grammar/context.ts";
import { rewriteQuery as rewrite } from "./grammar/rewrite.ts";
import { splitScript as split } from "./statements/script.ts";
import type { Statement } from "./statements/statement.ts";
import type { TablePath } from "./syntax/names.ts";

/** Several times the statements of the project; the oldest are forgotten. */
const MOST_TEXTS = 2000;

/** A text with its rows written out comes once. */
const LONGEST_TEXT = 50_000;

interface Asked {
  readonly path: TablePath;
  readonly by: "resolveTable" | "resolveSource";
  readonly answer: string;
}

const rewritten = new Map<string, { readonly asked: readonly Asked[]; readonly text: string }>();

/**
 * As the grammar's own `rewriteQuery`. The context is asked for the same tables in the same order; where it gives another
 * answer than before, the text is rewritten.
 */
export function rewriteQuery(sql: string, context: RewriteContext): string {
  const { resolveTable, resolveSource = resolveTable, variables, temporaryFunctions } = context;
  const resolvers = { resolveTable, resolveSource };
  const key = JSON.stringify([sql, [...variables], [...temporaryFunctions]]);
  const known = rewritten.get(key);
  if (known?.asked.every(({ path, by, answer }) => resolvers[by](path) === answer) === true) {
    return known.text;
  }
  const asked: Asked[] = [];
  const noting = (by: Asked["by"]) => (path: TablePath) => {
    const answer = resolvers[by](path);
    asked.push({ path, by, answer });
    return answer;
  };
  const text = rewrite(sql, {
    ...context,
    resolveTable: noting("resolveTable"),
    resolveSource: noting("resolveSource"),
  });
  keep(rewritten, key, { asked, text });
  return text;
}

const scripts = new Map<string, readonly Statement[]>();

/** As the grammar's own `splitScript`. */
export function splitScript(text: string): readonly Statement[] {
  const statements = scripts.get(text) ?? split(text);
  keep(scripts, text, statements);
  return statements;
}

function keep<T>(memory: Map<string, T>, key: string, value: T): void {
  if (key.length > LONGEST_TEXT) return;
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= MOST_TEXTS) return;
  const [oldest] = memory.keys();
  if (oldest !== undefined) memory.delete(oldest);
}
