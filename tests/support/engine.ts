/**
 * The local warehouse in memory with its engine in hand: statements reach it without HTTP, which would be
 * half of a small statement's time, and tables are digested without reading them out.
 */

import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { decodeRow } from "../../ingest/warehouse/cells.ts";
import { type ActionEnd, build, type BuildRequest } from "../../local/warehouse/build/index.ts";
import type { QueryResult } from "../../ingest/warehouse/warehouse.ts";
import { digestsOf } from "../../local/warehouse/build/outcome.ts";
import { type Engine, openEngine } from "../../local/warehouse/store/engine.ts";
import { quoteText } from "../../local/warehouse/store/fields.ts";
import { readPage, type ResultSet } from "../../local/warehouse/store/result_set.ts";
import { runScript } from "../../local/warehouse/statements/script.ts";
import { startServer } from "../../local/warehouse/api/server.ts";

export interface TestEngine {
  readonly url: string;
  /** Runs one statement or script; the rows of its last query as the warehouse port has them. */
  readonly query: (sql: string) => Promise<QueryResult["rows"]>;
  /** How DuckDB would run a query: its own plan, as EXPLAIN gives it in JSON. */
  readonly plan: (sql: string) => Promise<unknown>;
  /** Digests of tables by `dataset.table`, as the product's builds take them. */
  readonly digest: (tables: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Builds as the product does, in the process that has the file. */
  readonly build: (request: BuildRequest) => Promise<readonly ActionEnd[]>;
  /** Those of the tables, each as `dataset.table`, that have a row. */
  readonly filled: (tables: readonly string[]) => Promise<readonly string[]>;
  /** Statements of DuckDB's own that make the datasets and tables that stand now, without their rows. */
  readonly writeDown: () => Promise<string>;
  /** Another number once anything may have been written. */
  readonly changes: () => number;
  readonly close: () => Promise<void>;
}

/** `made`: statements of DuckDB's own that make what stands there before anybody asks. */
export async function startEngine(made = ""): Promise<TestEngine> {
  const uploadFolder = await mkdtemp(path.join(os.tmpdir(), "ai-spend-"));
  const spillFolder = path.join(uploadFolder, "spill");
  const engine = await openEngine({ file: ":memory:", memoryLimit: "2GB", spillFolder });
  if (made !== "") await engine.run(made);
  const server = await startServer({
    ...{ engine, uploadFolder, file: ":memory:", port: 0 },
    log: () => undefined,
    now: () => Date.now(),
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    async query(sql) {
      const request = { text: sql, defaultDataset: null, dryRun: false, now: Date.now() };
      const { result } = await runScript(engine, request);
      return result === null ? [] : rowsOf(result);
    },
    async plan(sql) {
      const view = "create or replace view `local.planned.query` as";
      const text = `create schema if not exists \`local.planned\`;\n${view} ${sql}`;
      await runScript(engine, { text, defaultDataset: null, dryRun: false, now: Date.now() });
      const [row] = await engine.rows("explain (format json) select * from planned.query");
      return JSON.parse(String(row?.["explain_value"])) as unknown;
    },
    digest: (tables) => engine.exclusive(() => digestsOf(engine, tables)),
    async filled(tables) {
      const asked = tables.map((name) => `(select '${name}' as name from ${name} limit 1)`);
      const rows = await engine.exclusive(() => engine.rows(asked.join(" union all ")));
      return rows.map(({ name }) => String(name));
    },
    writeDown: () => engine.exclusive(() => writeDown(engine)),
    async build(request) {
      const ends: ActionEnd[] = [];
      const onEnd = (end: ActionEnd) => void ends.push(end);
      await build(engine, request, { onEnd, now: () => Date.now() });
      return ends;
    },
    changes: () => engine.changes(),
    async close() {
      await server.close();
      await engine.close();
      await rm(uploadFolder, { recursive: true, force: true });
    },
  };
}

/** The datasets and tables, and what the server keeps of them. */
async function writeDown(engine: Engine): Promise<string> {
  const schemas = await engine.rows("select dataset, details from _warehouse.datasets");
  const details = await engine.rows("select dataset, name, details from _warehouse.tables");
  const tables = await engine.rows(
    "select sql from duckdb_tables() where not internal and schema_name <> '_warehouse'",
  );
  const kept = (table: string, rows: typeof details) =>
    `insert into _warehouse.${table} values ${rows.map(valuesOf).join(", ")};`;
  return [
    "begin transaction;",
    ...schemas.map(({ dataset }) => `create schema ${String(dataset)};`),
    ...tables.map(({ sql }) => String(sql)),
    kept("datasets", schemas),
    kept("tables", details),
    "commit;",
  ].join("\n");
}

function valuesOf(row: Readonly<Record<string, unknown>>): string {
  return `(${Object.values(row)
    .map((value) => quoteText(String(value)))
    .join(", ")})`;
}

/** The rows as the REST API gives them, page by page, and the loader's client reads them. */
function rowsOf(result: ResultSet): QueryResult["rows"] {
  const rows: QueryResult["rows"][number][] = [];
  for (let start: number | null = 0; start !== null;) {
    const page = readPage(result, { start, limit: null, timestamps: "micros" });
    rows.push(...page.rows.map((row) => decodeRow(row, result.fields)));
    start = page.next;
  }
  return rows;
}
