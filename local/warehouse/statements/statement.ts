/** What one statement of a script is given and what it gives back. */

import type { TableRead } from "../catalog/bytes_read.ts";
import type { Catalog, TableName } from "../catalog/catalog.ts";
import type { Bindings, Engine } from "../store/engine.ts";
import type { Columns } from "./information_schema.ts";
import type { Names, Session } from "./names.ts";
import type { ResultSet } from "../store/result_set.ts";

export interface StatementRun {
  readonly engine: Engine;
  /** What exists as the statement begins. */
  readonly catalog: Catalog;
  /** Empty unless the job's text mentions shards or INFORMATION_SCHEMA. */
  readonly columns: Columns;
  readonly names: Names;
  readonly session: Session;
  /** The values of the job's parameters, undefined without any. */
  readonly bindings: Bindings | undefined;
  readonly defaultDataset: string | null;
  /** True for a dry run: names and types are checked, no row is read or written. */
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Runs several DuckDB statements as one. */
  readonly atomically: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface Outcome {
  /** BigQuery's name of the statement, such as "CREATE_TABLE_AS_SELECT". */
  readonly statementType: string;
  /** The rows of a query, null for other statements. */
  readonly result: ResultSet | null;
  /** Rows that DML inserted, updated or deleted; null for other statements. */
  readonly affectedRows: number | null;
  /** What BigQuery would read, estimated by a dry run of a query; nothing for all else. */
  readonly reads: readonly TableRead[];
  /** The table, view or dataset (empty `table`) that was made, changed or dropped. */
  readonly target: TableName | null;
}

export function done(statementType: string, target: TableName | null = null): Outcome {
  return { statementType, result: null, affectedRows: null, reads: [], target };
}
