/** What the program needs of a warehouse: a port with two implementations of one adapter, bigquery.ts. */

import type { Readable } from "node:stream";

import type { Table } from "../tables/tables.ts";

/** One row to land: INT64 as number, all else as text. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** NUMERIC and INT64 are text, DATE `YYYY-MM-DD`, TIMESTAMP RFC 3339 UTC. */
export type Cell =
  string | number | boolean | null | readonly Cell[] | { readonly [field: string]: Cell };

export interface Column {
  readonly name: string;
  /** BigQuery's name of the type in the REST API, such as `NUMERIC` or `INTEGER`. */
  readonly type: string;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

export interface FirstRows {
  readonly rows: number;
  readonly timeoutMs: number;
  readonly params?: Readonly<Record<string, string>>;
  /** Aborted when nobody wants the rows any more, which ends the query. */
  readonly signal?: AbortSignal | undefined;
}

export interface Examined {
  readonly bytes: number;
  /** BigQuery's name of the kind of statement, such as SELECT. */
  readonly statementType: string;
  /** `dataset.table` of what is read; of a view also, or only, the tables behind it. */
  readonly tables: readonly string[];
}

/** What no expiration may touch beside the tables that are made. */
export interface Lasting {
  readonly datasets: readonly string[];
  /** `dataset.name` of tables that builds add to. */
  readonly tables: ReadonlySet<string>;
}

export interface Warehouse {
  readonly projectId: string;
  readonly location: string;
  /** Address of the local warehouse; null on BigQuery. */
  readonly localUrl: string | null;
  /**
   * Creates what is missing of datasets and tables, and leaves the rest as it is. Throws ConfigError before anything
   * is made if BigQuery would by itself delete rows of them, or of what else must last.
   */
  ensureTables(tables: readonly Table[], lasting?: Lasting): Promise<void>;
  /** Throws ConfigError if a view or a Google Sheet has the name of a table that is to be replaced. */
  requireTable(table: Table): Promise<void>;
  /** Names of a dataset's tables and views; none if there is no such dataset. */
  listTables(dataset: string): Promise<readonly string[]>;
  /** When tables of a dataset were made, RFC 3339, by name; what is not there is left out. */
  builtAt(dataset: string, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Adds all rows or none. `loadKey` names the content: the same key twice adds once. Throws LandingError. */
  append(table: Table, rows: readonly Row[], loadKey: string): Promise<void>;
  /**
   * Puts the rows in the place of all that the table held, or changes nothing. `loadKey` as for `append`. Throws
   * LandingError, and ConfigError if a view or a Google Sheet has the table's name.
   */
  replace(table: Table, rows: readonly Row[], loadKey: string): Promise<void>;
  /**
   * Puts the rows of a text, NDJSON of any size, in the place of all that a table holds, or changes nothing; what
   * the table has no column for is left out. `open` is called anew for each try. Throws LandingError.
   */
  replaceWithText(table: Table, open: () => Readable, loadKey: string): Promise<void>;
  /** All rows of one GoogleSQL query. Throws LandingError with the engine's message. */
  query(sql: string, params?: Readonly<Record<string, string>>): Promise<QueryResult>;
  /** The same, page by page as the warehouse hands them over: for results that memory should not hold. */
  queryPages(sql: string, params?: Readonly<Record<string, string>>): AsyncGenerator<QueryResult>;
  /**
   * The first rows of one GoogleSQL query, and whether there are more. Throws LandingError with the engine's message,
   * also if it takes longer than `timeoutMs`, TransportError if it was cancelled.
   */
  queryFirst(sql: string, options: FirstRows): Promise<QueryResult & { readonly isCut: boolean }>;
  /** What a statement would do, from a dry run, which costs nothing. Throws LandingError with the engine's message. */
  examine(sql: string): Promise<Examined>;
  /**
   * Bytes that one GoogleSQL query would read, from a dry run, which costs nothing. The local warehouse estimates
   * them. Throws LandingError with the engine's message.
   */
  dryRun(sql: string): Promise<number>;
  /**
   * One sentence where these words of BigQuery's, `not found in location`, are about a dataset that lies elsewhere; null
   * where they are not. Never rejects.
   */
  placeFault(words: string): Promise<string | null>;
  /** Cancels the queries that are not at their end: for when nobody waits for their answers any more. */
  cancelQueries(): Promise<void>;
  /**
   * Cancels what another program began under this value of the label `ai_spend_run`. False where its jobs cannot be
   * listed or cancelled, so that some may go on.
   */
  cancelRun(run: string): Promise<boolean>;
  /** Cancels the queries whose answers nobody waited for. */
  close(): Promise<void>;
}
