/** When tables were made, as BigQuery says it. */

import type { BigQuery } from "@google-cloud/bigquery";

import { httpStatus, warehouseError } from "./warehouse_errors.ts";

/** A build replaces a table, so that its creation is its last build. */
export async function builtAt(
  client: BigQuery,
  dataset: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const times = await Promise.all(
    names.map(async (name): Promise<readonly (readonly [string, string])[]> => {
      try {
        const [found] = (await client.dataset(dataset).table(name).getMetadata()) as [
          { readonly creationTime?: string },
          unknown,
        ];
        const created = Number(found.creationTime);
        return [[name, new Date(created).toISOString()]];
      } catch (error) {
        if (httpStatus(error) === 404) return [];
        throw warehouseError(error, `looking at ${dataset}.${name}`);
      }
    }),
  );
  return new Map(times.flat());
}
