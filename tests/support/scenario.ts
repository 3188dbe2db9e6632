/**
 * A scenario is a folder: `given/` holds walks, each a file with the pages a vendor answered; `expect/` holds
 * one CSV per table, or per law that is to be red, with only the columns that the story is about. Pages go through
 * the loader's own code.
 */

import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";

import { parse } from "../../ingest/ask/answer_text.ts";
import type { Answer } from "../../ingest/ask/ask.ts";
import { createHistory, type EarlierFetch } from "../../ingest/land/history.ts";
import { landingTable } from "../../ingest/tables/landing_tables.ts";
import { type Landing, landWalk } from "../../ingest/land/landing.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import { walk } from "../../ingest/walk/walk.ts";
import type { DayTotal } from "../../ingest/walk/walk_totals.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { differences } from "./cells.ts";
import { type CsvTable, readCsv } from "./csv.ts";
import { type GivenWalk, readWalk } from "./given_walk.ts";
import { type CompiledGraph, partOf } from "./graph.ts";
import { keyProblems } from "./keys_inside.ts";
import { loadNdjson } from "./ndjson.ts";
import type { TestWarehouse } from "./warehouse.ts";

export interface Scenario {
  readonly name: string;
  readonly folder: string;
}

const SCENARIOS = "tests/sql/scenarios";

