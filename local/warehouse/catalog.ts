/**
 * Which datasets, tables and views exist, and what BigQuery knows of them beyond DuckDB. The details
 * live in the same file and change in the same transaction as the table, so they never disagree.
 */

import { ApiError, notFound } from "./api_error.ts";
import { type Engine } from "./engine.ts";
import { quoteName, quoteText, type Field } from "./fields.ts";
import { isUnnamed, resultFields } from "./result_set.ts";

/** The one project that the local warehouse serves. */
export const PROJECT = "local";

export interface TableDetails {
  readonly description?: string;
  readonly friendlyName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly timePartitioning?: {
    readonly type: string;
    readonly field?: string;
    readonly expirationMs?: string;
  };
  readonly clustering?: { readonly fields: readonly string[] };
  readonly requirePartitionFilter?: boolean;
  readonly expirationTime?: string;
  /** The schema as it was declared: descriptions, REQUIRED, and nothing for columns without either. */
  readonly fields?: readonly Field[];
  /** `query` is the view's GoogleSQL; an expanded view is rewritten at each use. */
  readonly view?: {
    readonly query: string;
    readonly expand: boolean;
    readonly materialized: boolean;
    readonly defaultDataset: string | null;
  };
  /** Milliseconds since 1970, as text. */
  readonly creationTime: string;
  readonly lastModifiedTime: string;
}

export interface DatasetDetails {
  readonly description?: string;
  readonly friendlyName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly creationTime: string;
}

export interface TableName {
  readonly dataset: string;
  readonly table: string;
}

export interface TableEntry extends TableName {
  readonly kind: "TABLE" | "VIEW";
  readonly details: TableDetails;
}

export interface Catalog {
  /** By dataset id. */
  readonly datasets: ReadonlyMap<string, DatasetDetails>;
  /** By `dataset.table`. */
  readonly tables: ReadonlyMap<string, TableEntry>;
}

/** Reads everything that exists, a millisecond or two; the server's own schema is not shown. */
export async function readCatalog(engine: Engine): Promise<Catalog> {
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

export function keyOf({ dataset, table }: TableName): string {
  return `${dataset}.${table}`;
}

/** DuckDB's text for a table's place. */
export function placeOf(engine: Engine, { dataset, table }: TableName): string {
  return `${quoteName(engine.catalog)}.${quoteName(dataset)}.${quoteName(table)}`;
}

/** Throws 404 in BigQuery's words. */
export function requireTable(catalog: Catalog, name: TableName): TableEntry {
  const entry = catalog.tables.get(keyOf(name));
  if (entry !== undefined) return entry;
  requireDataset(catalog, name.dataset);
  throw notFound(`Table ${PROJECT}:${keyOf(name)} was not found in location US`);
}

/** Throws 404 in BigQuery's words. */
export function requireDataset(catalog: Catalog, dataset: string): DatasetDetails {
  const details = catalog.datasets.get(dataset);
  if (details === undefined) {
    throw notFound(`Dataset ${PROJECT}:${dataset} was not found in location US`);
  }
  return details;
}

/** Throws 400 for a dataset or table id that BigQuery does not take, or that is the server's own. */
export function checkId(what: "dataset" | "table", id: string): string {
  const allowed = what === "dataset" ? /^[A-Za-z0-9_]{1,1024}$/ : /^[\p{L}\p{M}\p{N}_ -]{1,1024}$/u;
  if (!allowed.test(id)) throw new ApiError(400, "invalid", `Invalid ${what} ID "${id}".`);
  if (what === "dataset" && /^(_warehouse|main|pg_catalog|information_schema|temp)$/i.test(id)) {
    throw new ApiError(400, "invalid", `Dataset ID "${id}" is kept by the local warehouse itself.`);
  }
  return id;
}

export async function writeDataset(engine: Engine, dataset: string, details: DatasetDetails) {
  await forgetDataset(engine, dataset);
  await engine.rows("insert into _warehouse.datasets values ($1, $2)", [
    dataset,
    JSON.stringify(details),
  ]);
}

export async function forgetDataset(engine: Engine, dataset: string) {
  await engine.rows("delete from _warehouse.datasets where dataset = $1", [dataset]);
}

export async function writeTable(
  engine: Engine,
  { dataset, table }: TableName,
  details: TableDetails,
) {
  await forgetTable(engine, { dataset, table });
  const values = [dataset, table, JSON.stringify(details)];
  await engine.rows("insert into _warehouse.tables values ($1, $2, $3)", values);
}

export async function forgetTable(engine: Engine, { dataset, table }: TableName) {
  await engine.rows("delete from _warehouse.tables where dataset = $1 and name = $2", [
    dataset,
    table,
  ]);
}

/** The columns of a table or view, its declared descriptions and modes laid over them. */
export async function tableFields(engine: Engine, place: string, declared: readonly Field[] = []) {
  return describe(resultFields(await engine.describe(`select * from ${place}`)), declared);
}

function describe(actual: readonly Field[], declared: readonly Field[]): readonly Field[] {
  return actual.map((field): Field => {
    const known = declared.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
    if (known === undefined) return field;
    return {
      name: field.name,
      type: field.type,
      mode:
        field.mode === "REPEATED"
          ? "REPEATED"
          : known.mode === "REQUIRED"
            ? "REQUIRED"
            : "NULLABLE",
      ...(known.description === undefined ? {} : { description: known.description }),
      ...(field.fields === undefined ? {} : { fields: describe(field.fields, known.fields ?? []) }),
    };
  });
}

/** Throws 400 if a column of a new table or view would have no name, as BigQuery does. */
export function requireColumnNames(names: readonly string[], what: "TABLE" | "VIEW"): void {
  const unnamed = names.findIndex((name) => isUnnamed(name) || /^f\d+_$/.test(name));
  if (unnamed >= 0) {
    throw new ApiError(
      400,
      "invalidQuery",
      `CREATE ${what} columns must be named, but column ${unnamed + 1} has no name`,
    );
  }
}
