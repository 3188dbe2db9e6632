/** Every planted money bug turns a scenario, a law or a violation red. */

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { ancestorsOf, compiledGraph, type CompiledGraph, shortName } from "../../support/graph.ts";
import {
  listScenarios,
  loadScenario,
  playScenario,
  type Scenario,
  scenarioNamed,
  storyPart,
} from "../../support/scenario.ts";
import { lawsOf, playViolation } from "../../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { caughtByTable, hasRedLaw } from "./caught_by_table.ts";
import { type Mutant, mutantOf } from "./mutated_graph.ts";
import type { Mutation } from "./mutation.ts";

const project = compiledGraph();
let local: TestWarehouse;

/** A bug that its story does not catch is shown to every law and story. */
jest.setTimeout(300_000);

/** Keys and nulls are checked elsewhere; without them a build takes half the time. */
function withLawsAlone(graph: CompiledGraph): CompiledGraph {
  return { ...graph, assertions: lawsOf(graph) };
}

/**
 * What first turns red; null if the bug survives. What should catch it is looked at first, to save time. Throws if the bug is
 * SQL that an engine refuses: that is caught by whoever runs it, and no test is shown to look at its rows.
 */
async function firstRed(mutant: Mutant, { story, law }: Mutation): Promise<string | null> {
  const graph = withLawsAlone(mutant.graph);
  if (law !== undefined) {
    if (await isViolationRed(project, law)) throw new Error(`${law}: red without the bug`);
    if (await isViolationRed(graph, law)) return law;
  }
  if (story !== "") {
    const first = scenarioNamed(story);
    await loadScenario(local, first);
    const table = await caughtByTable(local, { ...mutant, graph }, first);
    if (table !== null) return table;
    if (await isRed(graph, first)) return story;
  }
  await local.reset();
  await local.build(graph, new Set());
  for (const each of lawsOf(graph)) {
    if ((await playViolation(local, graph, each)).length > 0) return each.target.name;
  }
  for (const scenario of listScenarios()) {
    if (await isRed(graph, scenario)) return scenario.name;
  }
  return null;
}

async function isRed(graph: CompiledGraph, scenario: Scenario): Promise<boolean> {
  const part = storyPart(graph, scenario);
  const problems = await playScenario(local, part, scenario);
  return problems.length > 0;
}

/** Whether the violation of one law is not what it should be, where nothing is built but what the law looks at. */
async function isViolationRed(graph: CompiledGraph, name: string): Promise<boolean> {
  const part = ancestorsOf(graph, name);
  const [law] = lawsOf(part);
  if (law === undefined) throw new Error(`no law ${name}`);
  await local.empty();
  await local.build(part, new Set());
  return (await playViolation(local, part, law)).length > 0;
}

/** The project without a bug, all of which is looked at. */
const unchanged: Mutant = {
  graph: withLawsAlone(project),
  changed: new Set(project.tables.map(({ target }) => shortName(target))),
};

/**
 * Plants the given bugs; several test files share them out among the cores. Those of one story, and then of one domain,
 * come one after the other: what the next leaves as it is, stands.
 */
export function describeMutations(mutations: readonly Mutation[]): void {
  const scenarios = new Map(listScenarios().map((scenario) => [scenario.name, scenario]));
  const placeOf = ({ story }: Mutation) => scenarios.get(story)?.folder ?? "";
  const inOrder = [...mutations].sort((one, other) => placeOf(one).localeCompare(placeOf(other)));
  const first = inOrder
    .flatMap(({ story }) => scenarios.get(story) ?? [])
    .find((scenario) => !hasRedLaw(scenario));

  beforeAll(async () => {
    local = await startTestWarehouse();
  });
  afterAll(() => local.close());

  describe("planted money bugs", () => {
    it("none: the tables are as their story expects", async () => {
      if (first === undefined) throw new Error("no story without a red law");
      await loadScenario(local, first);
      expect(await caughtByTable(local, unchanged, first)).toBeNull();
    });

    it.each(inOrder.map((mutation) => [mutation.name, mutation] as const))(
      "%s: caught",
      async (_name, mutation) => {
        expect(await firstRed(mutantOf(project, mutation), mutation)).not.toBeNull();
      },
    );
  });
}
