/** From invented requests, over two reports that never meet, to what each key and each owner truly spent. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startAnthropic } from "../../local/vendors/anthropic/server.ts";
import {
  type DemoOptions,
  demoOrganizations,
  type Organization,
} from "../../local/vendors/organization/index.ts";
import { connectionTo, syncOnce } from "../ingest/support/vendor_sync.ts";
import { buildGraph } from "../support/build.ts";
import { ancestorsOf, compiledGraph } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import {
  chargedKeys,
  chargedOwners,
  compared,
  trueKeys,
  trueOwners,
  writeOwners,
} from "./attribution_books.ts";

const NOW = Date.parse("2026-11-10T06:00:00Z");
const SMALL = { days: 4, keys: 12, requestsPerKeyDay: 6 } as const;
const GRAPH = ancestorsOf(
  compiledGraph(),
  "fct_key_cost_daily",
  "fct_user_cost_daily",
  "law_key_costs_conserve_charges",
  "law_user_costs_conserve_key_costs",
  "law_no_share_has_the_opposite_sign",
);

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Invents two organizations, fetches and builds them without the analytics endpoints, and checks the laws. */
async function live(options: DemoOptions): Promise<readonly Organization[]> {
  const organizations = demoOrganizations(options);
  await local.reset();
  await writeOwners(local.runQuery, organizations);
  const server = await startAnthropic({ organizations, now: () => NOW, analytics: "forbidden" });
  try {
    const { failures } = await syncOnce(server, local.warehouse, {
      connections: organizations.map(({ slug }) => connectionTo(server, slug)),
      now: () => NOW,
      from: organizations[0]?.firstDay,
    });
    expect(failures).toEqual([]);
  } finally {
    await server.close();
  }
  const { violations } = await buildGraph(local.runQuery, GRAPH, new Set());
  expect(Object.fromEntries(violations)).toEqual({});
  return organizations;
}

describe("every key and every owner is charged what their requests cost", () => {
  it.each([
    { story: "the same share of batch for every key", mix: "uniform", ...SMALL, seed: 1 },
    { story: "the same share of batch for every key", mix: "uniform", ...SMALL, seed: 2 },
    { story: "uneven batch", mix: "batch", ...SMALL, seed: 1 },
    { story: "uneven batch", mix: "batch", ...SMALL, seed: 2 },
    { story: "long context and the US besides", mix: "mixed", ...SMALL, seed: 1 },
    { story: "long context and the US besides", mix: "mixed", ...SMALL, seed: 2 },
    { story: "many keys and days", mix: "mixed", days: 12, keys: 60, seed: 3 },
  ] as const)("$story, seed $seed", async ({ story: _, ...options }) => {
    const organizations = await live(options);
    const keys = compared(await chargedKeys(local.runQuery), trueKeys(organizations, NOW));
    const owners = compared(await chargedOwners(local.runQuery), trueOwners(organizations, NOW));
    console.log(options.mix, options.seed, keys.length, keys.reduce((m, k) => (k.off > m ? k.off : -k.off > m ? -k.off : m), 0n), owners.length, keys.reduce((s,k)=>s+k.spent.nanoUsd,0n), keys.reduce((s,k)=>s+k.spent.requests,0n));
    expect(keys.length).toBeGreaterThan(SMALL.keys);
    expect(keys.filter(({ off }) => off !== 0n)).toEqual([]);
    expect(owners.filter(({ off }) => off !== 0n)).toEqual([]);
  });
});

describe("where the reports themselves hide who pays", () => {
  it.each([1, 2, 3])("stress, seed %i", async (seed) => {
    const organizations = await live({ mix: "stress", ...SMALL, seed });
    const keys = compared(await chargedKeys(local.runQuery), trueKeys(organizations, NOW));
    const bill = keys.reduce((s, k) => s + k.spent.nanoUsd, 0n);
    const misplaced = keys.reduce((s, k) => s + (k.off < 0n ? -k.off : k.off), 0n) / 2n;
    console.log(seed, bill, misplaced, Number((misplaced * 1000000n) / bill) / 1e4 + "%", keys.map((k) => `${k.bearer.slice(-12)} ${k.spent.nanoUsd} ${k.off} ${k.spent.nanoUsd === 0n ? "-" : Number((k.off * 1000000n) / k.spent.nanoUsd) / 1e4}%`).join("\n"));
  });
});
