/**
 * What hosted Dataform and BigQuery take of a project: https://docs.cloud.google.com/dataform/docs/quotas, as read in
 * November 2026, how it runs incremental tables (dataform release 2.7.0, issue #1514), and limits of https://docs.cloud.google.com/bigquery/quotas that have long been the same.
 */

import { describe, expect, it } from "@jest/globals";

import { compiledGraph, shortName } from "../support/graph.ts";

const MOST_DEPENDENCIES = 50;
const MOST_ACTIONS = 5000;
const MOST_BYTES = 20_000_000;

const MOST_VIEWS_IN_VIEWS = 16;
const MOST_CLUSTERING_COLUMNS = 4;
const MOST_QUERY_CHARACTERS = 1_000_000;

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

describe("the text of an incremental table", () => {
  it("has nothing that a string around it would read as its own, as hosted Dataform may put it into one", () => {
    const incremental = graph.tables.filter(({ enumType }) => enumType === "INCREMENTAL");
    expect(incremental.length).toBeGreaterThan(10);
    const texts = incremental.map(({ target, ...action }) => ({
      name: shortName(target),
      text: [
        ...(action.incrementalPreOps ?? []),
        action.incrementalQuery ?? "",
        ...(action.incrementalPostOps ?? []),
      ].join("\n"),
    }));
    expect(texts.filter(({ text }) => text.length < 100)).toEqual([]);
    expect(texts.filter(({ text }) => /\\|"""/.test(text)).map(({ name }) => name)).toEqual([]);
  });
});

describe("BigQuery", () => {
  it("takes no views that stand on more than fifteen others in a row", () => {
    const views = new Map(
      graph.tables
        .filter(({ enumType }) => enumType === "VIEW")
        .map(({ target, dependencyTargets = [] }) => [
          shortName(target),
          dependencyTargets.map(shortName),
        ]),
    );
    const depth = (name: string): number => {
      const below = views.get(name);
      return below === undefined ? 0 : 1 + Math.max(0, ...below.map(depth));
    };
    const depths = [...views.keys()].map(depth);
    expect(Math.max(...depths)).toBeGreaterThan(1);
    expect(Math.max(...depths)).toBeLessThanOrEqual(MOST_VIEWS_IN_VIEWS);
  });

  it("takes no longer query, and no table clustered by more columns", () => {
    expect(actions.filter(({ query }) => query.length > MOST_QUERY_CHARACTERS)).toEqual([]);
    const clustered = graph.tables.filter(
      ({ bigquery }) => (bigquery?.clusterBy ?? []).length > MOST_CLUSTERING_COLUMNS,
    );
    expect(clustered.map(({ target }) => target.name)).toEqual([]);
  });
});
