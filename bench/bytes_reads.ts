/** What every query of a daily build of the demo reads of which table, from dry runs of the local warehouse. */

import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { TOLD_SQL } from "../cli/alerts/ledger.ts";
import { WATCHES } from "../cli/alerts/watches.ts";
import type { BuildQuery } from "../cli/status/cost/build_queries.ts";
import { textsOf } from "../cli/status/cost/estimate.ts";
import { readCatalog } from "../local/warehouse/catalog/catalog_store.ts";
import { runScript } from "../local/warehouse/statements/script.ts";
import { type Engine, openEngine } from "../local/warehouse/store/engine.ts";
import { readPage } from "../local/warehouse/store/result_set.ts";
import { daysRead, partitionOf, type MeasuredTable, type Read, type Size } from "./bytes_model.ts";

export interface Action {
  readonly name: string;
  readonly kind: BuildQuery["kind"] | "alerts";
  readonly reads: readonly Read[];
}

export interface Demo {
  readonly size: Size;
  readonly actions: readonly Action[];
}

/**
 * Reads a copy of a demo's warehouse in which the newest day has landed and is not built: by the data's own clock a
 * Monday, on which append-only tables are looked at whole, or the day after.
 */
export async function readDemo(
  home: string,
  queries: readonly BuildQuery[],
  isMonday: boolean,
): Promise<Demo> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  const file = path.join(folder, "local.duckdb");
  copyFileSync(path.join(home, "local.duckdb"), file);
  const engine = await openEngine({
    ...{ file, memoryLimit: "1GB", spillFolder: path.join(folder, "spill") },
  });
  try {
    return await readActions(engine, queries, isMonday);
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readActions(
  engine: Engine,
  queries: readonly BuildQuery[],
  isMonday: boolean,
): Promise<Demo> {
  const day = await newestDay(engine);
  await setClock(engine, day, isMonday);
  const landed = await measureTables(engine);
  await forget(engine, day);
  const tables = new Map(
    [...(await measureTables(engine))].map(([name, table]) => {
      const rowsPerDay = landed.get(name)?.rowsPerDay ?? table.rowsPerDay;
      return [name, { ...table, rowsPerDay }];
    }),
  );
  const of = async (name: string, kind: Action["kind"], texts: readonly string[]) => {
    const reads: Read[] = [];
    for (const text of texts) reads.push(...(await readsOf(engine, text, tables)));
    return { name, kind, reads };
  };
  const actions: Action[] = [];
  const warehouse = { query: (sql: string) => answer(engine, sql) };
  for (const query of queries)
    actions.push(await of(query.action, query.kind, await textsOf(warehouse, query)));
  const asked = [...WATCHES.map(({ sql }) => sql), TOLD_SQL];
  actions.push(await of("alerts", "alerts", asked));
  return { size: sizeOf(landed), actions };
}

async function run(engine: Engine, text: string, dryRun: boolean) {
  return runScript(engine, { text, dryRun, defaultDataset: null, now: Date.now() });
}

async function answer(engine: Engine, sql: string) {
  const { result } = await run(engine, sql, false);
  if (result === null) throw new Error(`There is no answer to ${sql}`);
  const page = readPage(result, { start: 0, limit: null, timestamps: "iso" });
  const columns = result.fields.map(({ name, type }) => ({ name, type }));
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const rows = page.rows.map(({ f }) =>
    Object.fromEntries(columns.map(({ name }, at) => [name, text(f[at]?.v)])),
  );
  return { columns, rows };
}

async function readsOf(
  engine: Engine,
  text: string,
  tables: ReadonlyMap<string, MeasuredTable>,
): Promise<readonly Read[]> {
  const found: Read[] = [];
  for (const { table: name, wholeBytes, partitions } of (await run(engine, text, true)).reads) {
    const table = tables.get(name);
    if (table === undefined || table.rows === 0) continue;
    const rowBytes = wholeBytes / table.rows;
    found.push({ table, rowBytes, days: await daysOf(engine, name, partitions) });
  }
  return found;
}

/** How many of its own days are read of a table: Google's logs may end before the vendors were asked. */
async function daysOf(
  engine: Engine,
  table: string,
  partitions: readonly string[] | null,
): Promise<number | null> {
  const [condition] = partitions ?? [];
  if (condition === undefined) return null;
  const sql = `select cast(max(${partitionOf(condition)}) as date)::varchar as day from ${table}`;
  return daysRead(partitions, String((await rows(engine, sql))[0]?.["day"]));
}

/** The day on which the demo's vendors were asked last. */
async function newestDay(engine: Engine): Promise<string> {
  const sql = "select cast(max(fetched_at) as date)::varchar as day from ai_raw.raw_fetches";
  return String((await rows(engine, sql))[0]?.["day"]);
}

/** The data speak up to noon of the last Monday, or of the day after. */
async function setClock(engine: Engine, day: string, isMonday: boolean): Promise<void> {
  const monday = `date_trunc(date '${day}', week(monday))`;
  const clock = isMonday ? monday : `date_add(${monday}, interval 1 day)`;
  const text = `create or replace table \`local.ai_staging.as_of\` as
    select timestamp_add(timestamp(${clock}), interval 12 hour) as as_of`;
  await run(engine, text, false);
}

/** Takes what landed on the day out of the tables of parsed lines, as if it were still to be parsed. */
async function forget(engine: Engine, day: string): Promise<void> {
  for (const [name, columns] of await columnsOf(engine)) {
    if (/^ai_staging\.stg_/.test(name) && columns.includes("fetched_at"))
      await rows(engine, `delete from ${name} where cast(fetched_at as date) >= '${day}'`);
  }
}

async function measureTables(engine: Engine): Promise<ReadonlyMap<string, MeasuredTable>> {
  const days = Number(
    (
      await rows(engine, "select count(distinct charge_date) as n from ai_spend.fct_cost_daily")
    )[0]?.["n"],
  );
  const measured = new Map<string, MeasuredTable>();
  for (const [table, columns] of await columnsOf(engine)) {
    const platform = columns.includes("platform")
      ? "count(*) filter (where platform in ('claude_api', 'claude_code')) / greatest(count(*), 1)"
      : "null";
    const isLanded = columns.includes("fetched_at") && /raw_|\.stg_/.test(table);
    const later = `cast(fetched_at as date) > (select min(cast(fetched_at as date)) from ${table})`;
    const perDay = isLanded
      ? `count(*) filter (where ${later}) / greatest(count(distinct cast(fetched_at as date)) filter (where ${later}), 1)`
      : `count(*) / ${days}`;
    const [row] = await rows(
      engine,
      `select count(*) as n, cast(${perDay} as double) as per_day, cast(${platform} as double) as key_share from ${table}`,
    );
    const share = row?.["key_share"] ?? null;
    measured.set(table, {
      ...{ table, dates: columns, rows: Number(row?.["n"]), rowsPerDay: Number(row?.["per_day"]) },
      keyShare: share === null ? null : Number(share),
    });
  }
  return measured;
}

async function columnsOf(engine: Engine): Promise<ReadonlyMap<string, readonly string[]>> {
  return engine.exclusive(async () => {
    const columns = new Map<string, readonly string[]>();
    for (const [name, { kind }] of (await readCatalog(engine)).tables) {
      if (kind === "TABLE")
        columns.set(name, (await engine.describe(`select * from ${name}`)).names);
    }
    return columns;
  });
}

function rows(engine: Engine, sql: string) {
  return engine.exclusive(() => engine.rows(sql));
}

/** The size of the demo itself, in the words of the sizes. */
function sizeOf(tables: ReadonlyMap<string, MeasuredTable>): Size {
  const table = (name: string) => tables.get(name);
  return {
    name: "demo",
    keys: table("ai_spend.dim_api_keys")?.rows ?? 1,
    people: table("ai_spend.dim_users")?.rows ?? 1,
    // A day is landed while it lasts and once more when it is over.
    events: (table("ai_staging.stg_cursor__events")?.rowsPerDay ?? 1) / 2,
    entries: table("ai_staging.int_vertex__audit_entries_classified")?.rowsPerDay ?? 1,
  };
}
