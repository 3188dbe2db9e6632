/** Statements that change data, and the two that define names of a script, in DuckDB SQL. */
import {
  renderExpression,
  renderQuery,
  type RewriteContext,
  type Scope,
} from "../grammar/context.ts";
import { outermostScope, rewriteQuery } from "../grammar/rewrite.ts";
import { renderFrom } from "../grammar/from.ts";
import type {
  Assignment,
  CreateFunctionStatement,
  DeleteStatement,
  InsertStatement,
  MergeClause,
  MergeStatement,
  UpdateStatement,
} from "./statement.ts";
import { identifier } from "../syntax/text.ts";
import {
  isGroup,
  isOperator,
  isWord,
  parseTree,
  splitAtCommas,
  startsQuery,
} from "../syntax/tree.ts";
import { toDuckDbType } from "../grammar/types.ts";
import { unexpected } from "../syntax/unexpected.ts";

/** `insert into …`. @throws as rewriteQuery */
export function rewriteInsert(statement: InsertStatement, context: RewriteContext): string {
  const columns = statement.columns === null ? "" : ` ${nameList(statement.columns)}`;
  const source = insertSource(statement.source, outermostScope(context));
  return `insert into ${context.resolveTable(statement.path)}${columns} ${source}`;
}

function insertSource(sql: string, scope: Scope): string {
  const nodes = parseTree(sql);
  if (startsQuery(nodes)) return renderQuery(nodes, scope);
  if (!isWord(nodes[0], "values")) throw unexpected(nodes[0]);
  const rows = splitAtCommas(nodes.slice(1)).map(([row]) => {
    if (!isGroup(row)) throw unexpected(row);
    const values = splitAtCommas(row.children).map((value) =>
      isWord(value[0], "default") ? "default" : renderExpression(value, scope),
    );
    return `(${values.join(", ")})`;
  });
  return `values ${rows.join(", ")}`;
}

/** `update …`. @throws as rewriteQuery */
export function rewriteUpdate(statement: UpdateStatement, context: RewriteContext): string {
  const table = aliased(context, statement.path, statement.alias);
  const set = assignmentList(statement.assignments, context);
  const from =
    statement.from === null
      ? ""
      : ` from ${renderFrom(parseTree(statement.from), outermostScope(context)).text}`;
  return `update ${table} set ${set}${from} where ${expression(statement.where, context)}`;
}

/** `delete from …`. @throws as rewriteQuery */
export function rewriteDelete(statement: DeleteStatement, context: RewriteContext): string {
  const table = aliased(context, statement.path, statement.alias);
  return `delete from ${table} where ${expression(statement.where, context)}`;
}

export interface RewrittenMerge {
  readonly statement: string;
  /**
   * A query to run before; if it returns a row, a target row would be changed by two source rows, which
   * BigQuery refuses with "UPDATE/MERGE must match at most one source row for each target row" and
   * DuckDB does not notice. Null if no clause changes matched rows.
   */
  readonly duplicateCheck: string | null;
}

/** `merge into …`. @throws as rewriteQuery */
export function rewriteMerge(statement: MergeStatement, context: RewriteContext): RewrittenMerge {
  const target = aliased(context, statement.path, statement.alias);
  const source = mergeSource(statement, context);
  const on = expression(statement.on, context);
  const clauses = statement.clauses.map((clause) => mergeClause(clause, context));
  return {
    statement: `merge into ${target} using ${source} on ${on} ${clauses.join(" ")}`,
    duplicateCheck: duplicateCheck(statement, target, source, on, context),
  };
}

function mergeSource(statement: MergeStatement, context: RewriteContext): string {
  const { source, sourceAlias } = statement;
  if (typeof source !== "string") return aliased(context, source, sourceAlias);
  const query = `(${rewriteQuery(source, context)})`;
  return sourceAlias === null ? query : `${query} as ${identifier(sourceAlias)}`;
}

