/** The beta endpoints from the simulated vendor: what lands, and what happens where they are not to be had. */

import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { summaryText } from "../../../../cli/sync/run.ts";
import { sumDecimals } from "../../../../ingest/money/decimal_sum.ts";
import {
  type AnalyticsSwitch,
  type AnthropicServer,
  startAnthropic,
} from "../../../../local/stand_ins/anthropic/server.ts";
import {
  demoOrganizations,
  type Organization,
  truthOf,
} from "../../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../support/memory_warehouse.ts";
import { connectionTo, recordingLog, syncOnce } from "../../support/vendor_sync.ts";

const COSTS = [
  "analytics_cost_total",
  "analytics_cost_by_key",
  "analytics_cost_by_workspace",
  "analytics_cost_by_actor",
  "analytics_cost_by_agent",
];
const OCTOBER = { from: "2026-10-20", to: "2026-11-01" };

interface Row {
  readonly group: Readonly<Record<string, string | null>>;
  readonly cost: { readonly amount: string };
}

let organizations: readonly Organization[];
let clock: { now: number };
let server: AnthropicServer;
let warehouse: MemoryWarehouse;

beforeAll(() => {
  organizations = demoOrganizations({ days: 40, requestsPerKeyDay: 3 });
});
beforeEach(() => {
  clock = { now: Date.parse("2026-11-01T06:00:00Z") };
  warehouse = memoryWarehouse();
});
afterEach(() => server.close());

async function serve(
  analytics: AnalyticsSwitch | Readonly<Record<string, AnalyticsSwitch>> = "on",
): Promise<void> {
  const serviceAccounts = "on";
  server = await startAnthropic({
    organizations,
    now: () => clock.now,
    analytics,
    serviceAccounts,
  });
}

function sync(options: Parameters<typeof syncOnce>[2] = {}) {
  return syncOnce(server, warehouse, { now: () => clock.now, ...OCTOBER, ...options });
}

function fetches(endpoint: string) {
  return warehouse.rows("raw_fetches").filter((row) => row["endpoint"] === endpoint);
}

function dayTotals(endpoint: string): Map<string, string> {
  const days = fetches(endpoint).flatMap(
    (row) => JSON.parse(String(row["day_totals"])) as { date: string; amount: string }[],
  );
  return new Map(days.map(({ amount, date }) => [date, amount]));
}

function rowsOf(endpoint: string): readonly Row[] {
  const ids = new Set(fetches(endpoint).map((row) => row["fetch_id"]));
  return warehouse
    .rows("raw_anthropic_analytics")
    .filter((row) => ids.has(row["fetch_id"] ?? null))
    .flatMap((row) => (JSON.parse(String(row["body"])) as { data: readonly Row[] }).data);
}

describe("what lands", () => {
  it("has the cost report's dollars of every day in every cut", async () => {
    await serve();
    const summary = await sync();
    expect(summary.failures).toEqual([]);
    expect(summary.unknownFields).toEqual([]);
    expect(dayTotals("cost_report").size).toBeGreaterThan(0);
    for (const endpoint of COSTS) {
      expect(dayTotals(endpoint)).toEqual(dayTotals("cost_report"));
      expect(fetches(endpoint).every((row) => row["unit"] === "usd_cents")).toBe(true);
    }
    const fast = rowsOf("analytics_cost_of_fast_mode");
    expect(fast.length).toBeGreaterThan(0);
    expect(new Set(fast.map(({ group }) => group["model"]))).toEqual(new Set(["claude-opus-4-8"]));
    const units = fetches("analytics_usage_by_key").map((row) => row["unit"]);
    expect(new Set(units)).toEqual(new Set([null]));
  });

  it("has the true cost of every key", async () => {
    await serve();
    await sync({ from: "2026-09-20" });
    const [organization] = organizations;
    if (organization === undefined) throw new Error("there is always a first organization");
    const truth = truthOf(organization, clock.now).perKeyNanoUsd();
    const rows = rowsOf("analytics_cost_by_key");
    for (const [key, nanoUsd] of truth) {
      const amounts = rows.filter(({ group }) => group["api_key_id"] === key);
      const cents = sumDecimals(amounts.map(({ cost }) => cost.amount));
      const [whole = "", fraction = ""] = cents.split(".");
      expect(BigInt(whole + fraction.padEnd(7, "0"))).toBe(nanoUsd);
    }
    expect(truth.size).toBeGreaterThan(8);
  });

  it("asks with the beta header, for the analytics endpoints and no other", async () => {
    await serve();
    const headers = new Map<string, string | undefined>();
    await sync({
      send: async ({ url, headers: sent }) => {
        headers.set(url.pathname, sent["anthropic-beta"]);
        const answer = await fetch(url, { headers: sent });
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return { status: answer.status, headers: {}, bytes };
      },
    });
    const beta = "analytics-usage-cost-2026-08-24";
    const asked = [...headers.keys()].map((path) => path.includes("/analytics/"));
    expect(new Set(asked)).toEqual(new Set([true, false]));
    for (const [path, sent] of headers) {
      expect([path, sent]).toEqual([path, path.includes("/analytics/") ? beta : undefined]);
    }
  });

  it("is asked for again 31 days back, a day a walk", async () => {
    await serve();
    const summary = await sync({ from: undefined, to: undefined });
    const walks = summary.endpoints.map(({ endpoint, walks: count }) => [endpoint, count]);
    for (const endpoint of COSTS) expect(walks).toContainEqual([endpoint, 31]);
  });
});

