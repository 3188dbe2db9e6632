/**
 * Runs the statements of one job in order. Each statement is all or nothing; what a script makes for
 * itself (temporary tables, variables, functions) ends with it. A dry run changes nothing.
 */

import { ApiError } from "../store/api_error.ts";
import type { TableRead } from "../catalog/bytes_read.ts";
import { readCatalog, rehearse } from "../catalog/catalog_store.ts";
import { createSchema, createTable, createTableAs, createView } from "./create_statements.ts";
import { drop } from "./drop_statements.ts";
import {
  assertThat,
  changeRows,
  createFunction,
  declare,
  holds,
  query,
  setVariable,
  truncate,
} from "./data_statements.ts";
import { toApiError } from "../store/engine_error.ts";
import type { Bindings, Engine } from "../store/engine.ts";
import { keepInterrupting } from "../store/interrupting.ts";
import { quoteName } from "../store/fields.ts";
import { splitScript, type Statement } from "../googlesql/index.ts";
import { readColumns } from "./information_schema.ts";
import { emptySession, names, needsColumns, temporaryPlace, type Session } from "./names.ts";
import { startClock } from "./clock.ts";
import { done, type Outcome, type StatementRun } from "./statement.ts";
import { namedMissing, requireBehind } from "./views.ts";

export interface ScriptRequest {
  /** GoogleSQL, one statement or more. */
  readonly text: string;
  readonly bindings?: Bindings | undefined;
  /** Dataset of bare table names, null for none. */
  readonly defaultDataset: string | null;
  readonly dryRun: boolean;
  /** After how long the statement that runs is ended; null or left out for never. */
  readonly timeoutMs?: number | null;
  /** Ends the script, and the statement that runs, if nobody waits for it any more. */
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970, for the tables' creation times. */
  readonly now: number;
}

export interface ScriptOutcome extends Outcome {
  /** `dataset.table` of what was read. */
  readonly read: readonly string[];
}

/**
 * Runs a script when everything queued before it has ended. Throws ApiError: 400 for what is no
 * GoogleSQL or cannot be computed, 404 for what does not exist, 501 for what is not supported.
 */
export async function runScript(engine: Engine, request: ScriptRequest): Promise<ScriptOutcome> {
  const statements = split(request.text);
  if (statements.length === 0)
    throw new ApiError(400, "invalidQuery", "Syntax error: Unexpected end of script at [1:1]");
  const session = emptySession();
  return engine.exclusive(async () => {
    const all = () => runStatements(engine, statements, request, session);
    const clock = startClock(engine, request.timeoutMs ?? null);
    let stop = () => undefined as void;
    const abandon = () => void (stop = keepInterrupting(engine));
    request.signal?.addEventListener("abort", abandon);
    try {
      throwIfAbandoned(request);
      return await (request.dryRun ? rehearse(engine, all) : all());
    } catch (error) {
      throwIfAbandoned(request);
      if (!clock.hasStruck()) throw error;
      throw new ApiError(400, "stopped", `Job timed out after ${request.timeoutMs} ms`);
    } finally {
      clock.stop();
      stop();
      request.signal?.removeEventListener("abort", abandon);
      await endSession(engine, session);
    }
  });
}

function throwIfAbandoned({ signal }: ScriptRequest): void {
  if (signal?.aborted === true) throw new ApiError(400, "stopped", "Nobody waits for the job.");
}

/**
 * Runs a script inside the transaction that the caller has opened on a connection of its own, which holds all
 * of its statements. Returns `dataset.table` of what they read. Throws ApiError as `runScript` does.
 */
export async function runInTransaction(
  engine: Engine,
  text: string,
  now: number,
): Promise<readonly string[]> {
  const session = emptySession();
  const request = { text, defaultDataset: null, dryRun: false, inTransaction: true, now };
  try {
    return (await runStatements(engine, split(text), request, session)).read;
  } finally {
    await endSession(engine, session);
  }
}

function split(text: string): readonly Statement[] {
  try {
    return splitScript(text);
  } catch (error) {
    throw toApiError(error, text);
  }
}

async function runStatements(
  engine: Engine,
  statements: readonly Statement[],
  request: ScriptRequest & { readonly inTransaction?: boolean },
  session: Session,
): Promise<ScriptOutcome> {
  const read = new Set<string>();
  let last: Outcome | null = null;
  let rows: Outcome | null = null;
  const reads: TableRead[] = [];

  const rest = [...statements];
  for (let statement = rest.shift(); statement !== undefined; statement = rest.shift()) {
    let behind = (): void => undefined;
    try {
      const catalog = await readCatalog(engine);
      const columns = needsColumns(request.text, catalog)
        ? await readColumns(engine)
        : new Map<string, never>();
      const { defaultDataset, dryRun, inTransaction = false, now, bindings } = request;
      const known = names({ engine, catalog, columns, session, defaultDataset });
      behind = () => requireBehind({ engine, catalog, columns }, known.read);
      const atomically =
        dryRun || inTransaction
          ? <T>(work: () => Promise<T>) => work()
          : <T>(work: () => Promise<T>) => engine.transaction(work);
      const run: StatementRun = {
        ...{ engine, catalog, columns, session, bindings, defaultDataset, dryRun, now, atomically },
        names: known,
      };
      if (statement.kind === "if") {
        const { condition, then, otherwise } = statement;
        rest.unshift(...((await holds(condition, run)) ? then : otherwise));
        last = done("SCRIPT");
      } else last = await runStatement(statement, run);
      for (const name of known.read) read.add(name);
    } catch (error) {
      throw toApiError(namedMissing(error, behind), request.text, statement.line);
    }
    reads.push(...last.reads);
    if (last.result !== null) rows = last;
  }

  const outcome = last ?? done("SCRIPT");
  const isScript = statements.length > 1;
  return {
    ...outcome,
    // A script answers with the rows of its last query, as BigQuery's parent job does.
    result: isScript ? (rows?.result ?? null) : outcome.result,
    statementType: isScript ? "SCRIPT" : outcome.statementType,
    reads,
    read: [...read],
  };
}

function runStatement(
  statement: Exclude<Statement, { readonly kind: "if" }>,
  run: StatementRun,
): Promise<Outcome> {
  switch (statement.kind) {
    case "query":
      return query(statement, run);
    case "create_schema":
      return createSchema(statement, run);
    case "create_table_as":
      return createTableAs(statement, run);
    case "create_table":
      return createTable(statement, run);
    case "create_view":
      return createView(statement, run);
    case "create_function":
      return createFunction(statement, run);
    case "insert":
    case "update":
    case "delete":
    case "merge":
      return changeRows(statement, run);
    case "truncate":
      return truncate(statement, run);
    case "drop":
      return drop(statement, run);
    case "declare":
      return declare(statement, run);
    case "set":
      return setVariable(statement, run);
    case "assert":
      return assertThat(statement, run);
  }
}

async function endSession(engine: Engine, session: Session): Promise<void> {
  const statements = [
    ...[...session.temporaryTables].map((name) => `drop table if exists ${temporaryPlace(name)}`),
    ...[...session.temporaryFunctions].map(
      (name) => `drop macro if exists temp.main.${quoteName(name)}`,
    ),
    ...[...session.variables].map((name) => `reset variable ${quoteName(name)}`),
  ];
  // A fatal error of the script has closed the connection, and with it all of these.
  for (const statement of statements) await engine.run(statement).catch(() => undefined);
}
