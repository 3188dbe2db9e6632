/**
 * Several values of one JSON column. DuckDB parses a text anew for each call, and plans each: all are asked for together,
 * in a column of their own where the SELECT has one table, and each call takes its place of it.
 */
import { renderExpression, type Scope } from "./context.ts";
import type { JsonRead, JsonReads } from "./json_reads.ts";
import { identifier, stringLiteral } from "../syntax/text.ts";
import { isName, isOperator, isWord, type Nodes } from "../syntax/tree.ts";

/** The values of all paths as a list in DuckDB. */
export function jsonList({ column, paths }: JsonRead, scope: Scope): string {
  const text = `bq_json_text(${renderExpression(column, scope)})`;
  return `try(json_value(${text}, [${paths.map(stringLiteral).join(", ")}]))`;
}

/** A FROM, and how what is read of its JSON columns is found in it. */
export interface ParsedFrom {
  /** DuckDB's, without the word. */
  readonly text: string;
  readonly reads: JsonReads;
}

/** `from` is what stands of the FROM of these nodes; it stays as it is where it has more than one table. */
export function parsedOnce(nodes: Nodes, from: ParsedFrom, scope: Scope): ParsedFrom {
  const { text, reads } = from;
  const [, alias] = /^".+ as ("[^"]+")$/s.exec(text) ?? [];
  const isOneTable = nodes.every(
    (node) => isName(node) || isWord(node, "as") || isOperator(node, "."),
  );
  const several = [...reads].filter(([, { paths }]) => paths.length > 1);
  if (alias === undefined || !isOneTable || several.length === 0) return from;
  const columns = several.map(([name, read]) => `${jsonList(read, scope)} as ${parsedName(name)}`);
  const parsed = several.map(
    ([name, read]) => [name, { ...read, parsed: parsedName(name) }] as const,
  );
  return {
    text: `(select *, ${columns.join(", ")} from ${text}) as ${alias}`,
    reads: new Map([...reads, ...parsed]),
  };
}

function parsedName(column: string): string {
  return identifier(`values of ${column}`);
}
