/**
 * The production path with a fault at every call: Google's own client against the local warehouse, a proxy
 * between them that fails one call, and after each fault a run without one, which must end in the same tables
 * as a run that was never disturbed. `npx tsx bench/faults.ts` runs every fault at every call.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { hurryWaits } from "../../ingest/support/hurry_waits.ts";
import { WAREHOUSE_FAULTS } from "./support/fault_proxy.ts";
import { type Case, surviveAll } from "./support/survive.ts";
import { startSmallVendors, type Vendors } from "./support/world.ts";

let vendors: Vendors;
let restore: () => void;

beforeAll(async () => {
  vendors = await startSmallVendors({ withConsole: false });
  restore = hurryWaits();
});
afterAll(async () => {
  restore();
  await vendors.close();
});

/** Every fault at the first call of its kind, and two faults, in turn, at every call. */
function sample(cases: readonly Case[]): readonly Case[] {
  const seen = new Set<string>();
  return cases.filter(({ at, call, fault }) => {
    const kind = `${call.split(" ")[0]} ${fault}`;
    const isFirst = !seen.has(kind);
    seen.add(kind);
    const turn = (WAREHOUSE_FAULTS.indexOf(fault) + at * 5) % WAREHOUSE_FAULTS.length;
    return isFirst || turn === 0 || turn === 6;
  });
}

describe("a fault at any call to the warehouse", () => {
  it("is survived: the next run ends in the tables of an undisturbed one, at least 90 times", async () => {
    const { cases, wrong, calls } = await surviveAll(vendors, sample);
    expect(wrong).toEqual([]);
    expect(new Set(cases.map(({ at }) => at)).size).toBeGreaterThan(calls * 0.7);
    expect(new Set(cases.map(({ fault }) => fault))).toEqual(new Set(WAREHOUSE_FAULTS));
    expect(cases.length).toBeGreaterThanOrEqual(90);
    process.stdout.write(`survived ${cases.length} faults at ${calls} calls\n`);
  });
});
