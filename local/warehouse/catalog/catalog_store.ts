/**
 * The catalog in the file. Details live beside the tables and change in the same transaction, so the two
 * never disagree. What was read is kept in memory, since nobody else can write while the file is open.
 */

import {
  keyOf,
  type Catalog,
  type DatasetDetails,
  type TableDetails,
  type TableEntry,
  type TableName,
} from "./catalog.ts";
import type { Engine } from "../store/engine.ts";
import { quoteText } from "../store/fields.ts";

/** The newest catalog of each engine, and after how many undone transactions it was read. */
const known = new WeakMap<Engine, { readonly catalog: Catalog; readonly undone: number }>();

/** Everything that exists; the server's own schema is not shown. Call it inside `exclusive`. */
export async function readCatalog(engine: Engine): Promise<Catalog> {
  return heldBy(engine) ?? remember(engine, await readFile(engine));
}

/** What is known of the engine's catalog; undefined if it must be read from the file. */
function heldBy(engine: Engine): Catalog | undefined {
  const held = known.get(engine);
  return held !== undefined && held.undone === engine.undone() ? held.catalog : undefined;
}

/** Changes what is known at once, so that lanes and their engine lose nothing of each other's. */
function change(engine: Engine, edit: (catalog: Catalog) => Catalog): void {
  const held = heldBy(engine);
  if (held !== undefined) remember(engine, edit(held));
}

/** Lets a lane see what the engine sees, without reading the file again. */
export async function lendCatalog(engine: Engine, lane: Engine): Promise<void> {
  remember(lane, heldBy(engine) ?? (await engine.exclusive(() => readCatalog(engine))));
}

/** Tells the engine what a lane has committed under a name; an engine that must read anew does so later. */
export function takeOver(engine: Engine, lane: Engine, name: TableName): void {
  const entry = heldBy(lane)?.tables.get(keyOf(name));
  if (entry === undefined) return;
  change(engine, ({ datasets, tables }) => ({
    datasets,
    tables: new Map(tables).set(keyOf(name), entry),
  }));
}

/**
 * Runs `work` in a transaction that is always undone, and keeps what was known if `work` changed nothing of it. Call it
 * inside `exclusive`.
 */
export async function rehearse<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  const before = await readCatalog(engine);
  try {
    return await engine.rehearse(work);
  } finally {
    if (known.get(engine)?.catalog === before) remember(engine, before);
  }
}

function remember(engine: Engine, catalog: Catalog): Catalog {
  known.set(engine, { catalog, undone: engine.undone() });
  return catalog;
}

async function readFile(engine: Engine): Promise<Catalog> {
  const inThisFile = `database_name = ${quoteText(engine.catalog)}`;
  const schemas = await engine.rows(
    `select s.schema_name as dataset, d.details as details from duckdb_schemas() as s
     left join _warehouse.datasets as d on d.dataset = s.schema_name
     where s.${inThisFile} and s.schema_name not in ('main', 'information_schema', 'pg_catalog', '_warehouse')
     order by s.schema_name`,
  );
  const tables = await engine.rows(
    `select o.*, d.details as details from (
       select schema_name as dataset, table_name as name, 'TABLE' as kind from duckdb_tables()
       where ${inThisFile} and not internal and not temporary
       union all
       select schema_name, view_name, 'VIEW' from duckdb_views()
       where ${inThisFile} and not internal and not temporary
     ) as o
     left join _warehouse.tables as d on d.dataset = o.dataset and d.name = o.name
     where o.dataset not in ('main', '_warehouse') order by o.dataset, o.name`,
  );
  return {
    datasets: new Map(
      schemas.map((row) => [
        String(row["dataset"]),
        parse<DatasetDetails>(row["details"], UNKNOWN),
      ]),
    ),
    tables: new Map(
      tables.map((row) => {
        const entry: TableEntry = {
          dataset: String(row["dataset"]),
          table: String(row["name"]),
          kind: row["kind"] === "VIEW" ? "VIEW" : "TABLE",
          details: parse<TableDetails>(row["details"], UNKNOWN),
        };
        return [keyOf(entry), entry];
      }),
    ),
  };
}

