/** The exported files as DuckDB, a reader that is not ours, sees them. */

import { DuckDBInstance } from "@duckdb/node-api";

export type FileRow = Readonly<Record<string, string | null>>;

export interface FileReader {
  /** Rows of a query; every value as text. */
  readonly rows: (sql: string) => Promise<readonly FileRow[]>;
  readonly close: () => void;
}

export async function openReader(): Promise<FileReader> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  return {
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader
        .getRowObjects()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              value === null ? null : String(value),
            ]),
          ),
        );
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A query that reads a CSV file cell by cell, an empty one as null. */
export function csvOf(file: string): string {
  return `select * from read_csv('${file}', all_varchar = true, header = true)`;
}
