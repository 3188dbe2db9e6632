/**
 * What becomes of an incremental table on BigQuery, where a script is no transaction: a service that knows of no
 * option but the query inserts what the query says; two builds at once both add; a build is killed between what it
 * deletes and what it adds. A law sees what is doubled, and the next build mends it, without a full refresh.
 */

import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import type { Landing } from "../../ingest/land/landing.ts";
import { buildGraph } from "../support/build.ts";
import type { TextRow } from "../support/cells.ts";
import { compiledGraph, partOf, shortName } from "../support/graph.ts";
import { loadNdjson } from "../support/ndjson.ts";
import { oneWalkPerEndpoint } from "../support/one_walk.ts";
import { loadLandings, scenarioNamed } from "../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = compiledGraph();
const tables = graph.tables.filter(({ enumType }) => enumType === "INCREMENTAL");
const names = tables.map(({ target }) => target.name);
const PART = partOf(graph, [
  ...names,
  "law_every_landed_row_is_parsed",
  "int_vertex__audit_calls_per_day",
]);
/** Has a bill and an audit log. */
const STORY = "vertex_late_lines_in_another_currency";

let local: TestWarehouse;
let built: Set<string>;
let first: Readonly<Record<string, readonly TextRow[]>>;

beforeAll(async () => {
  local = await startTestWarehouse();
  await loadLandings(local.warehouse, (await oneWalkPerEndpoint()).map(withItsOwnId));
  await loadNdjson(local.warehouse, path.join(scenarioNamed(STORY).folder, "given"));
});
afterAll(() => local.close());

function withItsOwnId(landing: Landing, index: number): Landing {
  const mark = { fetched_at: "2026-03-20T06:00:00Z", fetch_id: `walk ${String(index)}` };
  const pageRows = landing.pageRows.map((row) => ({ ...row, ...mark }));
  return { ...landing, pageRows, fetchRow: { ...landing.fetchRow, ...mark } };
}

/** Names of the laws that are red. */
async function build(): Promise<readonly string[]> {
  const { violations } = await buildGraph(local.runQuery, PART, built);
  return [...violations.keys()].sort();
}

async function rows(): Promise<Record<string, readonly TextRow[]>> {
  const found: Record<string, readonly TextRow[]> = {};
  for (const { target } of tables) {
    const all = await local.runQuery(`select * from \`local.${shortName(target)}\``);
    found[target.name] = [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return found;
}

beforeAll(async () => {
  built = new Set();
  expect(await build()).toEqual([]);
  first = await rows();
  const empty = Object.entries(first).filter(([, found]) => found.length === 0);
  expect(empty.map(([name]) => name)).toEqual([]);
  expect(names.length).toBeGreaterThan(12);
});

describe("a second build that does nothing but insert what the query says", () => {
  it("leaves every incremental table as the first one made it", async () => {
    expect(await build()).toEqual([]);
    expect(await rows()).toEqual(first);
  });
});

describe.each(tables.map((table) => [table.target.name, table] as const))("%s", (name, table) => {
  const full = `\`local.${shortName(table.target)}\``;
  const laws = PART.assertions.filter(({ dependencyTargets = [] }) =>
    dependencyTargets.some((target) => target.name === name),
  );

  async function red(): Promise<number> {
    const found = await Promise.all(laws.map(({ query }) => local.runQuery(query)));
    return found.filter((violations) => violations.length > 0).length;
  }

  it("doubled by two builds at once breaks a law, and the next build mends it", async () => {
    await local.runQuery(`insert into ${full} select * from ${full}`);
    expect(await red()).toBeGreaterThan(0);
    expect(await build()).toEqual([]);
    expect(await rows()).toEqual(first);
  });

  it("doubled by builds of which one saw less breaks a law, and the next build mends it", async () => {
    const [{ n = "0" } = {}] = await local.runQuery(`select count(*) as n from ${full}`);
    await local.runQuery(
      `insert into ${full} select * from ${full} limit ${String(Math.ceil(Number(n) / 2))}`,
    );
    expect(await red()).toBeGreaterThan(0);
    expect(await build()).toEqual([]);
    expect(await rows()).toEqual(first);
  });

  it("is whole again after a build that was killed between what it deletes and what it adds", async () => {
    await local.runQuery(`insert into ${full} select * from ${full}`);
    await local.runQuery((table.incrementalPreOps ?? []).join(";\n"));
    const [{ n = "" } = {}] = await local.runQuery(`select count(*) as n from ${full}`);
    expect(Number(n)).toBeLessThan(first[name]?.length ?? 0);
    expect(await build()).toEqual([]);
    expect(await rows()).toEqual(first);
  });
});
