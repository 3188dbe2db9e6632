/**
 * The real `dataform run`: a red law keeps its vendor's numbers of yesterday, a repair brings today's, a repetition nothing. A
 * second warehouse lands the same and is built by `ai-spend build`: after each step every relation is the same.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { type BuildOutcome, runBuild } from "../../cli/build/build.ts";
import { runDataform } from "../../cli/build/dataform.ts";
import { parseBuild } from "../../cli/build/dataform_output.ts";
import type { HttpSend } from "../../ingest/ask/exchange.ts";
import { openHttp } from "../../ingest/ask/http.ts";
import { type OpenedWarehouse, openWarehouse } from "../../cli/shared/open_warehouse.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type AnthropicServer, startAnthropic } from "../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../local/stand_ins/organization/index.ts";
import { type Ended, run } from "../cli/support.ts";
import { recordingLog, syncOnce } from "../ingest/support/vendor_sync.ts";
import type { RunQuery } from "../support/build.ts";
import { toTextRows } from "../support/cells.ts";
import { type CompiledTable, compiledGraph } from "../support/graph.ts";
import { everything, type Seen } from "./everything.ts";
import { billedCosts, trueCosts } from "./truth/books.ts";
import { keptRows } from "./truth/marts.ts";

const graph = compiledGraph();
const organizations = demoOrganizations({ days: 4, requestsPerKeyDay: 2, second: false });
const clock = { now: Date.parse("2026-11-01T06:00:00Z") };

let home: string;
let warehouse: Warehouse;
let twinHome: string;
let twin: OpenedWarehouse;
let vendor: AnthropicServer;
const http = openHttp();

/** Far more than a build takes, for machines that do something else as well. */
jest.setTimeout(600_000);

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-red-"));
  warehouse = await openWarehouse({ warehouse: "local", home });
  twinHome = mkdtempSync(path.join(os.tmpdir(), "ai-spend-twin-"));
  twin = await openWarehouse({ warehouse: "local", home: twinHome });
  vendor = await startAnthropic({ organizations, now: () => clock.now });
});
afterAll(async () => {
  await http.close();
  await vendor.close();
  await warehouse.close();
  await twin.close();
  rmSync(home, { recursive: true });
  rmSync(twinHome, { recursive: true });
});

const runQuery: RunQuery = async (sql) => toTextRows((await warehouse.query(sql)).rows);
const askTwin: RunQuery = async (sql) => toTextRows((await twin.query(sql)).rows);

let syncs = 0;

/** Lands what the vendor says now, the same rows in both warehouses. */
async function sync(send: HttpSend = http.send): Promise<void> {
  syncs += 1;
  let ids = 0;
  const newId = () => `fetch-${syncs}-${String((ids += 1)).padStart(5, "0")}`;
  const both: Warehouse = {
    ...warehouse,
    async ensureTables(...asked) {
      for (const each of [warehouse, twin]) await each.ensureTables(...asked);
    },
    async append(...asked) {
      for (const each of [warehouse, twin]) await each.append(...asked);
    },
  };
  const options = { now: () => clock.now, from: organizations[0]?.firstDay, send, newId };
  const { failures } = await syncOnce(vendor, both, options);
  expect(failures).toEqual([]);
}

/** Builds the twin as people do, through the process that has its file. */
async function buildTwin(code: number): Promise<Ended> {
  const ended = await run(["build"], { AI_SPEND_HOME: twinHome });
  expect(ended.code).toBe(code);
  return ended;
}

/** Builds both at once, since the CLI waits between its statements, and compares all of them. Returns what was made. */
async function buildBoth(twinCode: number) {
  const [outcome, ended] = await Promise.all([build(), buildTwin(twinCode)]);
  const [made, expected] = await Promise.all([
    everything(graph, askTwin, twin.localUrl),
    everything(graph, runQuery, warehouse.localUrl),
  ]);
  for (const [name, relation] of Object.entries(expected)) {
    expect([name, made[name]]).toEqual([name, relation]);
  }
  return { outcome, ended, relations: expected };
}

function build(): Promise<BuildOutcome> {
  // Without what runs builds in the file, as on BigQuery: the Dataform CLI it is.
  return runBuild({
    warehouse: { ...warehouse, local: null },
    log: recordingLog(),
    fullRefresh: false,
  });
}

