/** Statements that read or change rows, and what a script declares for itself. */

import { invalidQuery } from "../store/api_error.ts";
import { tablesRead } from "../catalog/bytes_read.ts";
import { requireTable } from "../catalog/catalog.ts";
import { writeTable } from "../catalog/catalog_store.ts";
import {
  rewriteDelete,
  rewriteInsert,
  rewriteMerge,
  rewriteQuery,
  rewriteTemporaryFunction,
  rewriteUpdate,
  rewriteVariable,
  type Statement,
  type TablePath,
} from "../googlesql/index.ts";
import { tableName, temporaryTable } from "./names.ts";
import { readResult, resultFields } from "../store/result_set.ts";
import { done, type Outcome, type StatementRun } from "./statement.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { readonly kind: Kind }>;

export async function query(statement: Of<"query">, run: StatementRun): Promise<Outcome> {
  const sql = rewriteQuery(statement.sql, run.names.context);
  const { engine, catalog, bindings } = run;
  if (!run.dryRun)
    return { ...done("SELECT"), result: readResult(await engine.run(sql, bindings)) };
  const fields = resultFields(await engine.describe(sql, bindings));
  return {
    ...done("SELECT"),
    result: { fields, rowCount: 0, chunks: [] },
    reads: await tablesRead(engine, catalog, sql, bindings),
  };
}

/** INSERT, UPDATE, DELETE, MERGE. A dry run only plans them. */
export async function changeRows(
  statement: Of<"insert"> | Of<"update"> | Of<"delete"> | Of<"merge">,
  run: StatementRun,
): Promise<Outcome> {
  const { engine, bindings, dryRun } = run;
  const { sql, duplicateCheck } = rewriteChange(statement, run);
  const temporary = temporaryTable(statement.path, run.session);
  const entry = temporary === null ? requireBaseTable(statement.path, run) : null;
  if (dryRun) {
    await engine.run(`explain ${sql}`, bindings);
    return done(statement.kind.toUpperCase(), entry);
  }
  if (duplicateCheck !== null) {
    const { rowCount } = readResult(await engine.run(duplicateCheck, bindings));
    if (rowCount > 0) {
      throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
    }
  }
  const affectedRows = await run.atomically(async () => {
    const result = await engine.run(sql, bindings);
    if (entry !== null) {
      await writeTable(engine, entry, entry.kind, {
        ...entry.details,
        lastModifiedTime: String(run.now),
      });
    }
    return result.rowsChanged;
  });
  return { ...done(statement.kind.toUpperCase(), entry), affectedRows };
}

function rewriteChange(
  statement: Of<"insert"> | Of<"update"> | Of<"delete"> | Of<"merge">,
  { names }: StatementRun,
): { readonly sql: string; readonly duplicateCheck: string | null } {
  switch (statement.kind) {
    case "insert":
      return { sql: rewriteInsert(statement, names.context), duplicateCheck: null };
    case "update":
      return { sql: rewriteUpdate(statement, names.context), duplicateCheck: null };
    case "delete":
      return { sql: rewriteDelete(statement, names.context), duplicateCheck: null };
    case "merge": {
      const { statement: sql, duplicateCheck } = rewriteMerge(statement, names.context);
      return { sql, duplicateCheck };
    }
  }
}

function requireBaseTable(path: TablePath, { catalog, defaultDataset }: StatementRun) {
  const entry = requireTable(catalog, tableName(path, defaultDataset));
  if (entry.kind === "VIEW") {
    throw invalidQuery(
      `local:${entry.dataset}.${entry.table} is a view; rows change in tables only.`,
    );
  }
  return entry;
}

export async function truncate(statement: Of<"truncate">, run: StatementRun): Promise<Outcome> {
  const entry = requireBaseTable(statement.path, run);
  if (!run.dryRun)
    await run.engine.run(`delete from ${run.names.context.resolveTable(statement.path)}`);
  return done("TRUNCATE_TABLE", entry);
}

export async function declare(statement: Of<"declare">, run: StatementRun): Promise<Outcome> {
  for (const name of statement.names) {
    await run.engine.run(
      rewriteVariable(name, statement.type, statement.default, run.names.context),
      run.bindings,
    );
  }
  for (const name of statement.names) run.session.variables.add(name.toLowerCase());
  return done("DECLARE");
}

export async function setVariable(statement: Of<"set">, run: StatementRun): Promise<Outcome> {
  if (!run.session.variables.has(statement.name.toLowerCase())) {
    throw invalidQuery(`Undeclared variable: ${statement.name}`);
  }
  const sql = rewriteVariable(statement.name, null, statement.expression, run.names.context);
  await run.engine.run(sql, run.bindings);
  return done("SET");
}

export async function createFunction(
  statement: Of<"create_function">,
  run: StatementRun,
): Promise<Outcome> {
  await run.engine.run(rewriteTemporaryFunction(statement, run.names.context));
  run.session.temporaryFunctions.add(statement.name.toLowerCase());
  return done("CREATE_FUNCTION");
}

export async function assertThat(statement: Of<"assert">, run: StatementRun): Promise<Outcome> {
  if (run.dryRun) {
    await run.engine.describe(conditionQuery(statement.expression, run), run.bindings);
  } else if (!(await holds(statement.expression, run))) {
    throw invalidQuery(statement.message ?? "Assertion failed");
  }
  return done("ASSERT");
}

function conditionQuery(expression: string, { names }: StatementRun): string {
  return `select (${rewriteQuery(expression, names.context)})`;
}

/** Whether a condition is true: null is not. Asked in a dry run too, which takes one way through a script. */
export async function holds(expression: string, run: StatementRun): Promise<boolean> {
  const sql = conditionQuery(expression, run);
  const result = await run.engine.run(sql, run.bindings);
  const [row] = await result.getRows();
  return row?.[0] === true;
}