/** The domains that have stories: each is a folder of them. */
export function scenarioDomains(): readonly string[] {
  return readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The stories of the domains, by name. */
export function listScenarios(domains = scenarioDomains()): readonly Scenario[] {
  return domains
    .map((domain) => path.join(SCENARIOS, domain))
    .flatMap((home) => readdirSync(home).map((name) => ({ name, folder: path.join(home, name) })))
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** The story of that name. Throws RangeError if there is none. */
export function scenarioNamed(name: string): Scenario {
  const found = listScenarios().find((scenario) => scenario.name === name);
  if (found === undefined) throw new RangeError(`no scenario ${name}`);
  return found;
}

/** The expected tables of a scenario, by table name. */
export function expectedTables({ folder }: Scenario): ReadonlyMap<string, CsvTable> {
  const files = readdirSync(path.join(folder, "expect")).sort();
  return new Map(
    files.map((file) => [path.basename(file, ".csv"), readCsv(path.join(folder, "expect", file))]),
  );
}

/**
 * The part of the graph that a story is about: what its expected tables are made of, what the laws on landed pages
 * look at, and the laws on all of that.
 */
export function storyPart(graph: CompiledGraph, scenario: Scenario): CompiledGraph {
  const onPages = [...graph.tables, ...graph.assertions]
    .filter(({ fileName }) => fileName.startsWith("definitions/assertions/landing/"))
    .map(({ target }) => target.name);
  return partOf(graph, [...expectedTables(scenario).keys(), ...onPages]);
}

/**
 * Lands the scenario in an empty warehouse, builds the graph, and compares. Returns one sentence per
 * broken law and per difference, none if the story came true.
 */
export async function playScenario(
  local: TestWarehouse,
  graph: CompiledGraph,
  scenario: Scenario,
): Promise<readonly string[]> {
  await loadScenario(local, scenario);
  const { violations, skipped } = await local.build(graph, new Set());
  const expected = expectedTables(scenario);
  const problems = [...violations]
    .filter(([law]) => !expected.has(law))
    .map(([law, rows]) => `${law}: ${JSON.stringify(rows[0])}`);
  problems.push(...(await keyProblems(local.runQuery, graph, skipped)));
  for (const [table, { columns, rows }] of expected) {
    if (skipped.includes(table)) {
      problems.push(`${table}: held back`);
      continue;
    }
    const dataset = table.startsWith("law_") ? "ai_spend_assertions" : "ai_spend";
    const actual = await local.runQuery(`select * from \`local.${dataset}.${table}\``);
    problems.push(...differences(columns, rows, actual).map((text) => `${table}: ${text}`));
  }
  return problems;
}

/** Empties the warehouse and puts the scenario's pages and reference tables into it. */
export async function loadScenario(local: TestWarehouse, scenario: Scenario): Promise<void> {
  await local.empty();
  await addScenario(local, scenario);
}

/** Puts the scenario beside what is there; `runs` tells its fetches from those of other scenarios. */
export async function addScenario(
  local: Pick<TestWarehouse, "warehouse" | "runQuery">,
  scenario: Scenario,
  runs = "fetch",
): Promise<void> {
  await loadLandings(local.warehouse, await landScenario(scenario, runs));
  const given = path.join(scenario.folder, "given");
  await loadNdjson(local.warehouse, given);
  for (const file of readdirSync(given).filter((name) => name.endsWith(".csv"))) {
    const { columns, rows } = readCsv(path.join(given, file));
    const cell = (text = "null") => (text === "null" ? "null" : `'${text.replaceAll("'", "\\'")}'`);
    const values = rows.map((row) => `(${columns.map((name) => cell(row[name])).join(", ")})`);
    const table = `local.ai_reference.${path.basename(file, ".csv")}`;
    await local.runQuery(
      `insert into \`${table}\` (${columns.join(", ")}) values ${values.join(", ")}`,
    );
  }
}

/** The rows that the scenario's walks land, in the order in which they were made. */
export async function landScenario(
  { folder }: Scenario,
  runs = "fetch",
): Promise<readonly Landing[]> {
  const landings: Landing[] = [];
  const walks = readdirSync(path.join(folder, "given")).filter(
    (name) => !/[.](csv|ndjson)$/.test(name),
  );
  for (const name of walks.sort()) {
    landings.push(await landGiven(path.join(folder, "given", name), landings, runs));
  }
  return landings;
}

/** Loads what was landed, pages first and the rows of `raw_fetches` last. */
export async function loadLandings(
  warehouse: Warehouse,
  landings: readonly Landing[],
): Promise<void> {
  for (const table of new Set(landings.map((landing) => landing.table))) {
    const rows = landings.filter((landing) => landing.table === table);
    const pageRows = rows.flatMap((landing) => landing.pageRows);
    await warehouse.append(landingTable(table), pageRows, randomUUID());
  }
  const fetchRows = landings
    .map(({ fetchRow }) => fetchRow)
    .filter((row) => Object.keys(row).length > 0);
  await warehouse.append(landingTable("raw_fetches"), fetchRows, randomUUID());
}

async function landGiven(
  file: string,
  earlier: readonly Landing[],
  runs: string,
): Promise<Landing> {
  const given = readWalk(file);
  const [found] = VENDORS.flatMap(({ id: vendor, endpoints }) =>
    endpoints
      .filter(({ name }) => name === given.endpoint)
      .map((endpoint) => ({ vendor, endpoint })),
  );
  if (found === undefined) throw new Error(`${file}: no endpoint ${given.endpoint}`);
  const { vendor, endpoint } = found;

  const answers = given.pages.values();
  const ask = (): Promise<Answer> => {
    const { value: body } = answers.next();
    if (body === undefined) return Promise.reject(new Error(`${file}: no further page`));
    return Promise.resolve({ body, json: parse(body, endpoint.exactFields) });
  };
  const window =
    given.window_start === undefined || given.window_end === undefined
      ? null
      : { start: given.window_start.slice(0, 10), end: given.window_end.slice(0, 10) };
  const finished = await walk(
    { endpoint, window },
    {
      ask,
      baseUrl: "https://vendor.invalid",
      organizationId: given.organization_id,
      now: () => Date.parse(given.fetched_at),
      onUnknown: () => undefined,
    },
  );
  const landing = landWalk(
    finished,
    { ...contextOf(given, earlier.length, runs), vendor },
    historyOf(given, earlier),
  );
  return given.unfinished === true ? { ...landing, fetchRow: {} } : landing;
}

function contextOf(given: GivenWalk, index: number, runs: string) {
  return {
    fetchId: `${runs}_${String(index + 1).padStart(3, "0")}`,
    runId: "run_1",
    connection: given.connection,
    organizationId: given.organization_id,
    loaderVersion: "test",
  };
}

/** What the loader would know of the walks before, for one connection and organization. */
function historyOf(given: GivenWalk, earlier: readonly Landing[]) {
  const fetches = earlier
    .map(({ fetchRow }) => fetchRow)
    .filter((row) => row["organization_id"] === given.organization_id)
    .map((row): EarlierFetch => ({
      fetchId: String(row["fetch_id"]),
      runId: String(row["run_id"]),
      endpoint: String(row["endpoint"]),
      params: String(row["params"]),
      contentSha256: String(row["content_sha256"]),
      sameAsFetchId: row["same_as_fetch_id"] === null ? null : String(row["same_as_fetch_id"]),
      fetchedAt: String(row["fetched_at"]),
      dayTotals:
        row["day_totals"] === null
          ? null
          : (JSON.parse(String(row["day_totals"])) as readonly DayTotal[]),
    }));
  return createHistory(fetches);
}
