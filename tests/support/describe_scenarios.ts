/**
 * The stories of some domains: given pages become the expected tables, and every law holds. In CI, and where tests
 * are asked for by their path, Google's reference engine computes the same rows in every relation.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { engineDifferences } from "./both_engines.ts";
import { compiledGraph } from "./graph.ts";
import { type Judge, startJudge } from "./judge/index.ts";
import { listScenarios, playScenario, storyPart } from "./scenario.ts";
import { lawsOf } from "./violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "./warehouse.ts";

/** Whether the reference engine plays the stories too; `jest.config.cjs` says when. */
declare const isJudged: boolean;

/** Plays each story in the folders of the domains; several test files share them out among the cores. */
export function describeScenarios(domains: readonly string[]): void {
  const compiled = compiledGraph();
  // Keys and columns that must not be null are checked by the builds through the CLI.
  const graph = { ...compiled, assertions: lawsOf(compiled) };
  let local: TestWarehouse;
  let judge: Judge | undefined;

  beforeAll(async () => {
    [local, judge] = await Promise.all([startTestWarehouse(), isJudged ? startJudge() : undefined]);
  });
  afterAll(async () => {
    await judge?.close();
    await local.close();
  });

  describe.each(domains)("scenarios of %s", (domain) => {
    const scenarios = listScenarios([domain]);
    it.each(scenarios.map((scenario) => [scenario.name.replaceAll("_", " "), scenario] as const))(
      "%s",
      async (_title, scenario) => {
        const part = storyPart(graph, scenario);
        expect(await playScenario(local, part, scenario)).toEqual([]);
        if (judge !== undefined) expect(await engineDifferences(local, judge, part)).toEqual([]);
      },
    );
  });
}
