/** The project, built with what is known left out and compiled without the command line, is the same project. */

import { expect, describe, it, jest } from "@jest/globals";

import { buildGraph } from "../support/build.ts";
import { compileWithCli } from "../support/compile_with_cli.ts";
import { type CompiledGraph, compiledGraph } from "../support/graph.ts";
import { listScenarios, loadScenario, type Scenario } from "../support/scenario.ts";
import { lawsOf } from "../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(240_000);

const STORIES = ["an_alias_and_its_letter_case", "an_unchanged_day_is_read_again"];

describe("every relation of the project", () => {
  const compiled = compiledGraph();
  const graph = { ...compiled, assertions: lawsOf(compiled) };
  const stories = listScenarios().filter(({ name }) => STORIES.includes(name));

  it("has the rows of a build from nothing, after each of several stories", async () => {
    expect(stories.map(({ name }) => name)).toEqual(STORIES);
    const plain = await startTestWarehouse();
    const expected = new Map<Scenario, Awaited<ReturnType<typeof everyRow>>>();
    for (const story of stories) {
      await plain.reset();
      await loadScenario(plain, story);
      await buildGraph(plain.runQuery, graph, new Set());
      expected.set(story, await everyRow(plain, graph));
    }
    await plain.close();

    const local = await startTestWarehouse();
    for (const story of [...stories, ...stories.slice(0, 1)]) {
      await loadScenario(local, story);
      await local.build(graph, new Set());
      expect(await everyRow(local, graph)).toEqual(expected.get(story));
    }
    await local.close();
  });

  it("is compiled without the command line as with it", () => {
    expect(compiled).toEqual(compileWithCli(process.cwd()));
  });
});

async function everyRow(
  warehouse: TestWarehouse,
  { tables }: CompiledGraph,
): Promise<Record<string, readonly string[]>> {
  const rows: Record<string, readonly string[]> = {};
  for (const { target } of tables) {
    const name = `${target.schema}.${target.name}`;
    const found = await warehouse.runQuery(`select * from \`local.${name}\``);
    rows[name] = found.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}
