/** Which datasets, tables and views exist, and what BigQuery knows of them beyond DuckDB. */

import { ApiError, notFound } from "../store/api_error.ts";
import type { Engine } from "../store/engine.ts";
import { quoteName, type Field } from "../store/fields.ts";
import { isUnnamed, resultFields } from "../store/result_set.ts";

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
