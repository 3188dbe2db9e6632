/** Every story in tests/scenarios: given pages become the expected tables, and every law holds. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph } from "./support/graph.ts";
import { listScenarios, playScenario } from "./support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "./support/warehouse.ts";

const graph = compiledGraph();
const scenarios = listScenarios("tests/scenarios");
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

describe("scenarios", () => {
  it.each(scenarios.map((scenario) => [scenario.name.replaceAll("_", " "), scenario] as const))(
    "%s",
    async (_title, scenario) => {
      expect(await playScenario(local, graph, scenario)).toEqual([]);
    },
  );
});
