/** Bugs that others have published about Google's bill and its audit log: none of them can happen here. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph } from "../../support/graph.ts";
import { playScenario, scenarioNamed } from "../../support/scenario.ts";
import { lawsOf } from "../../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const BUGS = [
  [
    "a stream that its user cancelled is not free (BerriAI/litellm#30787, #39893, vm0-ai/vm0#25133)",
    "vertex_stream_cancelled_by_the_user",
  ],
  [
    "fast mode under the platform's name is not an unknown model (grafana/cloudcost-exporter#1085, rhesis-ai/rhesis#2690)",
    "vertex_fast_and_provisioned_throughput",
  ],
  [
    "an entry that was split is not two calls (Google's own page on split audit logs)",
    "vertex_one_call_in_several_entries",
  ],
] as const;

describe("Google's bill", () => {
  it.each(BUGS)("%s", async (_bug, story) => {
    const graph = compiledGraph();
    const played = await playScenario(
      local,
      { ...graph, assertions: lawsOf(graph) },
      scenarioNamed(story),
    );
    expect(played).toEqual([]);
  });
});
