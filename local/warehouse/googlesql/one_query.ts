/** What one query reads, as the grammar that runs it finds it: for those who must not run anything else. Pure. */

import { rewriteQuery } from "./grammar/rewrite.ts";
import { splitScript } from "./statements/script.ts";
import { SqlSyntaxError } from "./syntax/errors.ts";
import type { TablePath } from "./syntax/names.ts";
import { tokenize } from "./syntax/tokens.ts";
import { isWord, parseTree } from "./syntax/tree.ts";

export interface QueryReading {
  /** The query alone, without what may end or follow it. */
  readonly sql: string;
  /** Every table that is named anywhere in it; names of common table expressions are none. */
  readonly tables: readonly TablePath[];
  /** Every name that is written in it, lower case, paths in backticks part by part. */
  readonly names: ReadonlySet<string>;
  /** Names of parameters and variables of the system. */
  readonly parameters: readonly string[];
  /** What stands after the outermost LIMIT as written, null without one. */
  readonly limit: string | null;
}

/**
 * Reads a text that is one query, SELECT or WITH … SELECT, of tables, joins, UNNEST and known functions.
 * @throws UnsupportedError for what the grammar does not carry, table functions and unknown functions among it;
 * SqlSyntaxError for what is no GoogleSQL, more or less than one statement, or a statement that is no query.
 */
export function readOneQuery(text: string): QueryReading {
  const statements = splitScript(text);
  const [statement] = statements;
  if (statement === undefined) throw new SqlSyntaxError("Expected a query", { line: 1, column: 1 });
  const second = statements[1];
  if (second !== undefined) throw new SqlSyntaxError("Expected one statement alone", second);
  if (statement.kind !== "query") {
    throw new SqlSyntaxError(`Expected a query, not ${statement.kind.toUpperCase()}`, statement);
  }
  const tables: TablePath[] = [];
  rewriteQuery(statement.sql, {
    resolveTable: (path) => {
      tables.push(path);
      return "a_table";
    },
    variables: new Set(),
    temporaryFunctions: new Set(),
  });
  const tokens = tokenize(statement.sql);
  const parts = tokens.flatMap(({ kind, value }) =>
    kind === "word" ? [value] : kind === "quoted" ? value.toLowerCase().split(/[.:]/) : [],
  );
  return {
    sql: statement.sql,
    tables,
    names: new Set(parts),
    parameters: tokens
      .filter(({ kind, text: written }) => kind === "parameter" || written === "@@")
      .map(({ text: written }) => written),
    limit: outermostLimit(statement.sql),
  };
}

function outermostLimit(sql: string): string | null {
  const nodes = parseTree(sql);
  const at = nodes.findLastIndex((node) => isWord(node, "limit"));
  if (at < 0) return null;
  const offset = nodes.findLastIndex((node) => isWord(node, "offset"));
  const after = nodes.slice(at + 1, offset > at ? offset : undefined);
  return sql.slice(after[0]?.start, after.at(-1)?.end);
}
