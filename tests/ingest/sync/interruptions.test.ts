/** A run that ends half-way: what was there still speaks, and the next run completes. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { LandingError } from "../../../ingest/errors.ts";
import { type AnthropicServer, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../support/memory_warehouse.ts";
import { recordingLog, syncOnce } from "../support/vendor_sync.ts";

let server: AnthropicServer;
let warehouse: MemoryWarehouse;

beforeAll(async () => {
  const organizations = demoOrganizations({ days: 20, requestsPerKeyDay: 2, second: false });
  server = await startAnthropic({ organizations, now: () => Date.parse("2026-11-05T06:00:00Z") });
});
afterAll(() => server.close());
beforeEach(() => {
  warehouse = memoryWarehouse();
});

/** The run that `stop` ends after `walks` walks. */
async function interruptedRun(walks: number, from?: string) {
  const stop = new AbortController();
  let asked = 0;
  const summary = await syncOnce(server, warehouse, {
    signal: stop.signal,
    from,
    // Each walk here is one page, so that counting ids of walks counts pages. The lease's claim has an id too.
    newId: () => {
      asked += 1;
      if (asked > walks + 1) stop.abort();
      return `interrupted-${String(asked).padStart(4, "0")}`;
    },
  });
  return summary;
}

async function requestsOf(run: () => Promise<unknown>): Promise<number> {
  const before = server.requests.length;
  await run();
  return server.requests.length - before;
}

describe("a run that the operator stops", () => {
  it("keeps the walks that were complete and ends with exit code 75", async () => {
    const summary = await interruptedRun(10);
    expect(summary.failures).toHaveLength(1);
    expect(summary.failures[0]).toMatchObject({ exitCode: 75 });
    expect(summary.failures[0]?.message).toMatch(/run the command again to resume/);
    expect(warehouse.rows("raw_fetches").length).toBeGreaterThanOrEqual(10);
    expect(warehouse.rows("raw_sync_runs").map((row) => row["event"])).toEqual(["started"]);
  });

  it("is resumed under its id, and what it had completed is not asked again", async () => {
    const whole = await requestsOf(() => syncOnce(server, memoryWarehouse()));
    await interruptedRun(10);
    const kept = warehouse.rows("raw_fetches").length;
    const log = recordingLog();
    let summary: Awaited<ReturnType<typeof syncOnce>> | undefined;
    const asked = await requestsOf(async () => {
      summary = await syncOnce(server, warehouse, { log });
    });
    expect(asked).toBe(whole - kept);
    expect(summary).toMatchObject({ isResumed: true, walksKept: kept, failures: [] });
    expect(new Set(warehouse.rows("raw_fetches").map((row) => row["run_id"])).size).toBe(1);
    expect(log.events[0]).toMatchObject({ event: "run_resumed" });
    const params = warehouse
      .rows("raw_fetches")
      .map((row) => `${String(row["endpoint"])} ${String(row["params"])}`);
    expect(new Set(params).size).toBe(params.length);
  });

  it("is not resumed once it is finished, nor by a run that asks for something else", async () => {
    await interruptedRun(10);
    const other = await syncOnce(server, warehouse, { from: "2026-10-20" });
    expect(other.isResumed).toBe(false);
    await syncOnce(server, warehouse);
    const third = await syncOnce(server, warehouse);
    expect(third).toMatchObject({ isResumed: false, walksKept: 0 });
  });

  it("is not resumed on the next day", async () => {
    await interruptedRun(10);
    const now = () => Date.parse("2026-11-02T06:00:00Z");
    expect((await syncOnce(server, warehouse, { now })).isResumed).toBe(false);
  });

  it("is resumed on the next day if it reads years back: only what was final then is not asked again", async () => {
    const from = "2026-09-01";
    // October is 375 walks, so that the first months before it are among these.
    await interruptedRun(384, from);
    const kept = warehouse.rows("raw_fetches").map((row) => String(row["params"]));
    const now = () => Date.parse("2026-11-02T06:00:00Z");
    const before = server.requests.length;
    const summary = await syncOnce(server, warehouse, { now, from });
    const again = server.requests.slice(before).map(({ path }) => path);
    expect(summary).toMatchObject({ isResumed: true, failures: [] });
    expect(summary.walksKept).toBeGreaterThan(0);
    expect(summary.walksKept).toBeLessThan(kept.length);
    const costOf = (day: string) =>
      again.filter((path) => path.includes(`cost_report?starting_at=${day}`));
    expect(costOf("2026-10-30").length).toBeGreaterThan(0);
    expect(costOf("2026-09-01")).toEqual([]);
  });

  it("is not resumed after a week, whatever it asked for", async () => {
    const from = "2026-10-20";
    await interruptedRun(10, from);
    const now = () => Date.parse("2026-11-08T07:00:00Z");
    expect((await syncOnce(server, warehouse, { now, from })).isResumed).toBe(false);
  });
});

describe("a crash between the pages and the row that makes them count", () => {
  it("leaves pages that nobody reads, and the next run lands the walk anew", async () => {
    warehouse.beforeAppend = (table) => {
      if (table === "raw_fetches") throw new LandingError("The process is gone.");
    };
    const crashed = await syncOnce(server, warehouse);
    expect(crashed.failures[0]).toMatchObject({ exitCode: 1 });
    expect(warehouse.rows("raw_anthropic_cost").length).toBeGreaterThan(0);
    expect(warehouse.rows("raw_fetches")).toEqual([]);

    warehouse.beforeAppend = () => undefined;
    const next = await syncOnce(server, warehouse);
    expect(next).toMatchObject({ failures: [], same: 0 });
    const counted = new Set(warehouse.rows("raw_fetches").map((row) => row["fetch_id"]));
    const pages = warehouse
      .rows("raw_anthropic_cost")
      .filter((row) => counted.has(row["fetch_id"] ?? ""));
    expect(pages).toHaveLength(7);
  });
});

describe("a full disk", () => {
  it("leaves what was landed before as it was", async () => {
    await syncOnce(server, warehouse);
    const before = JSON.stringify(warehouse.rows("raw_fetches"));
    warehouse.beforeAppend = (table) => {
      const isBook = table === "raw_sync_runs" || table === "raw_sync_leases";
      if (!isBook) throw new LandingError("No space left on the device.");
    };
    const full = await syncOnce(server, warehouse);
    expect(full.failures[0]?.message).toBe("No space left on the device.");
    expect(JSON.stringify(warehouse.rows("raw_fetches"))).toBe(before);
  });
});
