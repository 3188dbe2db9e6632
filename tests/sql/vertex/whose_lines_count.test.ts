/** Stories that settings are a part of: whose lines of a bill count, and which of two bills for the same dollars. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { statusText } from "../../../cli/status/run.ts";
import type { CompiledGraph } from "../../support/graph.ts";
import { playScenario, storyPart } from "../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { lawsOf } from "../../support/violation_check.ts";
import { compileWith } from "../other_settings.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

function lawsUnder(vars: Readonly<Record<string, string>>): CompiledGraph {
  const graph = compileWith(vars);
  return { ...graph, assertions: lawsOf(graph) };
}

/** Builds what the story is about, or everything. */
function play(
  name: string,
  vars: Readonly<Record<string, string>>,
  everything = false,
): Promise<readonly string[]> {
  const story = { name, folder: `tests/sql/vertex/stories/${name}` };
  const graph = lawsUnder(vars);
  return playScenario(local, everything ? graph : storyPart(graph, story), story);
}

describe("other accounts in one view", () => {
  const story = "other_accounts_in_one_view";

  it.each([
    ["its account", { gcp_billing_accounts: "aaaaaa-111111-aaaaaa" }],
    ["its project", { gcp_projects: "another-project, shared-1" }],
    ["both", { gcp_billing_accounts: "AAAAAA-111111-AAAAAA", gcp_projects: "shared-1" }],
  ])("do not count where the settings name %s", async (_what, vars) => {
    // The status reads many marts.
    expect(await play(story, vars, true)).toEqual([]);
    const status = await statusText(local.warehouse, "json");
    expect(JSON.parse(status)).toMatchObject({
      "Google's billing accounts": [{ accounts_seen: "2", accounts_counted: "1" }],
    });
  });

  it("count where the settings name none", async () => {
    const problems = await play(story, {});
    expect(problems.join(" ")).toContain("900");
    expect(problems.join(" ")).not.toContain("law_");
  });
});

describe("Claude, managed by Anthropic", () => {
  it("is charged by Google's bill alone where the settings name its organization", async () => {
    const vars = {
      gcp_other_claude_services: "Claude models (Anthropic managed)",
      anthropic_organizations_billed_by_google: "org-of-google",
    };
    expect(await play("managed_by_anthropic", vars)).toEqual([]);
  });

  it("is found by a law where both bills count", async () => {
    const vars = { gcp_other_claude_services: "Claude models (Anthropic managed)" };
    const problems = await play("managed_by_anthropic", vars);
    expect(problems.filter((text) => text.startsWith("law_"))).toEqual([
      expect.stringMatching(
        /^law_vertex_bills_no_organization_twice: .*"organization_id":"org-of-google","project_id":"claude-managed"/,
      ),
    ]);
  });
});
