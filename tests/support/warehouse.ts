/** A local warehouse in memory for one test file; its port is reached as production reaches BigQuery. */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { openBigQuery } from "../../ingest/warehouse/bigquery.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import type { QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { actionsOf, sourcesOf } from "../../cli/build/graph.ts";
import type { BuildAction } from "../../local/warehouse/build/index.ts";
import type { BuildResult, RunQuery } from "./build.ts";
import { type TextRow, toTextRows } from "./cells.ts";
import { startEngine } from "./engine.ts";
import { type CompiledGraph, runFolderIfAny } from "./graph.ts";

export interface TestWarehouse {
  readonly warehouse: Warehouse;
  /** Runs one statement or script; rows as text. */
  readonly runQuery: RunQuery;
  /**
   * Builds as the product does: what cannot come out different than it stands is left alone. Incremental tables
   * are made anew while `built` is empty, which then holds every name. Throws with the first failed action's name.
   */
  readonly build: (graph: CompiledGraph, built: Set<string>) => Promise<BuildResult>;
  /** Stands for what a relation holds since the last build; undefined if that is not known. */
  readonly contentOf: (name: string) => string | undefined;
  /** How the engine would run a query. */
  readonly plan: (sql: string) => Promise<unknown>;
  /** The rows of a query as the warehouse port has them. */
  readonly readRows: (sql: string) => Promise<QueryResult["rows"]>;
  /** Empties the landed and reference tables; what was built stays for the next build to compare with. */
  readonly empty: () => Promise<void>;
  /** Empties the landed and reference tables, and drops all that was built. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const BUILT = ["ai_staging", "ai_spend", "ai_spend_assertions"];
const SOURCES = [
  ...LANDING_TABLES.map(({ name }) => `ai_raw.${name}`),
  ...REFERENCE_TABLES.map(({ name }) => `ai_reference.${name}`),
];

/**
 * The first warehouse of a test run has its tables made as production does, as has that of a script; the others make the
 * same ones anew.
 */
export async function startTestWarehouse(): Promise<TestWarehouse> {
  const folder = runFolderIfAny();
  const file = folder === null ? null : path.join(folder, "landing_tables.sql");
  const made = file !== null && existsSync(file) ? readFileSync(file, "utf8") : null;
  const engine = await startEngine(made ?? "");
  const warehouse = openBigQuery({
    projectId: "local",
    location: "US",
    localUrl: engine.url,
    release: () => engine.close(),
  });
  if (made === null) await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
  if (made === null && file !== null) keepForRun(file, await engine.writeDown());
  /** What stands for the contents of relations and sources, and when that was: true until anything is written. */
  let contents: ReadonlyMap<string, string> = new Map();
  let knownAt = -1;
  const known = () => (engine.changes() === knownAt ? contents : undefined);
  const build: TestWarehouse["build"] = async (graph, built) => {
    const actions = built.size === 0 ? actionsOf(graph).map(madeAnew) : actionsOf(graph);
    const request = { actions, sources: sourcesOf(graph), all: false, fullRefresh: false };
    const ends = await engine.build(request);
    const failed = ends.find(({ end }) => end === "failed");
    if (failed !== undefined) throw new Error(`${failed.name}: ${failed.because}`);
    const made = new Map(await engine.digest(SOURCES));
    for (const { name, kind, content } of ends) {
      if (kind !== "assertion") built.add(name);
      if (content !== null) made.set(name, content);
    }
    contents = made;
    knownAt = engine.changes();
    const red = ends.filter(({ end }) => end === "red").map(({ name }) => name);
    const violations = new Map<string, readonly TextRow[]>();
    for (const name of red) {
      violations.set(
        plain(name),
        toTextRows(await engine.query(`select * from \`local.${name}\``)),
      );
    }
    const skipped = ends.filter(({ end }) => end === "skipped").map(({ name }) => plain(name));
    return { violations, skipped };
  };
  const empty = async (): Promise<void> => {
    const filled = await engine.filled(SOURCES);
    const statements = filled.map((name) => `truncate table \`local.${name}\``);
    if (statements.length > 0) await engine.query(statements.join(";\n"));
  };
  const reset = async (): Promise<void> => {
    await empty();
    const statements = BUILT.flatMap((dataset) => [
      `drop schema if exists \`local.${dataset}\` cascade`,
      `create schema \`local.${dataset}\``,
    ]);
    await engine.query(statements.join(";\n"));
  };
  await reset();
  return {
    warehouse,
    contentOf: (name) => known()?.get(name),
    plan: engine.plan,
    readRows: engine.query,
    runQuery: async (sql) => toTextRows(await engine.query(sql)),
    build,
    empty,
    reset,
    close: () => warehouse.close(),
  };
}

/** Two workers may be the first: each writes the whole file, and the name goes to one of them. */
function keepForRun(file: string, text: string): void {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, text);
  renameSync(own, file);
}

/** An incremental table as its first build makes it, which may be left alone like any other table. */
function madeAnew(action: BuildAction): BuildAction {
  return action.kind === "incremental" && !action.isProtected
    ? { ...action, kind: "table" }
    : action;
}

function plain(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
