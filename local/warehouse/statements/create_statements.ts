/** Statements that make or replace datasets, tables and views. */

import { duplicate, invalidQuery } from "../store/api_error.ts";
import {
  checkId,
  keyOf,
  placeOf,
  PROJECT,
  requireColumnNames,
  requireDataset,
  type TableName,
} from "../catalog/catalog.ts";
import { writeDataset, writeTable } from "../catalog/catalog_store.ts";
import type { QueryColumns } from "../store/engine.ts";
import { duckDbType, quoteName } from "../store/fields.ts";
import { rewriteQuery, toDuckDbType, type Statement, type TablePath } from "../googlesql/index.ts";
import { datasetName, tableName, temporaryPlace } from "./names.ts";
import { resultFields } from "../store/result_set.ts";
import { done, type Outcome, type StatementRun } from "./statement.ts";
import { detailsOf } from "./table_options.ts";
import { writeView } from "./views.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { readonly kind: Kind }>;

export async function createSchema(
  statement: Of<"create_schema">,
  run: StatementRun,
): Promise<Outcome> {
  const dataset = checkId("dataset", datasetName(statement.path));
  const outcome = done("CREATE_SCHEMA", { dataset, table: "" });
  if (run.catalog.datasets.has(dataset)) {
    if (statement.ifNotExists) return outcome;
    throw duplicate(`Dataset ${PROJECT}:${dataset}`);
  }
  await run.atomically(async () => {
    await run.engine.run(`create schema ${quoteName(run.engine.catalog)}.${quoteName(dataset)}`);
    await writeDataset(run.engine, dataset, { creationTime: String(run.now) });
  });
  return outcome;
}

export async function createTableAs(
  statement: Of<"create_table_as">,
  run: StatementRun,
): Promise<Outcome> {
  const query = rewriteQuery(statement.query, run.names.context);
  if (statement.temporary || run.bindings !== undefined || run.dryRun) {
    const columns = await run.engine.describe(query, run.bindings);
    requireColumnNames(columns.names, "TABLE");
    const body = `as select ${storedColumns(columns)} from (${query}\n)${run.dryRun ? " limit 0" : ""}`;
    return makeTable(statement, run, body, () => Promise.resolve(columns.names));
  }
  // A second planning of the query would cost more than its rows: the table itself says what its columns are.
  return makeTable(statement, run, `as ${query}\n`, async (place) => {
    const made = await run.engine.describe(`select * from ${place}`);
    const columns = mayBeRenamed(made.names) ? await run.engine.describe(query) : made;
    requireColumnNames(columns.names, "TABLE");
    if (!isStored(columns)) {
      const stored = storedColumns(columns);
      await run.engine.run(`create or replace table ${place} as select ${stored} from ${place}`);
    }
    return columns.names;
  });
}

/** DuckDB makes `a` and `a_1` of two columns `a` where it stores them, which BigQuery refuses. */
function mayBeRenamed(names: readonly string[]): boolean {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return [...known].some((name) => /_\d+$/.test(name) && known.has(name.replace(/_\d+$/, "")));
}

export async function createTable(
  statement: Of<"create_table">,
  run: StatementRun,
): Promise<Outcome> {
  const columns = statement.columns.map(({ name, type, nullable }) => {
    return `${quoteName(name)} ${toDuckDbType(type)}${nullable ? "" : " not null"}`;
  });
  const columnNames = statement.columns.map(({ name }) => name);
  return makeTable(statement, run, `(${columns.join(", ")})`, () => Promise.resolve(columnNames));
}

/** Every column cast to the one DuckDB type of its BigQuery type, so INT64 is stored as 64 bits and NUMERIC with nine decimals. */
function storedColumns(columns: QueryColumns): string {
  return resultFields(columns)
    .map(
      (field) =>
        `cast(${quoteName(field.name)} as ${duckDbType(field)}) as ${quoteName(field.name)}`,
    )
    .join(", ");
}

/** Whether every column has that type already. */
function isStored(columns: QueryColumns): boolean {
  return resultFields(columns).every((field, index) => {
    const type = String(columns.types[index]).toLowerCase();
    return (ALIASES.get(type) ?? type) === duckDbType(field);
  });
}

