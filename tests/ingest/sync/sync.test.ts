/** What a run of the loader lands, from the simulated vendor over HTTP into a warehouse in memory. */

import { createHash } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { summaryText } from "../../../cli/sync/run.ts";
import { sumDecimals } from "../../../ingest/money/decimal_sum.ts";
import type { Row } from "../../../ingest/warehouse/warehouse.ts";
import { type AnthropicServer, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations, truthOf } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../support/memory_warehouse.ts";
import { connectionTo, HOLDER, recordingLog, syncOnce } from "../support/vendor_sync.ts";

const MORNING = "2026-11-01T06:00:00Z";
const EMPTIED = { day: "2026-10-20", from: "2026-11-10T00:00:00Z" };
const WORLD = { days: 40, requestsPerKeyDay: 0.3, emptiedDays: [EMPTIED] };
const organizations = demoOrganizations({ ...WORLD, keys: 20 });
const clock = { now: Date.parse(MORNING) };

let server: AnthropicServer;
let warehouse: MemoryWarehouse;

// The beta endpoints have tests of their own; here they would only be more of the same.
const VENDOR = { now: () => clock.now, analytics: "missing" } as const;

beforeAll(async () => {
  server = await startAnthropic({ ...VENDOR, organizations });
});
afterAll(() => server.close());
beforeEach(() => {
  clock.now = Date.parse(MORNING);
  warehouse = memoryWarehouse();
});

function sync(options: Parameters<typeof syncOnce>[2] = {}) {
  return syncOnce(server, warehouse, { now: () => clock.now, ...options });
}

function fetches(endpoint: string): Row[] {
  return warehouse.rows("raw_fetches").filter((row) => row["endpoint"] === endpoint);
}

