/** The real BigQuery client, pointed at a warehouse of the test's own. */

import { BigQuery, type Table } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";

import { startWarehouse, type WarehouseAddress } from "../../../../local/warehouse/index.ts";

/** A client of the warehouse at an address; no credentials are looked for. */
export function clientOf(
  { url, projectId }: WarehouseAddress,
  options: { readonly autoRetry?: boolean } = {},
): BigQuery {
  // The client reads this variable and takes it as the API's base address.
  process.env["BIGQUERY_EMULATOR_HOST"] = `${url}/bigquery/v2`;
  process.env["METADATA_SERVER_DETECTION"] = "none";
  return new BigQuery({ projectId, authClient: new PassThroughClient(), ...options });
}

export interface TestWarehouse extends WarehouseAddress {
  readonly client: BigQuery;
  close(): Promise<void>;
}

/** A warehouse in memory with one dataset `ds`. */
export async function memoryWarehouse(): Promise<TestWarehouse> {
  const server = await startWarehouse({ file: ":memory:" });
  const client = clientOf(server);
  await client.createDataset("ds");
  return { ...server, client };
}

/** Rows of a query, as the client gives them. */
export async function rowsOf(client: BigQuery, query: string): Promise<Record<string, unknown>[]> {
  const [rows] = await client.query({ query });
  return rows as Record<string, unknown>[];
}

/** An answer of the REST API itself, for what the client does not show. */
export async function ask(
  { url }: WarehouseAddress,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${url}/bigquery/v2/projects/local${path}`, init);
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text || "{}") as Record<string, unknown> };
}

/** The error that a promise ends in. Throws if it ends well. */
export async function errorOf(
  work: Promise<unknown>,
): Promise<{ code?: number | string; message: string; errors?: { reason?: string }[] }> {
  try {
    await work;
  } catch (error) {
    return error as { message: string };
  }
  throw new Error("expected a failure");
}

/** Loads NDJSON rows through a load job of the client, into a table of `ds` by name or any other. */
export async function loadRows(
  client: BigQuery,
  target: string | Table,
  rows: readonly unknown[] | string,
  metadata: Record<string, unknown>,
): Promise<void> {
  const text =
    typeof rows === "string" ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const table = typeof target === "string" ? client.dataset("ds").table(target) : target;
  const stream = table.createWriteStream({ sourceFormat: "NEWLINE_DELIMITED_JSON", ...metadata });
  await new Promise<void>((resolve, reject) => {
    stream.on("error", reject);
    stream.on("complete", () => resolve());
    stream.end(text);
  });
}

/** A table's resource. */
export async function metadataOf(client: BigQuery, table: string, dataset = "ds"): Promise<object> {
  const answer: unknown[] = await client.dataset(dataset).table(table).getMetadata();
  return answer[0] as object;
}
