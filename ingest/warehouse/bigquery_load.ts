/** Load jobs: rows into a table, all of them or none, and a job whose answer was lost is not made twice. */

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { BigQuery } from "@google-cloud/bigquery";

import { property } from "../error_facts.ts";
import { ConfigError } from "../errors.ts";
import { schemaOf, type Table } from "../tables/tables.ts";
import { retryLoad, warehouseError } from "./warehouse_errors.ts";
import type { Row } from "./warehouse.ts";

interface Target {
  readonly table: Table;
  readonly loadKey: string;
}

export interface Load extends Target {
  readonly rows: readonly Row[];
}

export interface TextLoad extends Target {
  /** The text from its start. */
  readonly open: () => Readable;
}

/** Adds all rows or none. */
export async function append(client: BigQuery, location: string, given: Load): Promise<void> {
  if (given.rows.length === 0) return;
  await loadRows(client, location, given, { writeDisposition: "WRITE_APPEND" });
}

/**
 * Puts the rows in the place of all that the table holds, or changes nothing. Throws ConfigError if the name is
 * that of a view or a Google Sheet.
 *
 * The schema is sent along, because truncating puts the job's schema, descriptions too, in place of the table's.
 */
export async function replace(client: BigQuery, location: string, given: Load): Promise<void> {
  await refuseOtherThanTable(client, given.table);
  const schema = schemaOf(given.table.fields);
  await loadRows(client, location, given, { writeDisposition: "WRITE_TRUNCATE", schema });
}

/** Puts the lines of an NDJSON text in the place of all that the table holds, without holding them in memory. */
export async function replaceWithText(
  client: BigQuery,
  location: string,
  given: TextLoad,
): Promise<void> {
  const schema = schemaOf(given.table.fields);
  await load(client, location, {
    ...given,
    write: { writeDisposition: "WRITE_TRUNCATE", schema, ignoreUnknownValues: true },
    doing: `loading a file into ${given.table.dataset}.${given.table.name}`,
  });
}

async function loadRows(
  client: BigQuery,
  location: string,
  { table, rows, loadKey }: Load,
  write: LoadJob["write"],
): Promise<void> {
  const open = (): Readable => Readable.from(ndjson(rows));
  const doing = `loading ${rows.length} rows into ${table.dataset}.${table.name}`;
  await load(client, location, { table, open, loadKey, write, doing });
}

/** A Google Sheet can stand in a table's place, and so can a view: both are edited elsewhere. */
export async function refuseOtherThanTable(
  client: BigQuery,
  { dataset, name }: Table,
): Promise<void> {
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

interface LoadJob extends TextLoad {
  readonly write: {
    readonly writeDisposition: "WRITE_APPEND" | "WRITE_TRUNCATE";
    readonly schema?: object;
    readonly ignoreUnknownValues?: true;
  };
  /** For the message of a failure. */
  readonly doing: string;
}

/**
 * One load job, checked against the table's own schema, whose id is a hash of what it loads and of how many jobs
 * for it have failed, so that a load whose answer was lost is found again instead of being made twice.
 */
async function load(
  client: BigQuery,
  location: string,
  { table, open, loadKey, write, doing }: LoadJob,
): Promise<void> {
  const jobIdAfter = (failedJobs: number): string => {
    const again = failedJobs === 0 ? "" : ` after ${failedJobs} failed`;
    return createHash("sha256").update(`${table.name} ${loadKey}${again}`).digest("hex");
  };
  const upload = async (failedJobs: number): Promise<void> => {
    const target = client.dataset(table.dataset, { location }).table(table.name, { location });
    const stream = target.createWriteStream({
      jobId: jobIdAfter(failedJobs),
      sourceFormat: "NEWLINE_DELIMITED_JSON",
      createDisposition: "CREATE_NEVER",
      ...write,
    });
    await pipeline(open(), stream);
  };
  try {
    await retryLoad({
      upload,
      lookAt: async (failedJobs) => {
        await client.job(jobIdAfter(failedJobs), { location }).promise();
      },
    });
  } catch (error) {
    throw warehouseError(error, doing);
  }
}

function* ndjson(rows: readonly Row[]): Generator<Buffer> {
  for (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
}