const WHEN: Readonly<Record<MergeClause["when"], string>> = {
  matched: "when matched",
  not_matched_by_target: "when not matched by target",
  not_matched_by_source: "when not matched by source",
};

function mergeClause(clause: MergeClause, context: RewriteContext): string {
  const condition =
    clause.condition === null ? "" : ` and (${expression(clause.condition, context)})`;
  return `${WHEN[clause.when]}${condition} then ${mergeAction(clause.action, context)}`;
}

function mergeAction(action: MergeClause["action"], context: RewriteContext): string {
  if (action.kind === "delete") return "delete";
  if (action.kind === "update") return `update set ${assignmentList(action.assignments, context)}`;
  const columns = action.columns === null ? "" : ` ${nameList(action.columns)}`;
  const values = action.values.map((value) => valueOrDefault(value, context));
  return `insert${columns} values (${values.join(", ")})`;
}

function duplicateCheck(
  statement: MergeStatement,
  target: string,
  source: string,
  on: string,
  context: RewriteContext,
): string | null {
  const matched = statement.clauses.filter((clause) => clause.when === "matched");
  if (matched.length === 0) return null;
  const conditions = matched.map((clause) =>
    clause.condition === null ? "true" : `(${expression(clause.condition, context)})`,
  );
  const row = `${identifier(statement.alias ?? statement.path.at(-1) ?? "")}.rowid`;
  return (
    `select 1 from ${target} join ${source} on ${on} where ${conditions.join(" or ")} ` +
    `group by ${row} having count(*) > 1 limit 1`
  );
}

/** `create or replace temp macro …`; parameters and result are cast to their declared types. */
export function rewriteTemporaryFunction(
  statement: CreateFunctionStatement,
  context: RewriteContext,
): string {
  const names = new Map(
    statement.parameters.map(({ name, type }) => {
      const bare = identifier(name);
      const text = type === null ? bare : `cast(${bare} as ${toDuckDbType(type)})`;
      return [name.toLowerCase(), text];
    }),
  );
  const scope = { ...outermostScope(context), names };
  const nodes = parseTree(statement.body);
  const body = startsQuery(nodes)
    ? `(${renderQuery(nodes, scope)})`
    : renderExpression(nodes, scope);
  const parameters = nameList(statement.parameters.map(({ name }) => name));
  const result =
    statement.returns === null ? body : `cast(${body} as ${toDuckDbType(statement.returns)})`;
  return `create or replace temp macro ${identifier(statement.name.toLowerCase())}${parameters} as (${result})`;
}

/** `set variable …` for DECLARE and SET; `type` is GoogleSQL text or null, no expression means NULL. */
export function rewriteVariable(
  name: string,
  type: string | null,
  value: string | null,
  context: RewriteContext,
): string {
  const text = value === null ? "null" : expression(value, context);
  const typed = type === null ? text : `cast(${text} as ${toDuckDbType(type)})`;
  return `set variable ${identifier(name.toLowerCase())} = ${typed}`;
}

function aliased(context: RewriteContext, path: readonly string[], alias: string | null): string {
  return `${context.resolveTable(path)} as ${identifier(alias ?? path.at(-1) ?? "")}`;
}

function expression(sql: string, context: RewriteContext): string {
  const nodes = parseTree(sql);
  if (isOperator(nodes.at(-1), ";")) throw unexpected(nodes.at(-1));
  return rewriteQuery(sql, context);
}

function valueOrDefault(sql: string, context: RewriteContext): string {
  return sql.trim().toLowerCase() === "default" ? "default" : expression(sql, context);
}

function assignmentList(assignments: readonly Assignment[], context: RewriteContext): string {
  return assignments
    .map(
      ({ column, expression: value }) =>
        `${identifier(column)} = ${valueOrDefault(value, context)}`,
    )
    .join(", ");
}

function nameList(names: readonly string[]): string {
  return `(${names.map(identifier).join(", ")})`;
}
