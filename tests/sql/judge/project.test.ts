/**
 * Google's reference engine accepts every compiled action with the column types that the local
 * warehouse has, and agrees with every native unit test.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { localSchemas, sourceSchemas } from "../../support/both_engines.ts";
import { buildGraph } from "../../support/build.ts";
import { compiledGraph } from "../../support/graph.ts";
import {
  analyzeGraph,
  type Column,
  fullName,
  type Judge,
  judgeTests,
  startJudge,
} from "../../support/judge/index.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const graph = compiledGraph();
let local: TestWarehouse;
let judge: Judge;

beforeAll(async () => {
  [local, judge] = await Promise.all([startTestWarehouse(), startJudge()]);
});
afterAll(async () => {
  await judge.close();
  await local.close();
});

describe("the project, before Google's reference engine", () => {
  it("has no action that it refuses, and no column of another type than locally", async () => {
    await buildGraph(local.runQuery, { ...graph, assertions: [] }, new Set());
    const schemas = await localSchemas(local);
    const analyzed = await analyzeGraph(judge, graph, sourceSchemas(graph, schemas));
    for (const { target } of graph.tables) {
      const name = fullName(target);
      const types = (columns: readonly Column[] = []) =>
        Object.fromEntries(columns.map((column) => [column.name, column.type]));
      expect({ name, isKnown: (schemas.get(name) ?? []).length > 0 }).toEqual({
        ...{ name, isKnown: true },
      });
      expect({ name, types: types(analyzed.get(name)) }).toEqual({
        name,
        types: types(schemas.get(name)),
      });
    }
  });

  it("has native unit tests that hold there too", async () => {
    expect(graph.tests.length).toBeGreaterThan(0);
    expect(await judgeTests(judge, graph)).toEqual([]);
  });
});
