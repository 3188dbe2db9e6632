/** An in-memory DuckDB with the macros, which runs GoogleSQL through the rewriter and shows values as text. */
import {
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import {
  MACROS,
  rewriteDelete,
  rewriteInsert,
  rewriteMerge,
  rewriteQuery,
  rewriteTemporaryFunction,
  rewriteUpdate,
  rewriteVariable,
  splitScript,
  toGoogleType,
  type RewriteContext,
  type Statement,
} from "../../../../local/warehouse/googlesql/index.ts";
import { parseType, type Table } from "../../../support/judge/index.ts";
import { toCell } from "./cells.ts";

export interface Engine {
  readonly context: RewriteContext;
  /** One GoogleSQL query. */
  query(sql: string): Promise<Table>;
  /** Every statement of a script; the result of the last query. */
  script(sql: string): Promise<Table>;
  /** DuckDB text as it is. */
  run(duckDbSql: string): Promise<void>;
  /** Rows of DuckDB text as it is. */
  duckDb(sql: string): Promise<Table["rows"]>;
  close(): void;
}

/** Tables are found under their last two parts: `p.d.t` and `d.t` are "d"."t", `t` is "t". */
export async function openEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:", {
    default_null_order: "nulls_first_on_asc_last_on_desc",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: "2",
    memory_limit: "2GB",
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  for (const macro of MACROS) await connection.run(macro);
  const variables = new Set<string>();
  const temporaryFunctions = new Set<string>();
  const context: RewriteContext = {
    resolveTable: (path) =>
      path
        .slice(-2)
        .map((part) => `"${part}"`)
        .join("."),
    variables,
    temporaryFunctions,
  };
  const script = async (sql: string): Promise<Table> => {
    let last: Table = { columns: [], rows: [] };
    for (const statement of splitScript(sql)) {
      if (statement.kind === "declare") statement.names.forEach((name) => variables.add(name));
      if (statement.kind === "create_function")
        temporaryFunctions.add(statement.name.toLowerCase());
      for (const text of duckDbText(statement, context)) {
        if (statement.kind === "query") last = await read(connection, text);
        else await connection.run(text);
      }
    }
    return last;
  };
  return {
    context,
    query: (sql) => read(connection, rewriteQuery(sql, context)),
    script,
    run: async (sql) => void (await connection.run(sql)),
    duckDb: async (sql) => (await read(connection, sql)).rows,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function duckDbText(statement: Statement, context: RewriteContext): readonly string[] {
  const table = (path: readonly string[]): string => context.resolveTable(path);
  switch (statement.kind) {
    case "query":
      return [rewriteQuery(statement.sql, context)];
    case "create_table_as":
      return [
        `create or replace table ${table(statement.path)} as ${rewriteQuery(statement.query, context)}`,
      ];
    case "insert":
      return [rewriteInsert(statement, context)];
    case "update":
      return [rewriteUpdate(statement, context)];
    case "delete":
      return [rewriteDelete(statement, context)];
    case "merge": {
      const { statement: merge } = rewriteMerge(statement, context);
      return [merge];
    }
    case "create_function":
      return [rewriteTemporaryFunction(statement, context)];
    case "declare":
      return statement.names.map((name) =>
        rewriteVariable(name, statement.type, statement.default, context),
      );
    case "set":
      return [rewriteVariable(statement.name, null, statement.expression, context)];
    case "drop":
      return [`drop table if exists ${table(statement.path)}`];
    default:
      throw new Error(`The test engine does not run ${statement.kind}`);
  }
}

async function read(connection: DuckDBConnection, sql: string): Promise<Table> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.columnNames();
  const types: readonly DuckDBType[] = reader.columnTypes();
  return {
    columns: types.map((type, index) => ({
      name: names[index] ?? "",
      type: parseType(toGoogleType(type.alias ?? type.toString())),
    })),
    rows: reader.getRows().map((row: readonly DuckDBValue[]) => row.map((value) => toCell(value))),
  };
}
