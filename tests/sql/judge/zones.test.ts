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
import { buildGraph } from "../../support/build.ts";
import { compiledGraph } from "../../support/graph.ts";
import {
  analyzeGraph,
  diffTables,
  type Judge,
  judgeGraph,
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

beforeAll(async () => {
  local = await startTestWarehouse();
  await buildGraph(local.runQuery, graph, new Set());
  schemas = await localSchemas(local);
});
afterAll(async () => {
  await local.close();
});

/** What the engine resolved each statement of the project to. */
async function resolvedIn(timeZone: string): Promise<ReadonlyMap<string, object>> {
  const found = new Map<string, object>();
  const onResolved = (sql: string, resolved: object) => found.set(sql, resolved);
  const judge = await startJudge({ timeZone, onResolved });
  try {
    await analyzeGraph(judge, graph, sourceSchemas(graph, schemas));
    for (const { testQuery, expectedOutputQuery } of graph.tests) {
      await judge.analyze(testQuery, new Map());
      await judge.analyze(expectedOutputQuery, new Map());
    }
  } finally {
    await judge.close();
  }
  return found;
}

/** The action or the unit test that the statement is of. */
function ownerOf(sql: string): string {
  const text = JSON.stringify(sql).slice(1, -1);
  const holds = (part: object) => JSON.stringify(part).includes(text);
  const action = [...graph.tables, ...graph.assertions].find(holds);
  return action?.target.name ?? graph.tests.find(holds)?.name ?? sql;
}

describe("the project, in whatever zone", () => {
  it("names UTC wherever a function would ask for the default, and in every literal", async () => {
    const [inUtc, inWest] = await Promise.all([resolvedIn("UTC"), resolvedIn(WEST)]);
    const asking = [...inUtc].flatMap(([sql, resolved]) =>
      zonesLeftOut(resolved).map((what) => `${ownerOf(sql)}: ${what}`),
    );
    const zoned = ZONED_TEXTS.map((name) => `${name}: cast(STRING as TIMESTAMP)`);
    expect([...new Set(asking)].sort()).toEqual(zoned);
    const moved = [...inUtc].filter(
      ([sql, resolved]) => JSON.stringify(resolved) !== JSON.stringify(inWest.get(sql)),
    );
    expect(moved.map(([sql]) => ownerOf(sql))).toEqual([]);
  });
});

describe("a story of each vendor, in whatever zone", () => {
  let judges: readonly Judge[];

  beforeAll(async () => {
    judges = await Promise.all(["UTC", WEST, EAST].map((timeZone) => startJudge({ timeZone })));
  });
  afterAll(async () => {
    await Promise.all(judges.map((judge) => judge.close()));
  });

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
        judges.map((judge) => judgeGraph(judge, part, { tables })),
      );
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