describe("a run", () => {
  it("lands the exact text of every page and counts as it was asked", async () => {
    await sync({ from: "2026-10-25" });
    const pages = warehouse.rows("raw_anthropic_cost");
    expect(pages.length).toBeGreaterThan(0);
    for (const row of pages) {
      const sha256 = createHash("sha256").update(String(row["body"])).digest("hex");
      expect(row["body_sha256"]).toBe(sha256);
    }
    expect(new Set(warehouse.rows("raw_fetches").map((row) => row["endpoint"]))).toEqual(
      new Set([
        ...["cost_report", "usage_by_key", "usage_by_workspace", "usage_by_account", "claude_code"],
        ...["api_keys", "workspaces", "users"],
      ]),
    );
  });

  it("adds up to what the organization truly spent, to the last decimal", async () => {
    await sync({ from: "2026-09-01" });
    const landed = sumDecimals(fetches("cost_report").map((row) => String(row["amount_total"])));
    const [organization] = organizations;
    const truth = organization === undefined ? 0n : truthOf(organization, clock.now).totalNanoUsd();
    expect(sumDecimals([landed, decimalCents(-truth)])).toBe("0");
  });

  it("names every day of its window, days without use too", async () => {
    await sync({ from: "2026-09-01", to: "2026-10-01" });
    const [month] = fetches("cost_report");
    const days = JSON.parse(String(month?.["day_totals"])) as {
      date: string;
      rows: number;
      amount: string;
    }[];
    expect(days).toHaveLength(30);
    expect(days[0]).toEqual({ date: "2026-09-01", rows: 0, amount: "0" });
    expect(sumDecimals(days.map(({ amount }) => amount))).toBe(month?.["amount_total"]);
    expect(month?.["page_count"]).toBe(5);
    const pages = warehouse.rows("raw_anthropic_cost");
    expect(pages.map((row) => row["page_number"])).toEqual([1, 2, 3, 4, 5]);
  });

  it("reads every page of a directory (museum 3: a page of 100 only)", async () => {
    const manyKeys = demoOrganizations({ ...WORLD, days: 1, keys: 230 });
    const vendor = await startAnthropic({ ...VENDOR, organizations: manyKeys });
    await syncOnce(vendor, warehouse, { now: () => clock.now });
    await vendor.close();
    expect(fetches("api_keys")[0]).toMatchObject({
      page_count: 2,
      window_start: null,
      day_totals: null,
    });
    expect(Number(fetches("api_keys")[0]?.["row_count"])).toBeGreaterThan(100);
  });

  it("writes the pages before the row that makes them count", async () => {
    const order: string[] = [];
    warehouse.beforeAppend = (table) => void order.push(table);
    await sync({ holder: HOLDER });
    const first = order.indexOf("raw_fetches");
    expect(order.slice(0, first)).toContain("raw_anthropic_cost");
    expect(order.slice(0, 2)).toEqual(["raw_sync_leases", "raw_sync_runs"]);
    expect(order.slice(-2)).toEqual(["raw_sync_runs", "raw_sync_leases"]);
    const counted = new Set(warehouse.rows("raw_fetches").map((row) => row["fetch_id"]));
    const landed = warehouse.rows("raw_anthropic_usage").map((row) => row["fetch_id"]);
    expect(landed.length).toBeGreaterThan(0);
    expect(landed.every((fetchId) => counted.has(fetchId))).toBe(true);
  });

  it("never sends a page token with another question (museum 11)", async () => {
    const before = server.requests.length;
    await sync({ from: "2026-09-01" });
    const asked = server.requests.slice(before).map(({ path }) => new URL(path, server.url));
    const firsts = new Set(
      asked.filter(({ searchParams }) => !searchParams.has("page")).map(String),
    );
    const followers = asked.filter(({ searchParams }) => searchParams.has("page"));
    expect(followers.length).toBeGreaterThan(0);
    for (const url of followers) {
      url.searchParams.delete("page");
      expect(firsts).toContain(String(url));
    }
  });

  it("says what it did, per endpoint", async () => {
    const summary = await sync();
    expect(summary.failures).toEqual([]);
    expect(summaryText(summary)).toMatch(/cost_report +│ +7 │ +0 │ +7 │/);
  });

  it("says of a first run without dates which days it asked for, and how to get whole months", async () => {
    const first = summaryText(await sync());
    expect(first).toMatch(
      /\n\S+ was asked for the first time, and for costs since 2026-10-25 alone: whole months take sync --from 2026-10-01\.\n/,
    );
    expect(summaryText(await sync())).not.toContain("for the first time");
  });

  it("says no such thing of a first run with dates", async () => {
    expect((await sync({ from: "2026-09-01" })).firstSyncs).toEqual([]);
  });

  it("keeps two organizations apart", async () => {
    await sync({ connections: [connectionTo(server), connectionTo(server, "second")] });
    const ids = new Set(fetches("cost_report").map((row) => row["organization_id"]));
    expect(ids).toEqual(new Set(organizations.map(({ id }) => id)));
  });

  it("refuses two connections to one organization and lands nothing", async () => {
    const connections = [connectionTo(server), { ...connectionTo(server), name: "again" }];
    await expect(sync({ connections })).rejects.toThrow(
      /"demo" and "again" have keys of one organization/,
    );
    expect(warehouse.rows("raw_fetches")).toEqual([]);
  });

  it("refuses a connection whose key is another organization's than before, and asks nothing of it", async () => {
    await sync();
    const landed = warehouse.rows("raw_fetches").length;
    const before = server.requests.length;
    clock.now += 60_000;
    const other = { ...connectionTo(server, "second"), name: connectionTo(server).name };
    const [first, second] = organizations.map(({ id }) => id);
    const { failures } = await sync({ connections: [other] });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        `has read organization ${first} so far, and its key is of ${second}`,
      ),
    });
    expect(server.requests.slice(before).map(({ path }) => path)).toEqual([
      expect.stringContaining("organizations/me"),
    ]);
    expect(warehouse.rows("raw_fetches")).toHaveLength(landed);
    clock.now += 60_000;
    expect((await sync()).failures).toEqual([]);
  });

  it("refuses a bad range before it asks anybody", async () => {
    const before = server.requests.length;
    await expect(sync({ from: "2026-10-05", to: "2026-10-01" })).rejects.toThrow(/not before/);
    expect(server.requests.length).toBe(before);
  });
});

