/** What the rewriter must be told from outside, and what it carries from clause to clause. */
import { type TablePath } from "../base/statements.ts";

export interface RewriteContext {
  /**
   * DuckDB text for a table in table position, such as `"local"."ai_spend"."t"`; may be a sub-query in
   * parentheses (wildcards, INFORMATION_SCHEMA). Throws for what does not exist. The rewriter adds the
   * alias. Names of common table expressions never reach it.
   */
  readonly resolveTable: (path: TablePath) => string;
  /** Names of script variables, lower case; rendered as getvariable('name'). */
  readonly variables: ReadonlySet<string>;
  /** Names of the script's temporary functions, lower case. */
  readonly temporaryFunctions: ReadonlySet<string>;
}

/** The context plus the names that are in sight at one place of a query. All names lower case. */
export interface Scope extends RewriteContext {
  readonly commonTables: ReadonlySet<string>;
  /** Table aliases that a path such as `t.items` in FROM may start with. */
  readonly tableAliases: ReadonlySet<string>;
  /** DuckDB text for a bare name: parameters of a temporary function. */
  readonly names: ReadonlyMap<string, string>;
  /** DuckDB text for a bare name where select aliases come before input columns. */
  readonly aliases: ReadonlyMap<string, string>;
}

export function outermostScope(context: RewriteContext): Scope {
  return {
    ...context,
    commonTables: new Set(),
    tableAliases: new Set(),
    names: new Map(),
    aliases: new Map(),
  };
}
