/** A Cursor that fails: what heals is asked again, what is broken is named, what is complete is kept. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import type { HttpSend } from "../../../ingest/ask/exchange.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import { ConfigError, ContractError } from "../../../ingest/errors.ts";
import { startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import {
  type CursorFaultKind,
  type CursorServer,
  startCursor,
} from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import {
  connectionTo,
  recordingLog,
  syncAll,
  type SyncOptions,
} from "../../ingest/support/vendor_sync.ts";
import { connectionToCursor, landed, NOW } from "./cursor_support.ts";

const organizations = demoOrganizations({ days: 8, requestsPerKeyDay: 1, second: false });
const RANGE = { from: "2026-10-29", to: "2026-11-01" };
const EVENTS = "/teams/filtered-usage-events";

let server: CursorServer;
let warehouse: MemoryWarehouse;

beforeAll(async () => {
  const [organization] = organizations;
  if (organization === undefined) throw new Error("there is no organization");
  server = await startCursor({ organization, now: () => NOW, eventsPerDay: 1100 });
});
afterAll(() => server.close());
beforeEach(() => {
  server.faults.set([]);
  warehouse = memoryWarehouse();
});

const sync = (into: MemoryWarehouse, options: SyncOptions = {}) =>
  syncAll([connectionToCursor(server)], into, { ...RANGE, ...options });

describe("a fault that heals", () => {
  const undisturbed = memoryWarehouse();
  let questions: number;

  beforeAll(async () => {
    const asked = server.requests.length;
    await sync(undisturbed);
    questions = server.requests.length - asked;
  });

  it.each<CursorFaultKind>([
    "429_with_retry_after",
    "429_without_retry_after",
    "500",
    "cut_body",
    "reset",
  ])("%s leaves what was landed as it would have been", async (kind) => {
    const asked = server.requests.length;
    server.faults.set([{ kind, from: 3, times: 6 }]);
    expect(await sync(warehouse)).toMatchObject({ failures: [] });
    expect(server.requests.length - asked).toBe(questions + 6);
    expect(landed(warehouse)).toEqual(landed(undisturbed));
  });

  it("of events that come while they are read begins the walk anew", async () => {
    const asked = server.requests.length;
    // The first pages of all three days, then a second page that says there is one more.
    server.faults.set([{ kind: "count_moves", path: EVENTS, from: 4, times: 1 }]);
    expect(await sync(warehouse)).toMatchObject({ failures: [] });
    expect(server.requests.length - asked).toBe(questions + 2);
    expect(landed(warehouse)).toEqual(landed(undisturbed));
  });

  it("of a next page that is always announced ends with the first empty one", async () => {
    server.faults.set([{ kind: "next_page_past_the_end", path: EVENTS }]);
    expect(await sync(warehouse)).toMatchObject({ failures: [] });
    const fetches = warehouse.rows("raw_fetches");
    const events = fetches.filter((row) => row["endpoint"] === "cursor_events");
    expect(events.map((row) => [row["row_count"], row["page_count"]])).toEqual(
      [1100, 1100, 1100].map((count) => [count, 3]),
    );
  });
});

describe("a broken contract", () => {
  it.each<[CursorFaultKind, RegExp]>([
    ["more_announced", /cursor_events .* announced 1101 events and answered 1100/],
    ["page_comes_back", /cursor_events .* asked for page 2 and answered page 1/],
  ])("%s is named, and the other endpoints are landed", async (kind, message) => {
    server.faults.set([{ kind, path: EVENTS }]);
    const { failures } = await sync(warehouse);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toBeInstanceOf(ContractError);
    expect(failures[0]?.message).toMatch(message);
    const endpoints = new Set(warehouse.rows("raw_fetches").map((row) => row["endpoint"]));
    expect(endpoints).toEqual(new Set(["cursor_daily_usage", "cursor_spend", "cursor_members"]));
  });

  it("a new field is landed and named", async () => {
    server.faults.set([{ kind: "unknown_field", path: EVENTS }]);
    const { unknownFields, failures } = await sync(warehouse);
    expect(failures).toEqual([]);
    expect(unknownFields).toEqual(["cursor_events: brandNewField"]);
  });
});

describe("a list of members that fails", () => {
  const money = new Set(["cursor_daily_usage", "cursor_events", "cursor_spend"]);
  const landedNow = () => new Set(warehouse.rows("raw_fetches").map((row) => row["endpoint"]));

  it("because the vendor does costs names and no money", async () => {
    server.faults.set([{ kind: "500", path: "/teams/members" }]);
    const { failures } = await sync(warehouse);
    expect(failures.map(({ exitCode, message }) => [exitCode, message.slice(0, 25)])).toEqual([
      [75, "cursor_members is missing"],
    ]);
    expect(landedNow()).toEqual(money);
  });

  it.each(['{"teamMembers":"gone"}', '{"teamMembers":[{"name":"a"}]}', "[]"])(
    "because it is %s costs names and no money",
    async (body) => {
      const http = openHttp();
      const send: HttpSend = async (request, signal) =>
        request.url.pathname === "/teams/members"
          ? { status: 200, headers: {}, bytes: new TextEncoder().encode(body) }
          : http.send(request, signal);
      const { failures } = await sync(warehouse, { send });
      await http.close();
      expect(failures.map(({ exitCode, message }) => [exitCode, message.slice(0, 25)])).toEqual([
        [65, "cursor_members is missing"],
      ]);
      expect(landedNow()).toEqual(money);
    },
  );
});

describe("a period that nobody reads", () => {
  it.each(['"period":null', '"period":{}', '"period":"October"', '"period":{"endDate":1}'])(
    "may be %s",
    async (period) => {
      const http = openHttp();
      const send: HttpSend = async (request, signal) => {
        const answer = await http.send(request, signal);
        const text = new TextDecoder().decode(answer.bytes);
        const other = text.replace(/"period":\{[^}]*\}/, period);
        return { ...answer, bytes: new TextEncoder().encode(other) };
      };
      const { failures, changedFields } = await sync(warehouse, { send });
      await http.close();
      expect(failures).toEqual([]);
      const changed = changedFields.map(({ field }) => field).sort();
      expect(changed).toEqual(
        period === '"period":null' ? [] : ["cursor_daily_usage: period", "cursor_events: period"],
      );
    },
  );
});

describe("a key", () => {
  it("that is not accepted ends the run with a sentence that does not hold it", async () => {
    const wrong = { ...connectionToCursor(server), key: "crsr_wrong" };
    const log = recordingLog();
    const run = syncAll([wrong], warehouse, { ...RANGE, log });
    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow(
      /"cursor", members: HTTP 401: the key in CURSOR_ADMIN_KEY is/,
    );
    await expect(run).rejects.not.toThrow(/crsr_wrong/);
    expect(JSON.stringify(log.events)).not.toMatch(/crsr_wrong|Y3Jzcl93cm9uZ/);
  });

  it("of a team that another connection has is refused", async () => {
    const twice = [connectionToCursor(server, "one"), connectionToCursor(server, "two")];
    await expect(syncAll(twice, warehouse, RANGE)).rejects.toThrow(
      /"one" and "two" have keys of one organization/,
    );
    expect(warehouse.rows("raw_fetches")).toEqual([]);
  });

  it("of another vendor that fails does not stop Cursor", async () => {
    const anthropic = await startAnthropic({ organizations, now: () => NOW });
    const refused = { ...connectionTo(anthropic), key: "sk-ant-admin01-wrong" };
    try {
      const { failures } = await syncAll([refused, connectionToCursor(server)], warehouse, RANGE);
      expect(failures.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Connection "demo", organizations\/me: HTTP 401/),
      ]);
      const vendors = warehouse.rows("raw_fetches").map((row) => row["vendor"]);
      expect(new Set(vendors)).toEqual(new Set(["cursor"]));
    } finally {
      await anthropic.close();
    }
  });
});

describe("an interrupted run", () => {
  it("keeps what is complete, and the next one asks for the rest alone", async () => {
    const whole = memoryWarehouse();
    await sync(whole);
    const stop = new AbortController();
    const asked = server.requests.length;
    const watch = setInterval(() => {
      if (server.requests.length >= asked + 7) stop.abort();
    }, 1);
    const { failures } = await sync(warehouse, { signal: stop.signal });
    clearInterval(watch);
    expect(failures.map(({ exitCode }) => exitCode)).toEqual([75]);
    const kept = warehouse.rows("raw_fetches").length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(whole.rows("raw_fetches").length);

    const next = await sync(warehouse);
    expect(next).toMatchObject({ isResumed: true, walksKept: kept, failures: [] });
    expect(landed(warehouse)).toEqual(landed(whole));
  });
});

describe("the stand-in, as the vendor does,", () => {
  async function post(path: string, body: object): Promise<number> {
    const authorization = `Basic ${Buffer.from(`${server.key}:`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/json" };
    const url = `${server.url}${path}`;
    return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
  }
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

  it("answers 500 to numbers that are text", async () => {
    const text = { startDate: String(at("2026-10-30")), endDate: at("2026-10-31") };
    expect(await post(EVENTS, text)).toBe(500);
    expect(await post(EVENTS, { ...text, startDate: at("2026-10-30") })).toBe(200);
  });

  it("refuses more than 30 days of daily usage", async () => {
    const days = { startDate: at("2026-09-30"), endDate: at("2026-10-31") };
    expect(await post("/teams/daily-usage-data", days)).toBe(400);
    const fewer = { ...days, startDate: at("2026-10-01") };
    expect(await post("/teams/daily-usage-data", fewer)).toBe(200);
  });
});
