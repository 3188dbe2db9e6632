/** A local warehouse in memory for one test file; its port is reached as production reaches BigQuery. */

import { openBigQuery } from "../../ingest/warehouse/bigquery.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { type QueryResult, type Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type BuildResult, type RunQuery, runGraph } from "./build.ts";
import { toTextRows } from "./cells.ts";
import { startEngine } from "./engine.ts";
import { type CompiledGraph } from "./graph.ts";
import { createMemo, type Memo } from "./memo.ts";

export interface TestWarehouse {
  readonly warehouse: Warehouse;
  /** Runs one statement or script; rows as text. */
  readonly runQuery: RunQuery;
  /**
   * Runs the actions of the graph that can come out differently than what stands in the warehouse; see
   * `buildGraph` for the rest.
   */
  readonly build: (graph: CompiledGraph, built: Set<string>) => Promise<BuildResult>;
  readonly memo: Memo;
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

export async function startTestWarehouse(): Promise<TestWarehouse> {
  const engine = await startEngine();
  const warehouse = openBigQuery({
    projectId: "local",
    location: "US",
    localUrl: engine.url,
    release: () => engine.close(),
  });
  await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
  const memo = createMemo({
    runQuery: async (sql) => toTextRows(await engine.query(sql)),
    digest: engine.digest,
  });
  const watched = async (sql: string) => {
    memo.watch(sql);
    return engine.query(sql);
  };
  const empty = async (): Promise<void> => {
    const digests = await engine.digest(SOURCES);
    const filled = SOURCES.filter((name) => digests.get(name) !== null);
    const statements = filled.map((name) => `truncate table \`local.${name}\``);
    if (statements.length > 0) await engine.query(statements.join(";\n"));
  };
  const reset = async (): Promise<void> => {
    await empty();
    memo.forget();
    const statements = BUILT.flatMap((dataset) => [
      `drop schema if exists \`local.${dataset}\` cascade`,
      `create schema \`local.${dataset}\``,
    ]);
    await engine.query(statements.join(";\n"));
  };
  await reset();
  return {
    warehouse,
    memo,
    readRows: watched,
    runQuery: async (sql) => toTextRows(await watched(sql)),
    build: async (graph, built) => runGraph(graph, await memo.begin(graph, built)),
    empty,
    reset,
    close: () => warehouse.close(),
  };
}
