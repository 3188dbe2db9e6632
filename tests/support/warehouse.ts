/** A local warehouse in memory for one test file, reached as production reaches BigQuery. */

import { request } from "undici";

import { openBigQuery } from "../../ingest/bigquery.ts";
import { decodeRow, type RestField, type RestRow } from "../../ingest/cells.ts";
import { LANDING_TABLES } from "../../ingest/landing_tables.ts";
import { type Warehouse } from "../../ingest/warehouse.ts";
import { startWarehouse } from "../../local/warehouse/index.ts";
import { toTextRows } from "./cells.ts";
import { type RunQuery } from "./build.ts";

export interface TestWarehouse {
  readonly warehouse: Warehouse;
  /** Runs one statement or script; rows as text. */
  readonly runQuery: RunQuery;
  /** Drops everything, and creates the landed tables and the datasets of the project anew. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const BUILT_DATASETS = ["ai_staging", "ai_spend", "ai_spend_assertions"];

export async function startTestWarehouse(): Promise<TestWarehouse> {
  const server = await startWarehouse({ file: ":memory:" });
  const warehouse = openBigQuery({
    projectId: server.projectId,
    location: "US",
    localUrl: server.url,
    release: () => server.close(),
  });
  const runQuery: RunQuery = (sql) => queryAtOnce(`${server.url}/bigquery/v2`, sql);
  const reset = async (): Promise<void> => {
    for (const dataset of ["ai_raw", ...BUILT_DATASETS]) {
      await runQuery(`drop schema if exists \`local.${dataset}\` cascade`);
    }
    for (const dataset of BUILT_DATASETS) await runQuery(`create schema \`local.${dataset}\``);
    await warehouse.ensureTables(LANDING_TABLES);
  };
  await reset();
  return { warehouse, runQuery, reset, close: () => warehouse.close() };
}

interface QueryResponse {
  readonly schema?: { readonly fields?: readonly RestField[] };
  readonly rows?: readonly RestRow[];
  readonly error?: { readonly message: string };
}

/** One call to `jobs.query` instead of the client's two, because a scenario is a hundred statements. */
async function queryAtOnce(baseUrl: string, sql: string) {
  const { body } = await request(`${baseUrl}/projects/local/queries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      query: sql,
      useLegacySql: false,
      formatOptions: { useInt64Timestamp: true },
    }),
  });
  const { error, rows = [], schema } = (await body.json()) as QueryResponse;
  if (error !== undefined) throw new Error(error.message);
  return toTextRows(rows.map((row) => decodeRow(row, schema?.fields ?? [])));
}
