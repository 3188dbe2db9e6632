/** What BigQuery says of a dataset and its tables: where they are, and after how long it deletes their rows by itself. */

import type { BigQuery } from "@google-cloud/bigquery";

import { property } from "../error_facts.ts";
import { httpStatus } from "./warehouse_errors.ts";

export interface DatasetFacts {
  readonly location: string;
  /** How long a new table is kept, in milliseconds; null: for good. */
  readonly tableMs: number | null;
  /** How long a partition of a new table is kept, in milliseconds; null: for good. */
  readonly partitionMs: number | null;
}

export interface TableFacts {
  readonly name: string;
  /** BigQuery's word, such as TABLE, VIEW or EXTERNAL. */
  readonly type: string;
  /** When the table is deleted, milliseconds since 1970; null: never. */
  readonly deletedMs: number | null;
  /** How long a partition is kept, in milliseconds; null: for good. */
  readonly partitionMs: number | null;
}

/** Null if there is no such dataset. Throws as Google's client does. */
export async function datasetFacts(
  client: BigQuery,
  dataset: string,
  projectId = client.projectId,
): Promise<DatasetFacts | null> {
  const found = await unlessMissing(() => client.dataset(dataset, { projectId }).getMetadata());
  if (found === null) return null;
  const [metadata] = found as readonly [unknown, ...unknown[]];
  return {
    location: textOf(property(metadata, "location")),
    tableMs: msOf(property(metadata, "defaultTableExpirationMs")),
    partitionMs: msOf(property(metadata, "defaultPartitionExpirationMs")),
  };
}

/** Of all tables and views at once; none if there is no such dataset. Throws as Google's client does. */
export async function tableFacts(
  client: BigQuery,
  dataset: string,
): Promise<readonly TableFacts[]> {
  const [tables] = (await unlessMissing(() => client.dataset(dataset).getTables())) ?? [[]];
  return tables.map(({ id = "", metadata }) => ({
    name: id,
    type: textOf(property(metadata, "type")),
    deletedMs: msOf(property(metadata, "expirationTime")),
    partitionMs: msOf(property(property(metadata, "timePartitioning"), "expirationMs")),
  }));
}

/** Null if what is asked for is not there. */
export async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (httpStatus(error) === 404) return null;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The API writes 64-bit numbers as text. */
function msOf(value: unknown): number | null {
  const ms = Number(value ?? 0);
  return ms > 0 ? ms : null;
}
