/** From invented requests, over the vendor's wire, loader and models, to exactly what was spent. */

import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from "@jest/globals";

import {
  type AnthropicServer,
  type Fault,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import {
  demoOrganizations,
  type Organization,
} from "../../../local/stand_ins/organization/index.ts";
import { connectionTo, syncOnce } from "../../ingest/support/vendor_sync.ts";
import { ancestorsOf, type CompiledGraph, compiledGraph, isMart } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { billedCosts, reportedUsage, trueCosts, trueUsage } from "./books.ts";
import { keptRows } from "./marts.ts";

const FIRST_MORNING = Date.parse("2026-11-01T06:00:00Z");
const AFTER_RESTATEMENT = Date.parse("2026-11-05T06:00:00Z");
const AFTER_EMPTYING = Date.parse("2026-11-20T06:00:00Z");
const EMPTIED = { day: "2026-10-24", from: "2026-11-12T00:00:00Z" };
const graph = compiledGraph();
/** Laws are for the first story; the others look at tables. */
const restated = ancestorsOf(graph, "claude_costs", "cost_restatements");
const marts = ancestorsOf(graph, ...graph.tables.filter(isMart).map(({ target }) => target.name));

let local: TestWarehouse;
let vendor: AnthropicServer | null = null;
const clock = { now: FIRST_MORNING };
let built: Set<string>;

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(240_000);

beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => startAnew(FIRST_MORNING));
afterEach(async () => {
  await vendor?.close();
  vendor = null;
});
afterAll(() => local.close());

async function startAnew(now: number): Promise<void> {
  await local.empty();
  clock.now = now;
  built = new Set();
}

function organizationsOf(seed: number): readonly Organization[] {
  return demoOrganizations({ seed, days: 15, mix: "everything", emptiedDays: [EMPTIED] });
}

async function serve(organizations: readonly Organization[]): Promise<AnthropicServer> {
  vendor = await startAnthropic({ organizations, now: () => clock.now });
  return vendor;
}

/** One run of the loader for both organizations; returns the number of waits. */
async function sync(server: AnthropicServer, from?: string): Promise<number> {
  const waits: number[] = [];
  const connections = [connectionTo(server), connectionTo(server, "second")];
  const { failures } = await syncOnce(server, local.warehouse, {
    connections,
    now: () => clock.now,
    from,
    waits,
  });
  expect(failures).toEqual([]);
  return waits.length;
}

async function build(part: CompiledGraph = graph): Promise<void> {
  const { violations } = await local.build(part, built);
  expect(Object.fromEntries(violations)).toEqual({});
}

describe("what the warehouse says", () => {
  it.each([11, 12, 13])(
    "is true to the nano-dollar and to the token, with seed %i",
    async (seed) => {
      const organizations = organizationsOf(seed);
      const server = await serve(organizations);
      await sync(server, organizations[0]?.firstDay);
      clock.now = AFTER_RESTATEMENT;
      await sync(server);
      await build();
      const costs = trueCosts(organizations, clock.now);
      expect(Object.keys(costs).length).toBeGreaterThan(100);
      expect(await billedCosts(local.runQuery)).toEqual(costs);
      expect(await reportedUsage(local.runQuery)).toEqual(trueUsage(organizations, clock.now));
    },
  );

  it("follows a day that is restated and a day that is emptied, and tells of both", async () => {
    const organizations = organizationsOf(14);
    const server = await serve(organizations);
    const [organization] = organizations;
    for (const now of [FIRST_MORNING, AFTER_RESTATEMENT, AFTER_EMPTYING]) {
      clock.now = now;
      await sync(server, organization?.firstDay);
      await build(restated);
      expect(await billedCosts(local.runQuery)).toEqual(trueCosts(organizations, now));
    }
    const told = await local.runQuery(`
      select activity_date, restated_usd = numeric '0' as is_empty, is_alarming
      from \`local.ai_spend.cost_restatements\`
      where organization_id = '${organization?.id ?? ""}' and endpoint = 'cost_report'
      order by activity_date`);
    expect(told).toEqual([
      { activity_date: EMPTIED.day, is_empty: "true", is_alarming: "true" },
      { activity_date: organization?.restatement?.day, is_empty: "false", is_alarming: "false" },
    ]);
  });

  it("is the same when one call in twenty fails in each of three ways", async () => {
    const organizations = organizationsOf(15);
    const server = await serve(organizations);
    await sync(server, organizations[0]?.firstDay);
    await build(marts);
    const undisturbed = await keptRows(local.runQuery, graph, isMart);

    await startAnew(FIRST_MORNING);
    server.faults.set(FAULTS);
    expect(await sync(server, organizations[0]?.firstDay)).toBeGreaterThan(10);
    await build(marts);
    expect(await keptRows(local.runQuery, graph, isMart)).toEqual(undisturbed);
  });
});

const FAULTS: readonly Fault[] = [
  { kind: "429_without_retry_after", share: 0.05, seed: 3 },
  { kind: "529", share: 0.05, seed: 4 },
  { kind: "cut_body", share: 0.05, seed: 5 },
];
