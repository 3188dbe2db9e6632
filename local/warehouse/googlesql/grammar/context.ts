/** What the rewriter must be told from outside, and what it carries from clause to clause. */
import type { JsonReads } from "./json_reads.ts";
import type { TablePath } from "../syntax/names.ts";
import { splitAtCommas, type Nodes } from "../syntax/tree.ts";

export interface RewriteContext {
  /**
   * DuckDB text for a table in table position, such as `"local"."ai_spend"."t"`; may be a sub-query in
   * parentheses (wildcards, INFORMATION_SCHEMA). Throws for what does not exist. The rewriter adds the
   * alias. Names of common table expressions never reach it.
   */
  readonly resolveTable: (path: TablePath) => string;
  /** The same for a table that is only read, in FROM; the table's own text if left out. */
  readonly resolveSource?: (path: TablePath) => string;
  /** Names of script variables, lower case; rendered as getvariable('name'). */
  readonly variables: ReadonlySet<string>;
  /** Names of the script's temporary functions, lower case. */
  readonly temporaryFunctions: ReadonlySet<string>;
}

/** The context plus the names that are in sight at one place of a query. All names lower case. */
export interface Scope extends RewriteContext {
  readonly grammar: Grammar;
  readonly commonTables: ReadonlySet<string>;
  /** Table aliases that a path such as `t.items` in FROM may start with. */
  readonly tableAliases: ReadonlySet<string>;
  /** DuckDB text for a bare name: parameters of a temporary function. */
  readonly names: ReadonlyMap<string, string>;
  /** DuckDB text for a bare name where select aliases come before input columns. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What the SELECT list at hand reads of JSON columns. */
  readonly jsonReads: JsonReads;
}

/**
 * The whole grammar for its parts: an expression may hold a query and a query holds expressions, so each
 * part reaches both through its scope.
 */
export interface Grammar {
  readonly expression: (nodes: Nodes, scope: Scope) => string;
  readonly query: (nodes: Nodes, scope: Scope) => string;
}

/** DuckDB text for an expression, a comma-separated list of them, or the inside of OVER (…). */
export function renderExpression(nodes: Nodes, scope: Scope): string {
  return scope.grammar.expression(nodes, scope);
}

/** Each part between commas as DuckDB text. */
export function renderList(nodes: Nodes, scope: Scope): readonly string[] {
  return splitAtCommas(nodes).map((part) => renderExpression(part, scope));
}

/** A query without the brackets around it. */
export function renderQuery(nodes: Nodes, scope: Scope): string {
  return scope.grammar.query(nodes, scope);
}

/** An operand in DuckDB. */
export interface Primary {
  readonly text: string;
  /** The index after it. */
  readonly next: number;
}
