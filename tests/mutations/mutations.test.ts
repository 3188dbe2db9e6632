/** Every planted money bug turns a scenario, a law or a violation red. */

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { buildGraph } from "../support/build.ts";
import { type CompiledGraph, compileProject } from "../support/graph.ts";
import { listScenarios, playScenario } from "../support/scenario.ts";
import { lawsOf, playViolation } from "../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import { type Mutation, MUTATIONS } from "./mutations.ts";

const PROJECT = ["definitions", "includes", "workflow_settings.yaml", "package.json"];
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Compiles a copy of the project with one edit in it. */
function mutated({ file, find, replace }: Mutation): CompiledGraph {
  const copy = mkdtempSync(path.join(tmpdir(), "ai-spend-mutation-"));
  try {
    for (const part of PROJECT) cpSync(part, path.join(copy, part), { recursive: true });
    symlinkSync(path.resolve("node_modules"), path.join(copy, "node_modules"));
    const text = readFileSync(path.join(copy, file), "utf8");
    expect(text.split(find)).toHaveLength(2);
    writeFileSync(
      path.join(copy, file),
      text.replace(find, () => replace),
    );
    return compileProject(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What first turns red; null if the bug survives. */
async function firstRed(graph: CompiledGraph): Promise<string | null> {
  for (const scenario of listScenarios("tests/scenarios")) {
    const problems = await playScenario(local, graph, scenario).catch(String);
    if (problems.length > 0) return scenario.name;
  }
  await local.reset();
  await buildGraph(local.runQuery, graph, new Set());
  for (const law of lawsOf(graph)) {
    if ((await playViolation(local, graph, law)).length > 0) return law.target.name;
  }
  return null;
}

describe("planted money bugs", () => {
  it("does not turn anything red without an edit", async () => {
    expect(await firstRed(compileProject(process.cwd()))).toBeNull();
  });

  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    "%s: caught",
    async (_name, mutation) => {
      expect(await firstRed(mutated(mutation))).not.toBeNull();
    },
  );
});