/** A table that somebody made in the file with their own DuckDB has no details. */
const UNKNOWN = { creationTime: "0", lastModifiedTime: "0" } as const;

function parse<T>(details: unknown, otherwise: T): T {
  return typeof details === "string" ? (JSON.parse(details) as T) : otherwise;
}

export async function writeDataset(engine: Engine, dataset: string, details: DatasetDetails) {
  await deleteDataset(engine, dataset);
  const values = [dataset, JSON.stringify(details)];
  await engine.rows("insert into _warehouse.datasets values ($1, $2)", values);
  change(engine, ({ datasets, tables }) => ({
    tables,
    datasets: new Map(datasets).set(dataset, details),
  }));
}

export async function forgetDataset(engine: Engine, dataset: string) {
  await deleteDataset(engine, dataset);
  change(engine, ({ datasets, tables }) => ({
    tables,
    datasets: new Map([...datasets].filter(([name]) => name !== dataset)),
  }));
}

async function deleteDataset(engine: Engine, dataset: string) {
  await engine.rows("delete from _warehouse.datasets where dataset = $1", [dataset]);
}

export async function writeTable(
  engine: Engine,
  { dataset, table }: TableName,
  kind: TableEntry["kind"],
  details: TableDetails,
) {
  const entry: TableEntry = { dataset, table, kind, details };
  const key = keyOf(entry);
  const collected = collecting.get(engine);
  const row = { entry, before: collected?.get(key)?.before ?? rowBefore(engine, key) };
  if (collected === undefined) await writeRow(engine, row);
  else collected.set(key, row);
  change(engine, ({ datasets, tables }) => ({
    datasets,
    tables: new Map(tables).set(key, entry),
  }));
}

/** Details to be written, and whether the file has some under that name: each statement is a planning. */
interface Row {
  readonly entry: TableEntry;
  readonly before: "none" | "some" | "unknown";
}

function rowBefore(engine: Engine, key: string): Row["before"] {
  const held = heldBy(engine);
  if (held === undefined) return "unknown";
  const details = held.tables.get(key)?.details;
  return details === undefined || details === UNKNOWN ? "none" : "some";
}

/** What is still to be written of each table that a transaction makes, by engine. */
const collecting = new WeakMap<Engine, Map<string, Row>>();

/**
 * Runs `work`, in which the details of a table may change several times, and writes the last of them once. Call
 * it inside of a transaction.
 */
export async function writingOnce<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  const collected = new Map<string, Row>();
  collecting.set(engine, collected);
  try {
    const result = await work();
    for (const row of collected.values()) await writeRow(engine, row);
    return result;
  } finally {
    collecting.delete(engine);
  }
}

async function writeRow(engine: Engine, { entry: { dataset, table, details }, before }: Row) {
  // Written out, since preparing a statement for its values takes as long again as the statement.
  const [owner, name, text] = [dataset, table, JSON.stringify(details)].map(quoteText);
  if (before !== "none") {
    const [row] = await engine.rows(
      `update _warehouse.tables set details = ${text} where dataset = ${owner} and name = ${name}`,
    );
    if (row?.["Count"] !== 0n) return;
  }
  await engine.rows(`insert into _warehouse.tables values (${owner}, ${name}, ${text})`);
}

export async function forgetTable(engine: Engine, { dataset, table }: TableName) {
  const name = { dataset, table };
  collecting.get(engine)?.delete(keyOf(name));
  const sql = "delete from _warehouse.tables where dataset = $1 and name = $2";
  await engine.rows(sql, [dataset, table]);
  change(engine, ({ datasets, tables }) => ({
    datasets,
    tables: new Map([...tables].filter(([key]) => key !== keyOf(name))),
  }));
}