describe("a second run", () => {
  it("lands no page again where the vendor said exactly the same", async () => {
    const first = await sync();
    const pages = warehouse.rows("raw_anthropic_cost").length;
    clock.now += 60_000;
    const second = await sync();
    await sync();
    expect(second.same).toBe(first.walks);
    expect(warehouse.rows("raw_anthropic_cost")).toHaveLength(pages);
    const holders = fetches("cost_report").filter((row) => row["same_as_fetch_id"] === null);
    const held = new Set(holders.map((row) => row["fetch_id"]));
    const others = fetches("cost_report").slice(holders.length);
    expect(others).toHaveLength(2 * holders.length);
    for (const row of others) {
      expect(held).toContain(row["same_as_fetch_id"]);
    }
  });

  it("asks anew, because vendors restate, and lands the day that changed", async () => {
    await sync({ from: "2026-10-20" });
    clock.now = Date.parse("2026-11-04T06:00:00Z");
    const second = await sync();
    const costs = second.endpoints.find(({ endpoint }) => endpoint === "cost_report");
    expect(costs?.walks).toBe(7);
    expect(costs?.walks).toBeGreaterThan(costs?.same ?? 0);
  });
});

describe("a run after one whose clock was ahead", () => {
  const DAYS_AHEAD = 20;
  const ahead = () => clock.now + DAYS_AHEAD * 86_400_000;

  it("says up to when answers are dated, and takes none of them for what was said before", async () => {
    await sync({ now: ahead });
    const pages = warehouse.rows("raw_anthropic_cost").length;
    const summary = await sync();
    expect(summary.same).toBe(0);
    expect(warehouse.rows("raw_anthropic_cost").length).toBeGreaterThan(pages);
    expect(summaryText(summary)).toMatch(
      /\ndemo, ai_raw\.raw_fetches has answers dated up to 2026-11-21T06:00:00\.000Z, which is still to come: set the clock of the machine that landed them; every other answer outranks them until then\.\n/,
    );
  });

  it("asks for the days since the last right answer, not since the days that had not begun", async () => {
    await sync({ from: "2026-10-01", to: "2026-10-11" });
    await sync({ now: ahead });
    const before = fetches("cost_report").length;
    await sync();
    const asked = fetches("cost_report").slice(before);
    const starts = asked.map((row) => String(row["window_start"]).slice(0, 10));
    expect(starts.sort()[0]).toBe("2026-10-11");
  });

  it("says nothing once that time has come", async () => {
    await sync({ now: ahead });
    clock.now = ahead() + 1;
    expect((await sync()).notes.join()).not.toContain("still to come");
  });
});

describe("a final day that loses its money", () => {
  it("is shouted by name, with what it was and what it is", async () => {
    const asked = { from: "2026-10-20", to: "2026-10-22" };
    clock.now = Date.parse("2026-11-05T06:00:00Z");
    await sync(asked);
    clock.now = Date.parse("2026-11-12T06:00:00Z");
    const log = recordingLog();
    const summary = await sync({ ...asked, log });
    const shrunk = summary.shrunk.find(({ endpoint }) => endpoint === "cost_report");
    expect(shrunk).toMatchObject({ date: "2026-10-20", is: "0", unit: "usd_cents" });
    expect(log.events).toContainEqual(
      expect.objectContaining({ event: "final_day_shrank", date: "2026-10-20", is: "0" }),
    );
    expect(summaryText(summary)).toMatch(/WARNING: cost_report of 2026-10-20 was final and shrank/);
  });

  it("is silent while the day was not final yet", async () => {
    const asked = { from: "2026-10-20", to: "2026-10-22" };
    clock.now = Date.parse("2026-10-26T06:00:00Z");
    await sync(asked);
    clock.now = Date.parse("2026-11-12T06:00:00Z");
    const { shrunk } = await sync(asked);
    // Claude Code days are final after three days already.
    expect(shrunk.filter(({ endpoint }) => endpoint !== "claude_code")).toEqual([]);
  });
});

/** Nano-dollars as decimal text in cents: seven decimals. */
function decimalCents(nanoUsd: bigint): string {
  const sign = nanoUsd < 0n ? "-" : "";
  const text = (nanoUsd < 0n ? -nanoUsd : nanoUsd).toString().padStart(8, "0");
  return `${sign}${text.slice(0, -7)}.${text.slice(-7)}`;
}
