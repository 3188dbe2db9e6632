/** Where the grammar begins: a whole text, in the scope that holds the grammar itself. */
import { NO_JSON_READS } from "./json_reads.ts";
import type { RewriteContext, Scope } from "./context.ts";
import { writeExpression } from "./expression.ts";
import { writeQuery } from "./query.ts";
import { isOperator, parseTree, startsQuery, type Nodes } from "../syntax/tree.ts";
import { unexpected } from "../syntax/unexpected.ts";

/**
 * One GoogleSQL query, or one scalar expression, in DuckDB SQL.
 * @throws UnsupportedError for what the local warehouse does not carry, SqlSyntaxError for what is no
 * GoogleSQL, and whatever `context.resolveTable` throws.
 */
export function rewriteQuery(sql: string, context: RewriteContext): string {
  const nodes = withoutSemicolon(parseTree(sql));
  const scope = outermostScope(context);
  if (startsQuery(nodes)) return writeQuery(nodes, scope);
  if (nodes.length === 0) throw unexpected(undefined);
  return writeExpression(nodes, scope);
}

function withoutSemicolon(nodes: Nodes): Nodes {
  return isOperator(nodes.at(-1), ";") ? nodes.slice(0, -1) : nodes;
}

export function outermostScope(context: RewriteContext): Scope {
  return {
    ...context,
    grammar: { expression: writeExpression, query: writeQuery },
    commonTables: new Set(),
    tableAliases: new Set(),
    names: new Map(),
    aliases: new Map(),
    jsonReads: NO_JSON_READS,
  };
}
