/** Load jobs: rows into a table, all of them or none, and a job whose answer was lost is not made twice. */

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { type BigQuery } from "@google-cloud/bigquery";

import { property } from "./error_facts.ts";
import { ConfigError } from "./errors.ts";
import { type Table } from "./tables.ts";
import { retryLoad, warehouseError } from "./warehouse_errors.ts";
import { type Row } from "./warehouse.ts";

export interface Load {
  readonly table: Table;
  readonly rows: readonly Row[];
  readonly loadKey: string;
}

/** Adds all rows or none. */
export async function append(client: BigQuery, location: string, given: Load): Promise<void> {
  if (given.rows.length === 0) return;
  await load(client, location, { ...given, write: { writeDisposition: "WRITE_APPEND" } });
}

/**
 * Puts the rows in the place of all that the table holds, or changes nothing. Throws ConfigError if the name is
 * that of a view or a Google Sheet.
 *
 * The schema is sent along, because truncating puts the job's schema, descriptions too, in place of the table's.
 */
export async function replace(client: BigQuery, location: string, given: Load): Promise<void> {
  await refuseOtherThanTable(client, given.table);
  const schema = { fields: given.table.fields.map((field) => ({ ...field })) };
  await load(client, location, { ...given, write: { writeDisposition: "WRITE_TRUNCATE", schema } });
}

/** A Google Sheet can stand in a table's place, and so can a view: both are edited elsewhere. */
async function refuseOtherThanTable(client: BigQuery, { dataset, name }: Table): Promise<void> {
  const type = await client
    .dataset(dataset)
    .table(name)
    .getMetadata()
    .then(([metadata]) => property(metadata, "type"))
    .catch((error: unknown) => {
      throw warehouseError(error, `looking at ${dataset}.${name}`);
    });
  if (type === "TABLE") return;
  const what = type === "EXTERNAL" ? "an external table, such as a Google Sheet" : "not a table";
  throw new ConfigError(
    `${dataset}.${name} is ${what}: change it where it is kept, or drop it in the warehouse and import again.`,
  );
}

interface LoadJob extends Load {
  readonly write:
    | { readonly writeDisposition: "WRITE_APPEND" }
    | { readonly writeDisposition: "WRITE_TRUNCATE"; readonly schema: object };
}

/**
 * One load job, checked against the table's own schema, whose id is a hash of what it loads, so that a load
 * whose answer was lost is found again instead of being made twice.
 */
async function load(
  client: BigQuery,
  location: string,
  { table, rows, loadKey, write }: LoadJob,
): Promise<void> {
  const jobId = createHash("sha256").update(`${table.name} ${loadKey}`).digest("hex");
  const upload = async (): Promise<void> => {
    const target = client.dataset(table.dataset, { location }).table(table.name, { location });
    const stream = target.createWriteStream({
      jobId,
      sourceFormat: "NEWLINE_DELIMITED_JSON",
      createDisposition: "CREATE_NEVER",
      ...write,
    });
    await pipeline(Readable.from(ndjson(rows)), stream);
  };
  try {
    await retryLoad(upload, async () => {
      await client.job(jobId, { location }).promise();
    });
  } catch (error) {
    throw warehouseError(error, `loading ${rows.length} rows into ${table.dataset}.${table.name}`);
  }
}

function* ndjson(rows: readonly Row[]): Generator<Buffer> {
  for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
}
