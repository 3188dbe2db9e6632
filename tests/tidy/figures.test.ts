/** What tools/figures.ts counts is counted right, on graphs small enough to see. */

import { describe, expect, it } from "@jest/globals";

import { circlesOf, importsOf, mutualFolders } from "../../tools/measure/imports.ts";
import { stepsTo } from "../../tools/measure/models.ts";
import { compiledGraph } from "../support/graph.ts";

const IMPORTS = new Map([
  ["a/one.ts", ["b/two.ts"]],
  ["b/two.ts", ["b/three.ts"]],
  ["b/three.ts", ["a/one.ts", "c/four.ts"]],
  ["c/four.ts", ["c/five.ts"]],
  ["c/five.ts", []],
]);

describe("figures of imports", () => {
  it("are circles of files that reach each other", () => {
    expect(circlesOf(IMPORTS)).toEqual([["a/one.ts", "b/three.ts", "b/two.ts"]]);
  });

  it("are folders that import each other", () => {
    expect(mutualFolders(IMPORTS)).toEqual(["a ↔ b"]);
  });

  it("hold imports of types and those on demand", () => {
    const imports = importsOf();
    expect(imports.get("cli/doctor/effects.ts")).toContain("cli/doctor/leftovers.ts");
    const onDemand = [...imports].filter(([, targets]) =>
      targets.includes("local/warehouse/index.ts"),
    );
    expect(onDemand.map(([file]) => file.split("/")[0])).toContain("cli");
  });
});

describe("figures of models", () => {
  it("count the way from the source, waiting for a law left out", () => {
    const graph = compiledGraph();
    expect(stepsTo(graph, "raw_fetches")).toBe(0);
    expect(stepsTo(graph, "fct_cost_daily")).toBeGreaterThan(5);
    expect(stepsTo(graph, "focus_costs")).toBeGreaterThan(stepsTo(graph, "fct_user_cost_daily"));
  });
});
