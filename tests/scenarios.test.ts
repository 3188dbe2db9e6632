/**
 * Every story in tests/scenarios: given pages become the expected tables, every law holds, and Google's
 * reference engine computes the same rows in every relation.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { engineDifferences } from "./support/both_engines.ts";
import { compiledGraph } from "./support/graph.ts";
import { type Judge, startJudge } from "./support/judge/index.ts";
import { listScenarios, playScenario } from "./support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "./support/warehouse.ts";

const graph = compiledGraph();
const scenarios = listScenarios("tests/scenarios");
let local: TestWarehouse;
let judge: Judge;

beforeAll(async () => {
  [local, judge] = await Promise.all([startTestWarehouse(), startJudge()]);
});
afterAll(async () => {
  await judge.close();
  await local.close();
});

describe("scenarios", () => {
  it.each(scenarios.map((scenario) => [scenario.name.replaceAll("_", " "), scenario] as const))(
    "%s",
    async (_title, scenario) => {
      expect(await playScenario(local, graph, scenario)).toEqual([]);
      expect(await engineDifferences(local, judge, graph)).toEqual([]);
    },
  );
});
