/** Questions to BigQuery that change nothing and cost nothing. */

import type { BigQuery } from "@google-cloud/bigquery";

import { property } from "../../ingest/error_facts.ts";
import { httpStatus, warehouseError } from "../../ingest/warehouse/warehouse_errors.ts";
import type { Relation } from "./leftovers.ts";

export interface TableName {
  readonly dataset: string;
  readonly name: string;
}

export interface GoogleProbe {
  /** Asks for a job without running it. Throws as `query` of a warehouse does. */
  dryRun(sql: string): Promise<void>;
  /** Where a dataset is; null if there is none. Throws as `query` does, ConfigError if it may not be seen. */
  locationOf(dataset: string): Promise<string | null>;
  /** Tables and views of a dataset; none if there is none. Throws as `locationOf` does. */
  relationsIn(dataset: string): Promise<readonly Relation[]>;
  /** Which of the permissions this account has on a table; null if there is none. Throws as `query` does. */
  allowed(table: TableName, permissions: readonly string[]): Promise<readonly string[] | null>;
}

export function googleProbe(client: BigQuery, location: string): GoogleProbe {
  return {
    dryRun: (query) =>
      told("asking for a query", async () => {
        await client.createQueryJob({ query, location, dryRun: true, useLegacySql: false });
      }),
    locationOf: (dataset) =>
      told(`looking at ${dataset}`, async () => {
        const metadata = await unlessMissing(() => client.dataset(dataset).getMetadata());
        return metadata === null ? null : String(property(metadata[0], "location"));
      }),
    relationsIn: (dataset) =>
      told(`listing the tables of ${dataset}`, async () => {
        const [tables] = (await unlessMissing(() => client.dataset(dataset).getTables())) ?? [[]];
        return tables.map(({ id = "", metadata }) => ({
          ...{ dataset, name: id },
          kind: property(metadata, "type") === "VIEW" ? "view" : "table",
        }));
      }),
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

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (httpStatus(error) === 404) return null;
    throw error;
  }
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