describe("an answer that says the same", () => {
  it("at another time of refreshing lands no pages again", async () => {
    await serve();
    const asked = { from: "2026-10-20", to: "2026-10-25" };
    await sync(asked);
    const pages = warehouse.rows("raw_anthropic_analytics");
    clock.now += 3_600_000;
    const second = await sync(asked);
    expect(second.same).toBe(second.walks);
    expect(warehouse.rows("raw_anthropic_analytics")).toHaveLength(pages.length);
  });

  it("keeps the exact text, with the time of refreshing in it", async () => {
    await serve();
    await sync();
    const [page] = warehouse.rows("raw_anthropic_analytics");
    expect(String(page?.["body"])).toContain('"data_refreshed_at":"2026-11-01T05:55:00Z"');
  });

  it("is not said where a figure changed", async () => {
    await serve();
    const asked = { from: "2026-10-29", to: "2026-10-30" };
    await sync(asked);
    clock.now = Date.parse("2026-11-04T06:00:00Z");
    const second = await sync(asked);
    const costs = second.endpoints.find(({ endpoint }) => endpoint === "analytics_cost_total");
    expect(costs).toMatchObject({ walks: 1, same: 0 });
  });
});

describe("an organization without the endpoints", () => {
  it.each([
    ["forbidden", "403"],
    ["missing", "404"],
    ["hipaa", "400, as HIPAA readiness is answered"],
  ] as const)("(%s) is a note and no failure, the rest lands", async (analytics, status) => {
    await serve(analytics);
    const log = recordingLog();
    const summary = await sync({ log });
    const text = `demo, analytics: not available for this organization (HTTP ${status}).`;
    expect(summary.failures).toEqual([]);
    expect(summary.notes).toEqual([text]);
    expect(summaryText(summary)).toContain(`\n${text}\n`);
    expect(log.events.filter(({ event }) => event === "feature_unavailable")).toHaveLength(1);
    expect(warehouse.rows("raw_anthropic_analytics")).toEqual([]);
    expect(fetches("cost_report")).toHaveLength(12);
    expect(fetches("users")).toHaveLength(1);
    expect(warehouse.rows("raw_sync_runs").at(-1)).toMatchObject({ event: "finished" });
  });

  it("is asked no more than a few times", async () => {
    await serve("missing");
    await sync();
    const asked = server.requests.filter(({ path }) => path.includes("/analytics/"));
    expect(asked.length).toBeLessThanOrEqual(5 * 4);
  });

  it("does not keep another organization from having them", async () => {
    await serve({ demo: "missing" });
    const connections = [connectionTo(server), connectionTo(server, "second")];
    const summary = await sync({ connections });
    expect(summary.notes).toHaveLength(1);
    const owners = new Set(fetches("analytics_cost_total").map((row) => row["connection"]));
    expect(owners).toEqual(new Set(["second"]));
  });

  it("is one thing, a refused key another", async () => {
    await serve();
    server.faults.set([{ kind: "401", path: "/analytics/" }]);
    const { failures, notes } = await sync();
    expect(notes).toEqual([]);
    expect(failures.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 2, 2, 2]);
  });

  it("is one thing, a 403 of an endpoint that every organization has another", async () => {
    await serve();
    server.faults.set([{ kind: "403", path: "/cost_report" }]);
    const { failures } = await sync();
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^cost_report .* is missing: .*HTTP 403/),
    ]);
  });

  it("is not taken from an answer that breaks the contract", async () => {
    await serve();
    server.faults.set([{ kind: "wrong_type", path: "/analytics/cost" }]);
    const { failures, notes } = await sync();
    expect(notes).toEqual([]);
    expect(failures.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/analytics_cost_total .*data\[0\]\.cost\.amount/),
    );
  });
});

describe("days that the vendor does not answer for", () => {
  it("are not asked for, and a note says so", async () => {
    await serve();
    clock.now = Date.parse("2026-03-10T06:00:00Z");
    const summary = await sync({ from: "2025-12-20", to: "2026-02-01" });
    expect(summary.failures).toEqual([]);
    expect(summary.notes).toEqual([
      "demo, analytics: days before 2026-01-01 were not asked for, the vendor answers none of them.",
    ]);
    const starts = fetches("analytics_cost_total").map((row) => row["window_start"]);
    expect(starts).toEqual(["2026-01-01T00:00:00Z"]);
    expect(fetches("cost_report").length).toBeGreaterThan(1);
  });

  it("are those of more than a year ago, too", async () => {
    await serve();
    clock.now = Date.parse("2027-03-10T06:00:00Z");
    const summary = await sync({ from: "2026-03-01", to: "2026-04-01" });
    expect(summary.failures).toEqual([]);
    expect(fetches("analytics_cost_total").map((row) => row["window_start"])).toEqual([
      "2026-03-11T00:00:00Z",
    ]);
    expect(summary.notes).toHaveLength(1);
  });
});
