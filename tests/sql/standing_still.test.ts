/**
 * One vendor never holds back another: for each vendor a row that breaks a law of its own, beside news of all of
 * them. Every table is then what a full build makes of a world in which that vendor's news have not come.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { statusText } from "../../cli/status/run.ts";
import { compiledGraph } from "../support/graph.ts";
import {
  FAULTS,
  FIRST,
  other,
  startWorlds,
  type Vendor,
  VENDORS,
  type Worlds,
} from "../support/standing_still.ts";

const graph = compiledGraph();
let worlds: Worlds;

beforeAll(async () => {
  worlds = await startWorlds(graph);
});
afterAll(() => worlds.close());

describe("a vendor whose law is red", () => {
  let now = FIRST;

  it("on the first day has no rows, and the others are whole", async () => {
    expect(await worlds.breakOne("cursor", now, { ...now, cursor: null })).toEqual([]);
    expect(await worlds.standing()).toMatchObject([
      { domain: "cursor", stands_still_since: "null" },
    ]);
    const health = `select source, subject, needs_look from ai_spend.rpt_health where topic = 'standstill'`;
    expect(await worlds.local.runQuery(health)).toEqual([
      { source: "cursor", subject: expect.stringContaining(FAULTS.cursor.law), needs_look: "true" },
    ]);
    expect(
      await worlds.local.runQuery(
        `select distinct vendor, broken_laws from ai_spend.data_freshness where stands_still`,
      ),
    ).toEqual([{ vendor: "cursor", broken_laws: expect.stringContaining(FAULTS.cursor.law) }]);
    const sections = JSON.parse(await statusText(worlds.local.warehouse, "json")) as Record<
      string,
      unknown
    >;
    expect(sections["vendors that stand still"]).toMatchObject([
      { domain: "cursor", stands_still_since: null },
    ]);
  });

  // One after the other: the one before goes on with its news in the build in which the next stands still.
  it.each(VENDORS)("%s keeps its last good rows, and all others have today's", async (vendor) => {
    const world = other(now);
    const expected = { ...world, [vendor]: now[vendor] };
    expect(await worlds.breakOne(vendor, world, expected)).toEqual([]);
    expect(await worlds.standing()).toMatchObject([
      {
        domain: vendor,
        stands_still_since: "2026-06-15T00:00:00Z",
        broken_laws: expect.stringContaining(FAULTS[vendor].law),
      },
    ]);
    now = expected;
  });

  it("stands still in the next build as well, whatever comes then", async () => {
    const [vendor] = VENDORS.slice(-1) as [Vendor];
    expect(await worlds.breakOne(vendor, { ...now, [vendor]: null }, now)).toEqual([]);
    // Nothing landed: nothing is made again, and what was kept is kept.
    const before = await worlds.rows();
    await worlds.local.build(graph, new Set(["all of them stand"]));
    expect(await worlds.rows()).toEqual(before);
  });

  it("goes on when it is mended", async () => {
    now = other(now);
    expect(await worlds.mend(now)).toEqual([]);
    expect(await worlds.standing()).toEqual([]);
  });
});
