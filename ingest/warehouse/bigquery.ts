/** The warehouse through Google's own client: BigQuery, or the local warehouse that speaks its REST API. */

import { BigQuery, type Table as BigQueryTable } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";

import { append, refuseOtherThanTable, replace, replaceWithText } from "./bigquery_load.ts";
import { examine, firstRows, pagesOf, runQuery } from "./bigquery_query.ts";
import { builtAt } from "./built_at.ts";
import { ConfigError } from "../errors.ts";
import { schemaOf, type Table } from "../tables/tables.ts";
import { expirationFault, type Standing } from "./expirations.ts";
import { cancelLabelled } from "./labelled_jobs.ts";
import { elsewhere, misplaced } from "./locations.ts";
import { runningQueries } from "./running_queries.ts";
import { datasetFacts, tableFacts } from "./standing.ts";
import { httpStatus, warehouseError } from "./warehouse_errors.ts";
import type { Lasting, Warehouse } from "./warehouse.ts";

const SHEETS_SCOPE = "https://www.googleapis.com/auth/drive.readonly";

export interface BigQueryOptions {
  readonly projectId: string;
  readonly location: string;
  /** Address of the local warehouse; null for BigQuery itself, with Google's own default credentials. */
  readonly localUrl: string | null;
  /** Days after which landed pages are dropped on purpose; null: never. Asked for only where it matters. */
  readonly daysKept?: () => number | null;
  /** Called once by `close`. */
  readonly release: () => Promise<void>;
}

/** Connects lazily: the first call finds out whether the warehouse is there. */
export function openBigQuery({
  projectId,
  location,
  localUrl,
  daysKept = () => null,
  release,
}: BigQueryOptions): Warehouse {
  const client = openClient({ projectId, location, localUrl });
  const place: Place = { client, location, daysKept, sound: new Set() };
  const asking = { client, running: runningQueries(client) };
  return {
    projectId,
    location,
    localUrl,
    ensureTables: (tables, lasting) => ensureTables(place, tables, lasting),
    listTables: (dataset) => listTables(client, dataset),
    builtAt: (dataset, names) => builtAt(client, dataset, names),
    requireTable: (table) => refuseOtherThanTable(client, table),
    append: (table, rows, loadKey) => append(client, location, { table, rows, loadKey }),
    replace: (table, rows, loadKey) => replace(client, location, { table, rows, loadKey }),
    replaceWithText: (table, open, loadKey) =>
      replaceWithText(client, location, { table, open, loadKey }),
    query: (sql, params) => runQuery(asking, { query: sql, location, ...(params && { params }) }),
    queryPages: (sql, params) =>
      pagesOf(asking, { query: sql, location, ...(params && { params }) }),
    queryFirst: (sql, options) => firstRows(asking, { query: sql, location }, options),
    dryRun: async (sql) => (await examine(client, { query: sql, location })).bytes,
    examine: (sql) => examine(client, { query: sql, location }),
    placeFault: async (words) => (await elsewhere(client, new Error(words)))?.message ?? null,
    cancelQueries: () => asking.running.cancelAll(),
    cancelRun: (run) => cancelLabelled(client, run),
    close: () => asking.running.cancelAll().then(release),
  };
}

/** Google's own client, as the warehouse uses it. */
export function openClient({
  projectId,
  location,
  localUrl,
}: Pick<BigQueryOptions, "projectId" | "location" | "localUrl">): BigQuery {
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

interface Place extends Required<Pick<BigQueryOptions, "location" | "daysKept">> {
  readonly client: BigQuery;
  /** Datasets that were found to be there and to keep what they hold: they are not asked for again. */
  readonly sound: Set<string>;
}

/** All is looked at before anything is made. */
async function ensureTables(
  place: Place,
  tables: readonly Table[],
  lasting: Lasting = { datasets: [], tables: new Set() },
): Promise<void> {
  const names = new Set([...tables.map(({ dataset }) => dataset), ...lasting.datasets]);
  const standings = await Promise.all([...names].map((name) => standingOf(place, name)));
  const added = tables.map(({ dataset, name }) => `${dataset}.${name}`);
  const fault =
    misplaced(standings, place.location) ??
    expirationFault(standings, {
      lasting: new Set([...added, ...lasting.tables]),
      daysKept: place.daysKept,
    });
  if (fault !== null) throw new ConfigError(fault);
  for (const standing of standings) {
    if (standing.facts !== null) place.sound.add(standing.dataset);
    const wanted = tables.filter(({ dataset }) => dataset === standing.dataset);
    if (wanted.length > 0) await makeTables(place, standing, wanted);
  }
}

async function makeTables(
  { client, location }: Place,
  { dataset: name, isThere, tables: found }: Standing,
  wanted: readonly Table[],
): Promise<void> {
  try {
    const dataset = client.dataset(name, { location });
    const existing = new Set(found.map((table) => table.name));
    if (!isThere) await ignoreConflict(dataset.create({ location }));
    for (const table of wanted) {
      if (!existing.has(table.name)) {
        await ignoreConflict(dataset.createTable(table.name, creation(table)));
      } else if ((table.addedLater ?? []).length > 0) {
        await addColumns(dataset.table(table.name), table);
      }
    }
  } catch (error) {
    throw warehouseError(error, `creating the tables of ${name}`);
  }
}

/** Whoever may fill a dataset may not always see how it is set up: then it is there. */
async function standingOf({ client, sound }: Place, dataset: string): Promise<Standing> {
  try {
    if (sound.has(dataset)) {
      return { dataset, isThere: true, facts: null, tables: await tableFacts(client, dataset) };
    }
    const facts = await datasetFacts(client, dataset).catch(unseenIfRefused);
    if (facts === null) return { dataset, isThere: false, facts, tables: [] };
    const tables = await tableFacts(client, dataset);
    return { dataset, isThere: true, facts: facts === UNSEEN ? null : facts, tables };
  } catch (error) {
    throw warehouseError(error, `looking at dataset ${dataset}`);
  }
}

const UNSEEN: unique symbol = Symbol("unseen");

function unseenIfRefused(error: unknown): typeof UNSEEN {
  if (httpStatus(error) === 403) return UNSEEN;
  throw error;
}

interface Metadata {
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
