/** The warehouse through Google's own client: BigQuery, or the local warehouse that speaks its REST API. */

import { BigQuery, type Table as BigQueryTable } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";

import { append, replace, replaceWithText } from "./bigquery_load.ts";
import { examine, firstRows, pagesOf, runQuery } from "./bigquery_query.ts";
import { schemaOf, type Table } from "../tables/tables.ts";
import { httpStatus, warehouseError } from "./warehouse_errors.ts";
import type { Warehouse } from "./warehouse.ts";

const SHEETS_SCOPE = "https://www.googleapis.com/auth/drive.readonly";

export interface BigQueryOptions {
  readonly projectId: string;
  readonly location: string;
  /** Address of the local warehouse; null for BigQuery itself, with Google's own default credentials. */
  readonly localUrl: string | null;
  /** Called once by `close`. */
  readonly release: () => Promise<void>;
}

/** Connects lazily: the first call finds out whether the warehouse is there. */
export function openBigQuery({
  projectId,
  location,
  localUrl,
  release,
}: BigQueryOptions): Warehouse {
  const client = openClient({ projectId, location, localUrl });
  return {
    projectId,
    location,
    localUrl,
    ensureTables: (tables) => ensureTables(client, location, tables),
    listTables: (dataset) => listTables(client, dataset),
    builtAt: (dataset, names) => builtAt(client, dataset, names),
    append: (table, rows, loadKey) => append(client, location, { table, rows, loadKey }),
    replace: (table, rows, loadKey) => replace(client, location, { table, rows, loadKey }),
    replaceWithText: (table, open, loadKey) =>
      replaceWithText(client, location, { table, open, loadKey }),
    query: (sql, params) => runQuery(client, { query: sql, location, ...(params && { params }) }),
    queryPages: (sql, params) =>
      pagesOf(client, { query: sql, location, ...(params && { params }) }),
    queryFirst: (sql, options) => firstRows(client, { query: sql, location }, options),
    dryRun: async (sql) => (await examine(client, { query: sql, location })).bytes,
    examine: (sql) => examine(client, { query: sql, location }),
    close: release,
  };
}

/** Google's own client, as the warehouse uses it. */
export function openClient({
  projectId,
  location,
  localUrl,
}: Omit<BigQueryOptions, "release">): BigQuery {
  return localUrl === null
    ? // Added to the client's own scope: laws and marts may read a Google Sheet through an external table.
      new BigQuery({ projectId, location, scopes: [SHEETS_SCOPE] })
    : // Nobody checks credentials on loopback, and without a client of its own an upload would look for some.
      new BigQuery({
        projectId,
        location,
        apiEndpoint: localUrl,
        authClient: new PassThroughClient(),
      });
}

async function ensureTables(
  client: BigQuery,
  location: string,
  tables: readonly Table[],
): Promise<void> {
  for (const name of new Set(tables.map(({ dataset }) => dataset))) {
    try {
      const dataset = client.dataset(name, { location });
      const existing = new Set(await listTables(client, name));
      if (existing.size === 0) await ignoreConflict(dataset.create({ location }));
      const missing = tables.filter((table) => table.dataset === name && !existing.has(table.name));
      for (const table of missing) {
        await ignoreConflict(dataset.createTable(table.name, creation(table)));
      }
      for (const table of tables.filter(({ addedLater = [] }) => addedLater.length > 0)) {
        if (table.dataset === name && existing.has(table.name)) {
          await addColumns(dataset.table(table.name), table);
        }
      }
    } catch (error) {
      throw warehouseError(error, `creating the tables of ${name}`);
    }
  }
}

/** A build replaces a table, so that its creation is its last build. */
async function builtAt(
  client: BigQuery,
  dataset: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const times = await Promise.all(
    names.map(async (name): Promise<readonly (readonly [string, string])[]> => {
      try {
        const [found] = (await client.dataset(dataset).table(name).getMetadata()) as [
          Metadata,
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

interface Metadata {
  /** Milliseconds since 1970 as text. */
  readonly creationTime?: string;
  readonly type?: string;
  readonly schema?: { readonly fields?: readonly { readonly name?: string }[] };
}

/** A table that an earlier version made gets the columns that came since, empty in its rows. */
async function addColumns(table: BigQueryTable, { fields }: Table): Promise<void> {
  const [{ type, schema }] = (await table.getMetadata()) as [Metadata, unknown];
  const known = schema?.fields ?? [];
  const names = new Set(known.map((field) => field.name));
  const missing = fields.filter((field) => !names.has(field.name));
  if (type !== "TABLE" || missing.length === 0) return;
  await table.setMetadata({ schema: { fields: [...known, ...schemaOf(missing).fields] } });
}

function creation({ description, fields, partitionedBy, clusteredBy }: Table) {
  return {
    description,
    schema: schemaOf(fields),
    ...(partitionedBy !== null && { timePartitioning: { type: "DAY", field: partitionedBy } }),
    ...(clusteredBy !== null && { clustering: { fields: [clusteredBy] } }),
  };
}

/** Somebody else may create the same at the same time. */
async function ignoreConflict(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (httpStatus(error) !== 409) throw error;
  }
}

async function listTables(client: BigQuery, dataset: string): Promise<string[]> {
  try {
    const [tables] = await client.dataset(dataset).getTables();
    return tables.flatMap((table) => (table.id === undefined ? [] : [table.id]));
  } catch (error) {
    if (httpStatus(error) === 404) return [];
    throw warehouseError(error, `listing the tables of ${dataset}`);
  }
}
