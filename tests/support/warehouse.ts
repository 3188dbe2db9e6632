/** A local warehouse in memory for one test file, reached as production reaches BigQuery. */

import { request } from "undici";

import { openBigQuery } from "../../ingest/bigquery.ts";
import { decodeRow, type RestField, type RestRow } from "../../ingest/cells.ts";
import { LANDING_TABLES } from "../../ingest/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/reference_tables.ts";
import { type QueryResult, type Warehouse } from "../../ingest/warehouse.ts";
import { startWarehouse } from "../../local/warehouse/index.ts";
import { toTextRows } from "./cells.ts";
import { type RunQuery } from "./build.ts";

export interface TestWarehouse {
  readonly warehouse: Warehouse;
  /** Runs one statement or script; rows as text. */
  readonly runQuery: RunQuery;
  /** The rows of a query as the warehouse port has them. */
  readonly readRows: (sql: string) => Promise<QueryResult["rows"]>;
  /** Empties the landed and reference tables, and drops all that was built. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const RESET = [
  ...["ai_staging", "ai_spend", "ai_spend_assertions"].flatMap((dataset) => [
    `drop schema if exists \`local.${dataset}\` cascade`,
    `create schema \`local.${dataset}\``,
  ]),
  ...LANDING_TABLES.map(({ name }) => `truncate table \`local.ai_raw.${name}\``),
  ...REFERENCE_TABLES.map(({ name }) => `truncate table \`local.ai_reference.${name}\``),
].join(";\n");

export async function startTestWarehouse(): Promise<TestWarehouse> {
  const server = await startWarehouse({ file: ":memory:" });
  const warehouse = openBigQuery({
    projectId: server.projectId,
    location: "US",
    localUrl: server.url,
    release: () => server.close(),
  });
  await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
  const readRows = (sql: string) => queryAtOnce(`${server.url}/bigquery/v2`, sql);
  const reset = async (): Promise<void> => {
    await readRows(RESET);
  };
  await reset();
  return {
    warehouse,
    readRows,
    runQuery: async (sql) => toTextRows(await readRows(sql)),
    reset,
    close: () => warehouse.close(),
  };
}

interface QueryResponse {
  readonly schema?: { readonly fields?: readonly RestField[] };
  readonly rows?: readonly RestRow[];
  readonly error?: { readonly message: string };
}

/** One call to `jobs.query` instead of the client's two, because a scenario is a hundred statements. */
async function queryAtOnce(baseUrl: string, sql: string): Promise<QueryResult["rows"]> {
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
  return rows.map((row) => decodeRow(row, schema?.fields ?? []));
}
