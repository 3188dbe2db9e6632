/** Every planted money bug turns a scenario, a law or a violation red. */

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { compiledGraph, type CompiledGraph } from "../../support/graph.ts";
import { listScenarios, playScenario, type Scenario, storyPart } from "../../support/scenario.ts";
import { lawsOf, playViolation } from "../../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { mutantOf } from "./mutated_graph.ts";
import type { Mutation } from "./mutation.ts";

const project = compiledGraph();
let local: TestWarehouse;

/** A bug that its story does not catch is shown to every law and story. */
jest.setTimeout(300_000);

/** Keys and nulls are checked elsewhere; without them a build takes half the time. */
function withLawsAlone(graph: CompiledGraph): CompiledGraph {
  return { ...graph, assertions: lawsOf(graph) };
}

/** What first turns red; null if the bug survives. `story` is played first, to save time. */
async function firstRed(graph: CompiledGraph, story: string): Promise<string | null> {
  const scenarios = listScenarios();
  const [first] = scenarios.filter(({ name }) => name === story);
  if (first !== undefined && (await isRed(graph, first))) return story;
  await local.reset();
  await local.build(graph, new Set());
  for (const law of lawsOf(graph)) {
    if ((await playViolation(local, graph, law)).length > 0) return law.target.name;
  }
  for (const scenario of scenarios) {
    if (await isRed(graph, scenario)) return scenario.name;
  }
  return null;
}

async function isRed(graph: CompiledGraph, scenario: Scenario): Promise<boolean> {
  const part = storyPart(graph, scenario);
  return (await playScenario(local, part, scenario).catch(String)).length > 0;
}

/** Plants the given bugs; several test files share them out among the cores. */
export function describeMutations(mutations: readonly Mutation[]): void {
  beforeAll(async () => {
    local = await startTestWarehouse();
  });
  afterAll(() => local.close());

  describe("planted money bugs", () => {
    it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
      "%s: caught",
      async (_name, mutation) => {
        expect(
          await firstRed(withLawsAlone(mutantOf(project, mutation).graph), mutation.story),
        ).not.toBeNull();
      },
    );
  });
}
