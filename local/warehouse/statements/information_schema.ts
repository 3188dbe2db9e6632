/** INFORMATION_SCHEMA.SCHEMATA, TABLES and COLUMNS as sub-queries with BigQuery's names and types. */

import { notImplemented } from "../store/api_error.ts";
import {
  keyOf,
  PROJECT,
  requireDataset,
  type Catalog,
  type TableEntry,
} from "../catalog/catalog.ts";
import type { Engine } from "../store/engine.ts";
import { quoteText } from "../store/fields.ts";
import { toGoogleType } from "../googlesql/index.ts";

export interface Column {
  readonly name: string;
  /** DuckDB's type text. */
  readonly type: string;
  readonly nullable: boolean;
}

/** By `dataset.table`, in the table's order. */
export type Columns = ReadonlyMap<string, readonly Column[]>;

export async function readColumns(engine: Engine): Promise<Columns> {
  const rows = await engine.rows(
    `select schema_name, table_name, column_name, data_type, is_nullable from duckdb_columns()
     where database_name = ${quoteText(engine.catalog)} and not internal
     order by schema_name, table_name, column_index`,
  );
  const columns = new Map<string, Column[]>();
  for (const row of rows) {
    const key = keyOf({ dataset: String(row["schema_name"]), table: String(row["table_name"]) });
    const list = columns.get(key) ?? [];
    list.push({
      name: String(row["column_name"]),
      type: String(row["data_type"]),
      nullable: row["is_nullable"] === true,
    });
    columns.set(key, list);
  }
  return columns;
}

export interface InformationSchemaOptions {
  /** What stands after INFORMATION_SCHEMA. */
  readonly path: readonly string[];
  readonly dataset: string | null;
  readonly catalog: Catalog;
  readonly columns: Columns;
}

/** Throws 501 for a view of INFORMATION_SCHEMA that is not kept, naming it. */
export function informationSchema({
  path,
  dataset,
  catalog,
  columns,
}: InformationSchemaOptions): string {
  const view = path.join(".").toUpperCase();
  if (view === "SCHEMATA") {
    return subQuery(
      SCHEMATA,
      [...catalog.datasets.keys()].map((name) => [PROJECT, name, "US"]),
    );
  }
  if (view !== "TABLES" && view !== "COLUMNS") throw notImplemented(`INFORMATION_SCHEMA.${view}`);
  if (dataset === null)
    throw notImplemented(`INFORMATION_SCHEMA.${view} without a dataset before it`);
  requireDataset(catalog, dataset);
  const entries = [...catalog.tables.values()].filter((entry) => entry.dataset === dataset);
  if (view === "TABLES") return subQuery(TABLES, entries.map(tableRow));
  return subQuery(
    COLUMNS,
    entries.flatMap((entry) =>
      (columns.get(keyOf(entry)) ?? []).map((column, index) => columnRow(entry, column, index)),
    ),
  );
}

type Value = string | number | bigint | null;
type Heading = readonly (readonly [name: string, type: string])[];

const SCHEMATA: Heading = [
  ["catalog_name", "varchar"],
  ["schema_name", "varchar"],
  ["location", "varchar"],
];

const TABLES: Heading = [
  ["table_catalog", "varchar"],
  ["table_schema", "varchar"],
  ["table_name", "varchar"],
  ["table_type", "varchar"],
  ["is_insertable_into", "varchar"],
  ["is_typed", "varchar"],
  ["creation_time", "timestamptz"],
];

const COLUMNS: Heading = [
  ["table_catalog", "varchar"],
  ["table_schema", "varchar"],
  ["table_name", "varchar"],
  ["column_name", "varchar"],
  ["ordinal_position", "bigint"],
  ["is_nullable", "varchar"],
  ["data_type", "varchar"],
  ["is_partitioning_column", "varchar"],
  ["clustering_ordinal_position", "bigint"],
];

function tableRow({ dataset, table, kind, details }: TableEntry): readonly Value[] {
  const viewType = details.view?.materialized === true ? "MATERIALIZED VIEW" : "VIEW";
  const type = kind === "VIEW" ? viewType : "BASE TABLE";
  const created = new Date(Number(details.creationTime)).toISOString();
  return [PROJECT, dataset, table, type, kind === "VIEW" ? "NO" : "YES", "NO", created];
}

function columnRow(
  { dataset, table, details }: TableEntry,
  column: Column,
  index: number,
): readonly Value[] {
  const clustered = details.clustering?.fields.findIndex((name) => name === column.name) ?? -1;
  return [
    PROJECT,
    dataset,
    table,
    column.name,
    index + 1,
    column.nullable ? "YES" : "NO",
    toGoogleType(column.type),
    details.timePartitioning?.field === column.name ? "YES" : "NO",
    clustered < 0 ? null : clustered + 1,
  ];
}

/** A sub-query that holds the rows themselves; without rows it still has its columns. */
function subQuery(heading: Heading, rows: readonly (readonly Value[])[]): string {
  const names = heading.map(([name]) => name).join(", ");
  const typed = heading.map(([name, type]) => `cast(${name} as ${type}) as ${name}`).join(", ");
  const list = (row: readonly Value[]) =>
    `(${heading.map((_column, index) => literal(row[index] ?? null)).join(", ")})`;
  // One list of values: thousands of queries with UNION ALL between them take gigabytes.
  const values = (rows.length === 0 ? [[]] : rows).map(list).join(", ");
  const none = rows.length === 0 ? " where false" : "";
  return `(select ${typed} from (values ${values}) as listed(${names})${none})`;
}

function literal(value: Value): string {
  if (value === null) return "null";
  return typeof value === "string" ? quoteText(value) : String(value);
}
