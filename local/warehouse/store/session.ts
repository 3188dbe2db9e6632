/** A connection to a database that is open: how it is set up, and what the server keeps of its own in the file. */

import path from "node:path";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import { MACROS } from "../googlesql/index.ts";

export interface EngineOptions {
  /** A file's path, or ":memory:". */
  readonly file: string;
  /** DuckDB's own text for bytes, such as "2GB". */
  readonly memoryLimit: string;
  /** Where large sorts and joins spill to, null for DuckDB's default beside the file. */
  readonly spillFolder: string | null;
}

export interface Session {
  readonly catalog: string;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

/** How many threads share a statement, those of a build aside. */
export const THREADS = 2;

export async function connect({ file, memoryLimit, spillFolder }: EngineOptions): Promise<Session> {
  const instance = await DuckDBInstance.create(file, {
    default_null_order: "nulls_first_on_asc_last_on_desc",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    errors_as_json: "true",
    memory_limit: memoryLimit,
    preserve_insertion_order: "false",
    threads: String(THREADS),
    checkpoint_threshold: "256MB",
  });
  const session = {
    catalog: file === ":memory:" ? "memory" : path.parse(file).name,
    instance,
    connection: await instance.connect(),
  };
  connected(session);
  try {
    await prepareDatabase(session.connection, spillFolder);
  } catch (error) {
    disconnect(session, true);
    throw error;
  }
  return session;
}

/** Connections that may be at work. Node waits for their threads when it exits, as long as a query takes. */
const open = new Set<DuckDBConnection>();

function connected({ connection }: Session): void {
  if (open.size === 0) process.on("exit", interruptAll);
  open.add(connection);
}

function interruptAll(): void {
  for (const connection of open) connection.interrupt();
}

/** One more connection to a database that is open. */
export async function connectAgain({ catalog, instance }: Session): Promise<Session> {
  const session = { catalog, instance, connection: await instance.connect() };
  connected(session);
  await session.connection.run("set timezone = 'UTC'");
  return session;
}

export function disconnect({ connection, instance }: Session, closesFile: boolean): void {
  open.delete(connection);
  if (open.size === 0) process.off("exit", interruptAll);
  connection.closeSync();
  if (closesFile) instance.closeSync();
}

async function prepareDatabase(connection: DuckDBConnection, spillFolder: string | null) {
  await connection.run("set timezone = 'UTC'");
  if (spillFolder !== null) {
    await connection.run(`set temp_directory = '${spillFolder.replaceAll("'", "''")}'`);
  }
  // One transaction, since each of its own would wait for the disk.
  const statements = ["begin transaction", ...MACROS, ...OWN_TABLES, FORGET_GONE, "commit"];
  await connection.run(statements.join(";\n"));
}

/** What BigQuery knows of a dataset, a table or a load job, and DuckDB does not: JSON texts. */
const OWN_TABLES = [
  "create schema if not exists _warehouse",
  "create table if not exists _warehouse.datasets (dataset varchar not null, details varchar not null)",
  "create table if not exists _warehouse.tables (dataset varchar not null, name varchar not null, details varchar not null)",
  "create table if not exists _warehouse.jobs (id varchar not null, job varchar not null)",
  "create table if not exists _warehouse.outcomes (name varchar not null, outcome varchar not null)",
] as const;

/** A table that somebody dropped with their own DuckDB leaves no details for the next of its name. */
const FORGET_GONE = `delete from _warehouse.tables as known where not exists (
  select 1 from (
    select database_name, schema_name, table_name from duckdb_tables()
    union all
    select database_name, schema_name, view_name from duckdb_views()
  ) as found
  where found.database_name = current_database()
    and found.schema_name = known.dataset
    and found.table_name = known.name
)`;
