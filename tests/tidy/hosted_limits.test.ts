/** What hosted Dataform takes of a project: https://docs.cloud.google.com/dataform/docs/quotas, read in November 2026. */

import { describe, expect, it } from "@jest/globals";

import { compiledGraph, shortName } from "../support/graph.ts";

const MOST_DEPENDENCIES = 50;
const MOST_ACTIONS = 5000;
const MOST_BYTES = 20_000_000;

const graph = compiledGraph();
const actions = [...graph.tables, ...graph.assertions];

describe("hosted Dataform", () => {
  it("takes no action that depends on more than fifty others", () => {
    const counts = actions.map(({ target, dependencyTargets = [] }) => ({
      name: shortName(target),
      count: dependencyTargets.length,
    }));
    expect(Math.max(...counts.map(({ count }) => count))).toBeGreaterThan(10);
    expect(counts.filter(({ count }) => count > MOST_DEPENDENCIES)).toEqual([]);
  });

  it("takes as many actions as there are, and the graph as large as it is", () => {
    expect(actions.length).toBeLessThan(MOST_ACTIONS);
    expect(JSON.stringify(graph).length).toBeLessThan(MOST_BYTES);
  });
});
