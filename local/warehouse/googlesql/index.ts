/**
 * GoogleSQL to DuckDB. A rewriter over tokens and brackets: it changes what differs between the two
 * dialects and refuses by name what it does not carry.
 *
 * How the warehouse uses it:
 *
 * - `splitScript(text)` gives the statements of a job in order. BEGIN … END is flattened, comments are
 *   dropped at rewriting. Each statement has `kind`, its own fields, and `line` and `column`.
 * - `rewriteQuery(sql, context)` turns one query or scalar expression into DuckDB SQL. Positional
 *   parameters become $1, $2, …; `@name` becomes `$name`. Unnamed result columns get f0_, f1_, ….
 * - `rewriteInsert`, `rewriteUpdate`, `rewriteDelete`, `rewriteMerge` give one DuckDB statement each.
 *   `rewriteMerge` returns `{ statement, duplicateCheck }`: run `duplicateCheck` first when it is not
 *   null; a row in its result means that a target row matches two source rows, which BigQuery refuses.
 * - `rewriteTemporaryFunction(statement, context)` gives `create or replace temp macro …`;
 *   `rewriteVariable(name, type, expression, context)` gives `set variable …` for DECLARE and SET.
 * - `MACROS` are statements to run whenever a database file is opened.
 * - `toDuckDbType("ARRAY<STRING>")` is `VARCHAR[]`; `toGoogleType("VARCHAR[]")` is `ARRAY<STRING>`.
 * - `UnsupportedError` is for what is not carried, `SqlSyntaxError` for what is no GoogleSQL; both have
 *   `line` and `column`. `locateError(googleSql, duckDbMessage)` guesses the place of a DuckDB error.
 */
export { type RewriteContext } from "./grammar/context.ts";
export { SqlSyntaxError, UnsupportedError, type Position } from "./syntax/errors.ts";
export { type Token, tokenize } from "./syntax/tokens.ts";
export { MACROS } from "./macros/macros.ts";
export {
  rewriteDelete,
  rewriteInsert,
  rewriteMerge,
  rewriteTemporaryFunction,
  rewriteUpdate,
  rewriteVariable,
} from "./statements/dml.ts";
export { rewriteQuery, splitScript } from "./remembered.ts";
export {
  type Assignment,
  type ColumnDefinition,
  type MergeClause,
  type Statement,
} from "./statements/statement.ts";
export { type TablePath } from "./syntax/names.ts";
export { toDuckDbType, toGoogleType } from "./grammar/types.ts";
export { locateError } from "./syntax/locate.ts";
