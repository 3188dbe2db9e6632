/**
 * Whatever default_time_zone BigQuery's project has, every relation and every law has the rows that it has in UTC: no action
 * asks for the default, and stories come out the same on Google's reference engine in a zone to the west and one to
 * the east.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  localSchemas,
  type Schemas,
  sourceSchemas,
  sourceTables,
} from "../../support/both_engines.ts";
import { compiledGraph } from "../../support/graph.ts";
import {
  analyzeGraph,
  diffTables,
  type Judge,
  judgeGraph,
  type Resolved,
  startJudge,
  zonesLeftOut,
} from "../../support/judge/index.ts";
import { listScenarios, loadScenario, storyPart } from "../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const WEST = "America/Los_Angeles";
const EAST = "Asia/Tokyo";

/**
 * Casts of texts that have their zone: the loader refuses an answer or a file in which one has none, and in lists of seats
 * `reference.instant` casts what cannot be read as UTC.
 */
const ZONED_TEXTS = [
  "law_seat_rows_are_valid_rows",
  "stg_claude_ai__costs",
  "stg_console__api_keys",
  "stg_console__costs",
  "stg_console__native_costs",
  "stg_console__service_accounts",
  "stg_console__usage",
  "stg_console__users",
  "stg_console__workspaces",
  "stg_cursor__csv_events",
  "stg_reference__seats",
];

const graph = compiledGraph();
let local: TestWarehouse;
let schemas: Schemas;
let utc: ZonedJudge;
let west: ZonedJudge;
let east: ZonedJudge;

beforeAll(async () => {
  local = await startTestWarehouse();
  // Only sources are asked for their columns.
  schemas = await localSchemas(local);
  [utc, west, east] = await Promise.all([
    startJudgeIn("UTC"),
    startJudgeIn(WEST),
    startJudgeIn(EAST),
  ]);
});
afterAll(async () => {
  await Promise.all([utc, west, east].map((judge) => judge.close()));
  await local.close();
});

interface ZonedJudge extends Judge {
  /** What it resolved each statement to. */
  readonly resolved: ReadonlyMap<string, Resolved>;
}

async function startJudgeIn(timeZone: string): Promise<ZonedJudge> {
  const resolved = new Map<string, Resolved>();
  const onResolved = (sql: string, found: Resolved) => resolved.set(sql, found);
  return { ...(await startJudge({ timeZone, onResolved })), resolved };
}

/** What it resolves each statement of the project to. */
async function resolvedBy(judge: ZonedJudge): Promise<ReadonlyMap<string, Resolved>> {
  await analyzeGraph(judge, graph, sourceSchemas(graph, schemas));
  for (const { testQuery, expectedOutputQuery } of graph.tests) {
    await judge.analyze(testQuery, new Map());
    await judge.analyze(expectedOutputQuery, new Map());
  }
  return judge.resolved;
}

/** Everything that is written of each action, and then of each unit test, by its name. */
const WRITTEN = [
  ...[...graph.tables, ...graph.assertions].map((each) => [each.target.name, each] as const),
  ...graph.tests.map((each) => [each.name, each] as const),
].map(([name, each]) => ({ name, text: JSON.stringify(each) }));

/** The action or the unit test that the statement is of. */
function ownerOf(sql: string): string {
  const inJson = JSON.stringify(sql).slice(1, -1);
  return WRITTEN.find(({ text }) => text.includes(inJson))?.name ?? sql;
}

describe("the project, in whatever zone", () => {
  it("names UTC wherever a function would ask for the default, and in every literal", async () => {
    const [inUtc, inWest] = await Promise.all([resolvedBy(utc), resolvedBy(west)]);
    expect(inUtc.size).toBeGreaterThan(graph.tables.length);
    const asking = [...inUtc].flatMap(([sql, resolved]) =>
      zonesLeftOut(resolved.tree()).map((what) => `${ownerOf(sql)}: ${what}`),
    );
    const zoned = ZONED_TEXTS.map((name) => `${name}: cast(STRING as TIMESTAMP)`);
    expect([...new Set(asking)].sort()).toEqual(zoned);
    const moved = [...inUtc].filter(
      ([sql, { bytes }]) => Buffer.compare(bytes, inWest.get(sql)?.bytes ?? Buffer.of()) !== 0,
    );
    expect(moved.map(([sql]) => ownerOf(sql))).toEqual([]);
  });
});

describe("a story of each vendor, in whatever zone", () => {
  // What asks for the default is found above, in every statement; here it is seen in rows.
  const vendors = ["claude_ai", "console", "cursor", "vertex"];
  const scenarios = vendors.flatMap((domain) => listScenarios([domain]).slice(0, 1));
  it.each(scenarios.map((scenario) => [scenario.name.replaceAll("_", " "), scenario] as const))(
    "%s",
    async (_title, scenario) => {
      await loadScenario(local, scenario);
      const part = storyPart(graph, scenario);
      const tables = await sourceTables(local, part, schemas);
      const [inUtc, ...elsewhere] = await Promise.all(
        [utc, west, east].map((judge) => judgeGraph(judge, part, { tables })),
      );
      expect(inUtc?.size).toBeGreaterThan(0);
      for (const other of elsewhere) {
        const moved = [...(inUtc ?? [])].flatMap(([name, table]) =>
          diffTables(table, other.get(name) ?? { columns: [], rows: [] }).map(
            (text) => `${name}: ${text}`,
          ),
        );
        expect(moved).toEqual([]);
      }
    },
  );
});
