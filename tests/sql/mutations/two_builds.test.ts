/** Planted bugs of later builds: each leaves a table other than the first build made it. */

import { afterAll, beforeAll, describe, it } from "@jest/globals";

import { compiledGraph } from "../../support/graph.ts";
import {
  incrementalTables,
  landForBuilds,
  MISHAPS,
  startBuilds,
} from "../../support/two_builds.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { mutantOf } from "./mutated_graph.ts";
import { TWO_BUILDS_MUTATIONS } from "./two_builds_mutations.ts";

const project = compiledGraph();
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await landForBuilds(local);
});
afterAll(() => local.close());

describe("planted bugs of later builds", () => {
  it.each(TWO_BUILDS_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    "%s: caught",
    async (_name, mutation) => {
      const { story } = mutation;
      const { graph } = mutantOf(project, mutation);
      const befall = await startBuilds(local, graph, story);
      const table = incrementalTables(graph).find(({ target }) => target.name === story);
      if (table === undefined) throw new Error(`no incremental table ${story}`);
      for (const mishap of MISHAPS) {
        // That no law sees it may be for want of the law.
        const problems = await befall(table, mishap);
        if (problems.some((text) => text.endsWith(" has other rows"))) return;
      }
      throw new Error("no mishap shows it");
    },
  );
});
