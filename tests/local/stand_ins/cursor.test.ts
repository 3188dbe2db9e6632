/** Cursor through the loader: what is landed is what was spent, by everyone, once. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { dayOf } from "../../../ingest/dates.ts";
import { type CursorServer, startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { cursorTruth } from "../../../local/stand_ins/organization/cursor_truth.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import { syncAll, type SyncOptions } from "../../ingest/support/vendor_sync.ts";
import { connectionToCursor, landed, landedEvents, nanoOf, NOW, sumsBy } from "./cursor_support.ts";

let server: CursorServer;
let warehouse: MemoryWarehouse;
let clock: { now: number };

async function serve(options: { people?: number; days?: number; eventsPerDay?: number } = {}) {
  const { eventsPerDay, ...size } = options;
  const [organization] = demoOrganizations({ days: 12, requestsPerKeyDay: 1, ...size });
  if (organization === undefined) throw new Error("there is no organization");
  server = await startCursor({
    organization,
    now: () => clock.now,
    ...(eventsPerDay !== undefined && { eventsPerDay }),
  });
}

beforeEach(() => {
  clock = { now: NOW };
  warehouse = memoryWarehouse();
});
afterEach(() => server.close());

const sync = (options: SyncOptions = {}) =>
  syncAll([connectionToCursor(server)], warehouse, { now: () => clock.now, ...options });

function fetchesOf(endpoint: string) {
  return warehouse.rows("raw_fetches").filter((row) => row["endpoint"] === endpoint);
}

interface UsageRow {
  readonly email: string;
  readonly day: string;
  readonly isActive: boolean;
  readonly clientVersion?: string;
}

function usageRows(): readonly UsageRow[] {
  return warehouse
    .rows("raw_cursor_usage")
    .flatMap(({ body }) => (JSON.parse(String(body)) as { data: UsageRow[] }).data);
}

describe("events", () => {
  it("land as what was truly charged, per person and day, to the nano-dollar", async () => {
    await serve({ eventsPerDay: 400 });
    await sync();
    const truth = cursorTruth(server.team, NOW);
    const label = (day: string, person: string | null) => `${day} ${person ?? ""}`;
    const events = landedEvents(warehouse);
    const costs = sumsBy(
      events,
      ({ timestamp, userEmail }) => label(dayOf(Number(timestamp)), userEmail ?? null),
      ({ isChargeable, chargedCents }) => (isChargeable ? nanoOf(chargedCents) : 0n),
    );
    expect(costs).toEqual(
      sumsBy(
        truth,
        ({ day, person }) => label(day, person),
        ({ costNanoUsd }) => costNanoUsd,
      ),
    );
    expect(Object.keys(costs).length).toBeGreaterThan(70);
    expect(events.length).toBe(truth.reduce((sum, row) => sum + row.events, 0));
    expect(events.some(({ chargedCents }) => /\.\d{8,}$/.test(chargedCents ?? ""))).toBe(true);
    expect(events.some(({ chargedCents }) => chargedCents === undefined)).toBe(true);
  });

  it("have their rows and exact money in the totals of each day", async () => {
    await serve({ eventsPerDay: 300 });
    const summary = await sync();
    const totals = fetchesOf("cursor_events").flatMap(
      (row) => JSON.parse(String(row["day_totals"])) as { date: string; amount: string }[],
    );
    const ofTruth = sumsBy(
      cursorTruth(server.team, NOW),
      ({ day }) => day,
      ({ costNanoUsd, includedNanoUsd }) => costNanoUsd + includedNanoUsd,
    );
    const landedTotals = sumsBy(
      totals.filter(({ amount }) => amount !== "0"),
      ({ date }) => date,
      ({ amount }) => nanoOf(amount),
    );
    expect(landedTotals).toEqual(ofTruth);
    const all = summary.endpoints.find(({ endpoint }) => endpoint === "cursor_events");
    expect(nanoOf(all?.amount ?? "")).toBe(Object.values(ofTruth).reduce((a, b) => a + b, 0n));
    expect(all).toMatchObject({ walks: 30, unit: "usd_cents" });
  });

  it("that are equal to the last character are all kept", async () => {
    await serve({ eventsPerDay: 100 });
    await sync();
    const texts = landedEvents(warehouse).map((event) => JSON.stringify(event));
    expect(texts.length - new Set(texts).size).toBeGreaterThan(10);
  });

  it("are asked for by day, in pages of 1000, with whole numbers and both ends included", async () => {
    await serve({ eventsPerDay: 2_000 });
    await sync({ from: "2026-10-30", to: "2026-10-31" });
    const asked = server.requests.filter(({ path }) => path === "/teams/filtered-usage-events");
    const day = { startDate: 1_793_318_400_000, endDate: 1_793_404_799_999, pageSize: 1000 };
    // The second page is full and says that there is a third, which is empty.
    expect(asked.map(({ body }) => body)).toEqual([1, 2, 3].map((page) => ({ ...day, page })));
    expect(fetchesOf("cursor_events")).toMatchObject([{ row_count: 2000, page_count: 3 }]);
  });
});

describe("daily usage", () => {
  it("has a row for every member, of more than a hundred, those who did nothing too", async () => {
    await serve({ people: 130, days: 3 });
    await sync({ from: "2026-10-30", to: "2026-11-01" });
    const rows = usageRows();
    const members = server.team.members.filter(({ leftOn }) => leftOn === null);
    for (const day of ["2026-10-30", "2026-10-31"]) {
      const emails = rows.filter((row) => row.day === day).map(({ email }) => email);
      expect(emails.sort()).toEqual(members.map(({ person }) => person.email).sort());
    }
    expect(members.length).toBe(129);
    expect(fetchesOf("cursor_daily_usage")).toMatchObject([{ page_count: 2 }, { page_count: 2 }]);
    expect(rows.filter(({ isActive }) => !isActive).length).toBeGreaterThan(40);
    expect(rows.filter((row) => !("clientVersion" in row)).length).toBeGreaterThan(100);
  });

  it("is asked for 30 days at most, however long the month", async () => {
    await serve();
    await sync({ from: "2026-07-01", to: "2026-09-01" });
    const windows = fetchesOf("cursor_daily_usage").map(
      (row) => `${String(row["window_start"])} ${String(row["window_end"])}`,
    );
    expect(windows.sort()).toEqual([
      "2026-07-01T00:00:00Z 2026-07-31T00:00:00Z",
      "2026-07-31T00:00:00Z 2026-08-01T00:00:00Z",
      "2026-08-01T00:00:00Z 2026-08-31T00:00:00Z",
      "2026-08-31T00:00:00Z 2026-09-01T00:00:00Z",
    ]);
  });
});

describe("spend", () => {
  it("of the cycle so far is what its events charge, of members alone", async () => {
    await serve({ days: 30 });
    await sync();
    const ofMembers = cursorTruth(server.team, NOW).filter(
      ({ day, person }) => day >= "2026-10-15" && person !== null,
    );
    const paid = ofMembers.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n);
    const [fetch] = fetchesOf("cursor_spend");
    const difference = nanoOf(String(fetch?.["amount_total"])) - paid;
    // The vendor's sums are not rounded event by event.
    expect(difference < 1000n && difference > -1000n).toBe(true);
    expect(paid).toBeGreaterThan(1_000_000_000n);
  });
});

describe("a second run", () => {
  it("changes nothing and lands no page again", async () => {
    await serve();
    await sync();
    const pages = ["raw_cursor_usage", "raw_cursor_events", "raw_cursor_spend"];
    const before = pages.map((table) => warehouse.rows(table).length);
    const first = landed(warehouse);
    const summary = await sync();
    expect(summary).toMatchObject({ failures: [], shrunk: [] });
    expect(summary.same).toBe(summary.walks);
    expect(pages.map((table) => warehouse.rows(table).length)).toEqual(before);
    expect(landed(warehouse)).toEqual([...first, ...first].sort());
  });

  it("lands a day anew whose events cost less after all", async () => {
    await serve();
    await sync();
    clock.now = Date.parse("2026-11-03T06:00:00Z");
    await sync({ from: "2026-10-25", to: "2026-11-01" });
    const anew = fetchesOf("cursor_events")
      .filter((row) => Date.parse(String(row["fetched_at"])) === clock.now)
      .filter((row) => row["same_as_fetch_id"] === null);
    expect(anew).toMatchObject([{ window_start: "2026-10-29T00:00:00Z" }]);
    const then = cursorTruth(server.team, clock.now).filter(({ day }) => day === "2026-10-29");
    const charged = then.reduce((sum, row) => sum + row.costNanoUsd + row.includedNanoUsd, 0n);
    expect(nanoOf(String(anew[0]?.["amount_total"]))).toBe(charged);
  });
});