/** Whether a later build reads what the table itself holds: an incremental table, or one behind a gate. */
function readsItself({ enumType, preOps = [] }: CompiledTable): boolean {
  return enumType === "INCREMENTAL" || preOps.length > 0;
}

/** A command as an operator runs it, through the warehouse that this file holds open. */
function aiSpend(...args: readonly string[]): Promise<Ended> {
  return run(args, { AI_SPEND_HOME: home });
}

/** A vendor that states its costs in euros, of which the loader knows nothing. */
const inEuros: HttpSend = async (...asked) => {
  const answer = await http.send(...asked);
  const text = new TextDecoder().decode(answer.bytes);
  return { ...answer, bytes: new TextEncoder().encode(text.replaceAll('"USD"', '"EUR"')) };
};

/** What the first build made. */
let first: Readonly<Record<string, Seen>>;

describe("dataform run", () => {
  it("makes what is true, and what ai-spend build makes", async () => {
    await sync();
    const { outcome, relations } = await buildBoth(0);
    expect(outcome).toMatchObject({ failures: [], skipped: [] });
    expect(relations["ai_staging.stg_console__costs"]?.rows.length).toBeGreaterThan(20);
    expect(await billedCosts(runQuery)).toEqual(trueCosts(organizations, clock.now));
    first = relations;
  });

  it("twice makes the same tables, row for row: those that read themselves, all others being made of nothing that they held", async () => {
    const names = graph.tables.filter(readsItself).map(({ target }) => target.name);
    expect(names.length).toBeGreaterThan(40);
    const [again, twice] = await Promise.all([
      runDataform({ root: projectRoot(), args: ["run", "--actions", ...names], warehouse }),
      buildTwin(0),
    ]);
    const { created, failedActions } = parseBuild(again.stdout, again.stderr);
    expect({ created: created.length, failedActions }).toEqual({
      created: names.length,
      failedActions: [],
    });
    expect(again.exitCode).toBe(0);
    for (const [name, rows] of Object.entries(await keptRows(runQuery, graph, readsItself))) {
      expect([name, rows]).toEqual([name, first[name]?.rows]);
    }
    expect(twice.stdout).toMatch(/^0 tables and views built, \d+ left alone/);
  });

  it("with a red law names the law and its first rows, and its vendor has yesterday's rows", async () => {
    clock.now = Date.parse("2026-11-04T06:00:00Z");
    await sync(inEuros);
    const { outcome: behind, ended: red, relations } = await buildBoth(1);

    const law = "law_every_currency_is_usd";
    expect(red.code).toBe(1);
    expect(red.stdout).toMatch(
      new RegExp(`FAILED ai_spend_assertions\\.${law}: \\d+ rows, the first of them:`),
    );
    expect(red.stdout).toMatch(/organization_id.*activity_date.*currency.*amount/);
    expect(red.stdout).toMatch(/│ EUR +│/);
    expect(red.stdout).toMatch(/^console stands still: it has the rows of 2026-11-01 06:00:00/m);
    expect(behind.skipped).toEqual([]);
    const names = (failures: BuildOutcome["failures"]) => failures.map(({ name }) => name).sort();
    expect(names(behind.failures)).toEqual([`ai_spend_assertions.${law}`]);
    const rowsOf = (name: string) => [first, relations].map((each) => each[name]?.rows);
    for (const name of ["ai_spend.claude_costs", "ai_spend.fct_cost_daily"]) {
      const [before, after] = rowsOf(name);
      expect([name, after]).toEqual([name, before]);
      expect(before?.length).toBeGreaterThan(0);
    }
    const [before, after] = rowsOf("ai_spend.data_freshness");
    expect(after).not.toEqual(before);

    const status = await aiSpend("status", "--format", "json");
    const { assertions } = JSON.parse(status.stdout) as { assertions: Record<string, string>[] };
    expect(assertions).toContainEqual({
      assertion: law,
      failing_rows: expect.stringMatching(/^[1-9]\d*$/),
    });
    expect(status.code).toBe(0);
  });

  it("is green again after a newer walk in dollars, and the marts say what is true today", async () => {
    clock.now = Date.parse("2026-11-05T06:00:00Z");
    await sync();
    const { outcome } = await buildBoth(0);
    expect(outcome).toMatchObject({ failures: [], skipped: [] });
    expect(await billedCosts(runQuery)).toEqual(trueCosts(organizations, clock.now));
  });
});
