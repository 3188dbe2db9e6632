/** Whatever befalls an incremental table, a law sees that it is doubled, and the next build mends it. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph } from "../support/graph.ts";
import { incrementalTables, landForBuilds, MISHAPS, startBuilds } from "../support/two_builds.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = compiledGraph();
const tables = incrementalTables(graph).map((table) => [table.target.name, table] as const);

let local: TestWarehouse;
let befall: Awaited<ReturnType<typeof startBuilds>>;

beforeAll(async () => {
  local = await startTestWarehouse();
  await landForBuilds(local);
  befall = await startBuilds(local, graph);
});
afterAll(() => local.close());

it("there are incremental tables", () => {
  expect(tables.length).toBeGreaterThan(12);
});

describe.each(tables)("%s", (_name, table) => {
  it.each(MISHAPS.map((mishap) => [mishap.name, mishap] as const))(
    "is as the first build made it after %s",
    async (_mishap, mishap) => {
      expect(await befall(table, mishap)).toEqual([]);
    },
  );
});
