/** Questions to BigQuery that change nothing and cost nothing. */

import type { BigQuery } from "@google-cloud/bigquery";

import {
  datasetFacts,
  type DatasetFacts,
  tableFacts,
  type TableFacts,
  unlessMissing,
} from "../../ingest/warehouse/standing.ts";
import { warehouseError } from "../../ingest/warehouse/warehouse_errors.ts";

export interface TableName {
  readonly dataset: string;
  readonly name: string;
}

export interface GoogleProbe {
  /** Asks for a job without running it. Throws as `query` of a warehouse does. */
  dryRun(sql: string): Promise<void>;
  /** Where a dataset is; null if there is none. Throws as `query` does, ConfigError if it may not be seen. */
  factsOf(dataset: string): Promise<DatasetFacts | null>;
  /** Tables and views of a dataset; none if there is none. Throws as `factsOf` does. */
  tablesIn(dataset: string): Promise<readonly TableFacts[]>;
  /** Which of the permissions this account has on a table; null if there is none. Throws as `query` does. */
  allowed(table: TableName, permissions: readonly string[]): Promise<readonly string[] | null>;
}

export function googleProbe(client: BigQuery, location: string): GoogleProbe {
  return {
    dryRun: (query) =>
      told("asking for a query", async () => {
        await client.createQueryJob({ query, location, dryRun: true, useLegacySql: false });
      }),
    factsOf: (dataset) => told(`looking at ${dataset}`, () => datasetFacts(client, dataset)),
    tablesIn: (dataset) =>
      told(`listing the tables of ${dataset}`, () => tableFacts(client, dataset)),
    allowed: (table, permissions) =>
      told(`asking for the rights on ${table.dataset}.${table.name}`, async () => {
        // Of a table that is not there the question after the rights says that there are none.
        const { dataset, name } = table;
        const metadata = await unlessMissing(() =>
          client.dataset(dataset).table(name).getMetadata(),
        );
        return metadata === null ? null : await permitted(client, table, permissions);
      }),
  };
}

function permitted(
  client: BigQuery,
  { dataset, name }: TableName,
  permissions: readonly string[],
): Promise<readonly string[]> {
  const uri = `/datasets/${dataset}/tables/${name}:testIamPermissions`;
  return new Promise((resolve, reject) => {
    client.request(
      { method: "POST", uri, json: { permissions } },
      (error: Error | null, body?: { readonly permissions?: readonly string[] }) => {
        if (error !== null) reject(error);
        else resolve(body?.permissions ?? []);
      },
    );
  });
}

async function told<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw warehouseError(error, doing);
  }
}