/** Names of one type. */
const ALIASES: ReadonlyMap<string, string> = new Map([["timestamp with time zone", "timestamptz"]]);

/** Makes the table, of which `settle` then tells the columns, given its place. */
async function makeTable(
  statement: Of<"create_table_as"> | Of<"create_table">,
  run: StatementRun,
  body: string,
  settle: (place: string) => Promise<readonly string[]>,
): Promise<Outcome> {
  const type = statement.kind === "create_table" ? "CREATE_TABLE" : "CREATE_TABLE_AS_SELECT";
  const replace = statement.orReplace ? "or replace " : "";
  if (statement.temporary) {
    const name = statement.path.at(-1) ?? "";
    if (run.session.temporaryTables.has(name.toLowerCase()) && !statement.orReplace) {
      if (statement.ifNotExists) return done(type);
      throw duplicate(`Table ${name}`);
    }
    await run.engine.run(
      `create ${replace}temp table ${temporaryPlace(name)} ${body}`,
      run.bindings,
    );
    run.session.temporaryTables.add(name.toLowerCase());
    return done(type);
  }
  const name = newName(statement.path, run);
  const existing = requireReplaceable(name, "TABLE", statement, run);
  if (existing === "keep") return done(type, name);
  const details = detailsOf(statement, run.now);
  const notNull =
    statement.kind === "create_table"
      ? statement.columns.filter(({ nullable }) => !nullable).map(({ name: column }) => column)
      : [];
  const fields = notNull.map(
    (column) => ({ name: column, type: "STRING", mode: "REQUIRED" }) as const,
  );
  await run.atomically(async () => {
    const place = placeOf(run.engine, name);
    await run.engine.run(`create ${replace}table ${place} ${body}`, run.bindings);
    const columns = new Set((await settle(place)).map((column) => column.toLowerCase()));
    for (const used of [details.timePartitioning?.field, ...(details.clustering?.fields ?? [])]) {
      if (used !== undefined && !columns.has(used.toLowerCase())) {
        throw invalidQuery(`Unrecognized name: ${used}`);
      }
    }
    await writeTable(
      run.engine,
      name,
      "TABLE",
      fields.length === 0 ? details : { ...details, fields },
    );
  });
  return done(type, name);
}

export async function createView(
  statement: Of<"create_view">,
  run: StatementRun,
): Promise<Outcome> {
  const type = statement.materialized ? "CREATE_MATERIALIZED_VIEW" : "CREATE_VIEW";
  const name = newName(statement.path, run);
  if (requireReplaceable(name, "VIEW", statement, run) === "keep") return done(type, name);
  const details = detailsOf(
    { partitionBy: null, clusterBy: [], options: statement.options },
    run.now,
  );
  const { query, orReplace, materialized } = statement;
  run.names.noteRead(await writeView(run, name, { query, orReplace, materialized, details }));
  return done(type, name);
}

/** The place of a table or view to be made. Throws 404 without its dataset, 400 for a bad id. */
function newName(path: TablePath, run: StatementRun): TableName {
  const name = tableName(path, run.defaultDataset);
  requireDataset(run.catalog, name.dataset);
  checkId("table", name.table);
  return name;
}

/** "keep" if IF NOT EXISTS leaves what is there. Throws 409 or 400 if it may not be replaced. */
function requireReplaceable(
  name: TableName,
  kind: "TABLE" | "VIEW",
  { orReplace, ifNotExists }: { readonly orReplace: boolean; readonly ifNotExists: boolean },
  { catalog }: StatementRun,
): "keep" | "make" {
  const existing = catalog.tables.get(keyOf(name));
  if (existing === undefined) return "make";
  if (ifNotExists) return "keep";
  if (!orReplace) throw duplicate(`Table ${PROJECT}:${keyOf(name)}`);
  if (existing.kind !== kind) {
    throw invalidQuery(
      `${PROJECT}:${keyOf(name)} is not allowed for this operation because it is currently a ${existing.kind}.`,
    );
  }
  return "make";
}
