/** From a table path in GoogleSQL to DuckDB text: tables, views, shards, INFORMATION_SCHEMA. */

import { ApiError, invalidQuery, notFound, notImplemented } from "../store/api_error.ts";
import { keyOf, placeOf, PROJECT, requireDataset, requireTable } from "../catalog/catalog.ts";
import type { Catalog, TableEntry, TableName } from "../catalog/catalog.ts";
import { placeToRead } from "../catalog/slices.ts";
import type { Engine } from "../store/engine.ts";
import { quoteName, quoteText } from "../store/fields.ts";
import { rewriteQuery, type RewriteContext, type TablePath } from "../googlesql/index.ts";
import { informationSchema, type Columns } from "./information_schema.ts";

/** What a script has made for itself; its names are lower case. */
export interface Session {
  readonly temporaryTables: Set<string>;
  readonly temporaryFunctions: Set<string>;
  readonly variables: Set<string>;
}

export interface Names {
  readonly context: RewriteContext;
  /** Tables and views that the texts rewritten so far have read. */
  readonly read: ReadonlySet<string>;
  /** Adds what a text has read that was rewritten beside these. */
  noteRead(names: ReadonlySet<string>): void;
  /** True once a text has used a name whose meaning changes as tables come and go. */
  usesLiveNames(): boolean;
}

export interface NamesOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  /** Empty unless the text mentions shards or INFORMATION_SCHEMA. */
  readonly columns: Columns;
  readonly session: Session;
  /** Dataset of bare table names, null for none. */
  readonly defaultDataset: string | null;
}

export function names(options: NamesOptions): Names {
  const { engine, catalog, columns, session } = options;
  const read = new Set<string>();
  let live = false;

  const resolve = (path: TablePath, place: typeof placeOf): string => {
    const temporary = temporaryTable(path, session);
    if (temporary !== null) return temporary;
    const schemaAt = path.findIndex((part) => part.toUpperCase() === "INFORMATION_SCHEMA");
    if (schemaAt >= 0) {
      live = true;
      return informationSchema({
        path: path.slice(schemaAt + 1),
        dataset: datasetBefore(path, schemaAt),
        catalog,
        columns,
      });
    }
    const name = tableName(path, options.defaultDataset);
    if (name.table.endsWith("*")) {
      live = true;
      return wildcard(options, name, read);
    }
    const entry = requireTable(catalog, name);
    read.add(keyOf(entry));
    if (entry.details.view?.expand !== true) return place(engine, entry);
    live = true;
    return expandView(options, entry);
  };

  return {
    context: {
      resolveTable: (path) => resolve(path, placeOf),
      resolveSource: (path) => resolve(path, placeToRead),
      variables: session.variables,
      temporaryFunctions: session.temporaryFunctions,
    },
    read,
    noteRead: (names) => names.forEach((name) => read.add(name)),
    usesLiveNames: () => live,
  };
}

/** True if a text may need the columns of many tables at once. */
export function needsColumns(text: string, catalog: Catalog): boolean {
  if (/information_schema|\*\s*`/i.test(text)) return true;
  return [...catalog.tables.values()].some(
    ({ table, details }) => details.view?.expand === true && text.includes(table),
  );
}

/** Dataset and table of a path. Throws 404 for another project, 400 for a bare name without a dataset. */
export function tableName(path: TablePath, defaultDataset: string | null): TableName {
  const parts = path.length === 3 ? path.slice(1) : path;
  if (path.length === 3 && path[0] !== PROJECT) throw wrongProject(path[0] ?? "");
  const [first, second] = parts;
  if (first !== undefined && second !== undefined && parts.length === 2) {
    return { dataset: first, table: second };
  }
  if (first === undefined || parts.length !== 1) {
    throw invalidQuery(`Invalid table name ${path.join(".")}`);
  }
  if (defaultDataset !== null) return { dataset: defaultDataset, table: first };
  throw invalidQuery(`Table "${first}" must be qualified with a dataset (e.g. dataset.table).`);
}

/** Dataset of a CREATE or DROP SCHEMA. Throws 404 for another project. */
export function datasetName(path: TablePath): string {
  if (path.length > 1 && path[0] !== PROJECT) throw wrongProject(path[0] ?? "");
  return path.at(-1) ?? "";
}

export function wrongProject(project: string): ApiError {
  return notFound(`Project ${project}: the local warehouse serves the project "${PROJECT}" alone`);
}

/** DuckDB's text for a script's own table, null if the path names none. */
export function temporaryTable(path: TablePath, session: Session): string | null {
  const bare = path.length === 2 && path[0]?.toUpperCase() === "_SESSION" ? path.slice(1) : path;
  const [name] = bare;
  if (bare.length !== 1 || name === undefined) return null;
  return session.temporaryTables.has(name.toLowerCase()) ? temporaryPlace(name) : null;
}

export function temporaryPlace(name: string): string {
  return `temp.main.${quoteName(name)}`;
}

function datasetBefore(path: TablePath, schemaAt: number): string | null {
  const before = path.slice(0, schemaAt);
  if (before.length === 2 && before[0] !== PROJECT) throw wrongProject(before[0] ?? "");
  return before.at(-1) ?? null;
}

function expandView(options: NamesOptions, entry: TableEntry): string {
  const view = entry.details.view;
  if (view === undefined) throw new Error(`${keyOf(entry)} is no view`);
  const inner = names({ ...options, session: emptySession(), defaultDataset: view.defaultDataset });
  return `(${rewriteQuery(view.query, inner.context)})`;
}

export function emptySession(): Session {
  return { temporaryTables: new Set(), temporaryFunctions: new Set(), variables: new Set() };
}

/**
 * All shards of `prefix_*` as one sub-query. Its columns are those of the newest shard (the last by
 * name), as BigQuery documents; a column that an older shard lacks is NULL there.
 */
function wildcard(options: NamesOptions, { dataset, table }: TableName, read: Set<string>): string {
  const { catalog, engine, columns } = options;
  requireDataset(catalog, dataset);
  const prefix = table.slice(0, -1);
  const shards = [...catalog.tables.values()]
    .filter((entry) => entry.dataset === dataset && entry.kind === "TABLE")
    .filter((entry) => entry.table.startsWith(prefix))
    .sort((a, b) => (a.table < b.table ? -1 : 1));
  const newest = shards.at(-1);
  if (newest === undefined) {
    throw new ApiError(
      404,
      "notFound",
      `Not found: ${PROJECT}:${dataset}.${table} does not match any table.`,
    );
  }
  const wanted = columns.get(keyOf(newest)) ?? [];
  if (wanted.some(({ name }) => name.toUpperCase() === "_TABLE_SUFFIX")) {
    throw notImplemented("a wildcard over tables with a column _TABLE_SUFFIX");
  }
  const selects = shards.map((shard) => {
    read.add(keyOf(shard));
    const own = columns.get(keyOf(shard)) ?? [];
    const list = wanted.map(({ name, type }) => {
      const held = own.some((column) => column.name.toLowerCase() === name.toLowerCase());
      return `cast(${held ? quoteName(name) : "null"} as ${type}) as ${quoteName(name)}`;
    });
    list.push(`${quoteText(shard.table.slice(prefix.length))} as _table_suffix`);
    return `select ${list.join(", ")} from ${placeOf(engine, shard)}`;
  });
  return `(${selects.join(" union all ")})`;
}
