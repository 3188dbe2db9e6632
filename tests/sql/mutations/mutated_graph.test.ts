/** An edit is planted with and without a compilation alike, and none is planted that changes nothing. */

import { expect, it } from "@jest/globals";

import { compiledGraph, shortName } from "../../support/graph.ts";
import { ATTRIBUTION_MUTATIONS } from "./attribution_mutations.ts";
import { FOCUS_MUTATIONS } from "./focus_mutations.ts";
import { compiledWith, laidOver, mutantOf } from "./mutated_graph.ts";
import { MUTATIONS } from "./mutations.ts";
import { PLATFORM_MUTATIONS } from "./platform_mutations.ts";
import { VERTEX_MUTATIONS } from "./vertex_mutations.ts";

const project = compiledGraph();
const LISTS = [
  ATTRIBUTION_MUTATIONS,
  FOCUS_MUTATIONS,
  MUTATIONS,
  PLATFORM_MUTATIONS,
  VERTEX_MUTATIONS,
] as const;

/** Of each list the last bug that is planted without a compilation. */
const laid = LISTS.flatMap((list) =>
  list.filter((mutation) => laidOver(project, mutation) !== null).slice(-1),
);

it("every list has a bug that needs no compilation", () => {
  expect(laid).toHaveLength(LISTS.length);
});

it.each(laid)("$name: the compiler makes the same of it", (mutation) => {
  const { graph, changed } = mutantOf(project, mutation);
  expect(JSON.stringify(graph) === JSON.stringify(compiledWith(mutation))).toBe(true);
  expect(changed.size).toBe(1);
});

const file = "definitions/staging/console/stg_console__costs.sqlx";
const find = "inner join fetches on source.fetch_id = fetches.fetch_id";

it("what the compiler evaluates, and what stands in two texts, is compiled", () => {
  const replace = 'from ${ref("raw_anthropic_usage")} as source\n';
  const evaluated = { file, find: 'from ${ref("raw_anthropic_cost")} as source\n', replace };
  expect(laidOver(project, evaluated)).toBeNull();
  // An incremental table has its query twice.
  expect(laidOver(project, { file, find, replace: "cross join fetches" })).toBeNull();
  expect(
    laidOver(project, { file: "includes/money.js", find: "'100'", replace: "'1'" }),
  ).toBeNull();
});

it("an edit of an include changes each query that has its text, and no other", () => {
  const money = { file: "includes/money.js", find: "numeric '100'", replace: "numeric '1'" };
  const { graph, changed } = mutantOf(project, money);
  const before = new Map(project.tables.map(({ target, query }) => [shortName(target), query]));
  const others = graph.tables.filter(({ target }) => !changed.has(shortName(target)));
  expect(others.every(({ target, query }) => before.get(shortName(target)) === query)).toBe(true);
  expect(changed.size).toBeGreaterThan(0);
});

it("an edit that changes no SQL, or does not stand once in its file, is refused", () => {
  expect(() => mutantOf(project, { file, find, replace: find })).toThrow("no SQL is other");
  const include = { file: "includes/money.js", find: "numeric '100'", replace: "numeric '100'" };
  expect(() => mutantOf(project, include)).toThrow("no SQL is other");
  expect(() => mutantOf(project, { file, find: "no such text", replace: "" })).toThrow("not once");
  expect(() => mutantOf(project, { file, find: "source", replace: "" })).toThrow("not once");
});
