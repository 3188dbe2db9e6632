/** Statements that drop datasets, tables, views and a script's own functions. */

import { ApiError, invalidQuery, notFound } from "../store/api_error.ts";
import { keyOf, placeOf, PROJECT, requireDataset } from "../catalog/catalog.ts";
import { forgetDataset, forgetTable } from "../catalog/catalog_store.ts";
import { quoteName } from "../store/fields.ts";
import type { Statement } from "../googlesql/index.ts";
import { datasetName, tableName, temporaryTable } from "./names.ts";
import { done, type Outcome, type StatementRun } from "./statement.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { readonly kind: Kind }>;

export async function drop(statement: Of<"drop">, run: StatementRun): Promise<Outcome> {
  const { path, what } = statement;
  const [bare = ""] = path;
  if (what === "function") {
    if (!run.session.temporaryFunctions.delete(bare.toLowerCase()))
      throw notFound(`Routine ${path.join(".")}`);
    await run.engine.run(`drop macro temp.main.${quoteName(bare)}`);
    return done("DROP_FUNCTION");
  }
  if (what === "schema") return dropSchema(statement, run);
  const temporary = temporaryTable(path, run.session);
  if (what === "table" && temporary !== null) {
    await run.engine.run(`drop table ${temporary}`);
    run.session.temporaryTables.delete((path.at(-1) ?? "").toLowerCase());
    return done("DROP_TABLE");
  }
  // A script may drop its temporary table twice, as Dataform's does with IF EXISTS.
  if (path.length === 1 && statement.ifExists && run.defaultDataset === null)
    return done("DROP_TABLE");
  return dropTable(statement, run);
}

async function dropTable(
  { path, what, ifExists }: Of<"drop">,
  run: StatementRun,
): Promise<Outcome> {
  const name = tableName(path, run.defaultDataset);
  const entry = run.catalog.tables.get(keyOf(name));
  const type = what === "view" ? "DROP_VIEW" : "DROP_TABLE";
  if (entry === undefined) {
    if (ifExists) return done(type, name);
    throw notFound(`Table ${PROJECT}:${keyOf(name)} was not found in location US`);
  }
  if (entry.kind !== what.toUpperCase()) {
    throw invalidQuery(
      `${PROJECT}:${keyOf(name)} is a ${entry.kind.toLowerCase()}; drop it with DROP ${entry.kind}.`,
    );
  }
  await run.atomically(async () => {
    await run.engine.run(`drop ${what} ${placeOf(run.engine, name)}`);
    await forgetTable(run.engine, name);
  });
  return done(type, name);
}

async function dropSchema(
  { path, ifExists, cascade }: Of<"drop">,
  run: StatementRun,
): Promise<Outcome> {
  const dataset = datasetName(path);
  const outcome = done("DROP_SCHEMA", { dataset, table: "" });
  if (!run.catalog.datasets.has(dataset) && ifExists) return outcome;
  await run.atomically(() => dropDataset(run, dataset, cascade));
  return outcome;
}

/** Throws 404 for an unknown dataset, 400 for one that still holds tables unless `cascade`. */
export async function dropDataset(
  { engine, catalog }: Pick<StatementRun, "engine" | "catalog">,
  dataset: string,
  cascade: boolean,
): Promise<void> {
  requireDataset(catalog, dataset);
  const held = [...catalog.tables.values()].filter((entry) => entry.dataset === dataset);
  if (held.length > 0 && !cascade) {
    throw new ApiError(400, "resourceInUse", `Dataset ${PROJECT}:${dataset} is still in use`);
  }
  await engine.run(`drop schema ${quoteName(engine.catalog)}.${quoteName(dataset)} cascade`);
  for (const entry of held) await forgetTable(engine, entry);
  await forgetDataset(engine, dataset);
}
