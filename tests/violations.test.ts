/** Every law fails on the smallest data that breaks it, and says which rows break it. */

import { readdirSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { buildGraph } from "./support/build.ts";
import { type CompiledAssertion, compiledGraph, shortName } from "./support/graph.ts";
import { replaceRelation } from "./support/violation.ts";
import { lawsOf, playViolation, restore, VIOLATIONS } from "./support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "./support/warehouse.ts";

const graph = compiledGraph();
const laws = lawsOf(graph);
const inline = graph.assertions.filter((assertion) => !laws.includes(assertion));
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  const { violations } = await buildGraph(local.runQuery, graph, new Set());
  expect(Object.fromEntries(violations)).toEqual({});
});
afterAll(() => local.close());

describe("laws", () => {
  it("have a violation each, and no violation is left without its law", () => {
    expect(readdirSync(VIOLATIONS).sort()).toEqual(laws.map(({ target }) => target.name).sort());
  });

  it.each(laws.map((law) => [law.target.name, law] as const))(
    "%s is broken by its violation",
    async (_name, law) => {
      expect(await playViolation(local, graph, law)).toEqual([]);
    },
  );
});

describe("keys and columns that must not be null", () => {
  it.each(inline.map((assertion) => [assertion.target.name, assertion] as const))(
    "%s is broken by two empty rows",
    async (_name, assertion) => {
      const name = checkedTable(assertion);
      await replaceRelation(local.runQuery, { name, columns: [], rows: [{}, {}] });
      const found = await local.runQuery(assertion.query);
      await restore(local, graph, [name]);
      expect(found.length).toBeGreaterThan(0);
    },
  );
});

/** `dataset.table` that an inline assertion checks. */
function checkedTable({ dependencyTargets = [] }: CompiledAssertion): string {
  const [target] = dependencyTargets;
  if (target === undefined) throw new Error("an inline assertion without a table");
  return shortName(target);
}
