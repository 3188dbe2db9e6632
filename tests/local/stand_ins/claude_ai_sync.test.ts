/** claude.ai's endpoints through the loader: what lands is the truth, and what happens where it cannot. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import type { Connection } from "../../../ingest/endpoint/connection.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import { ENDPOINTS } from "../../../ingest/vendors/claude_ai/endpoints.ts";
import { identify } from "../../../ingest/vendors/claude_ai/identify.ts";
import { CLAUDE_AI } from "../../../ingest/vendors/claude_ai/vendor.ts";
import type { Endpoint } from "../../../ingest/endpoint/endpoint.ts";
import { type Walk, walk } from "../../../ingest/walk/walk.ts";
import { adminKeyOf } from "../../../local/stand_ins/anthropic/server.ts";
import {
  type ClaudeAiServer,
  refreshedAt,
  startClaudeAi,
} from "../../../local/stand_ins/claude_ai/server.ts";
import { claudeAiTruth } from "../../../local/stand_ins/organization/claude_ai.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import { recordingLog, syncAll, type SyncOptions } from "../../ingest/support/vendor_sync.ts";
import { nanoOf } from "./support.ts";

const [organization] = demoOrganizations({ people: 10, days: 12, second: false });
if (organization === undefined) throw new Error("there is always a first organization");

const RANGE = { from: "2026-10-26", to: "2026-10-31" };
const DAYS = Array.from({ length: 5 }, (_, index) => `2026-10-${26 + index}`);

let clock: { now: number };
let server: ClaudeAiServer;
let warehouse: MemoryWarehouse;

beforeEach(async () => {
  clock = { now: Date.parse("2026-11-02T06:00:00Z") };
  warehouse = memoryWarehouse();
  server = await startClaudeAi({ organization, now: () => clock.now, crowdedDay: "2026-10-27" });
});
afterEach(() => server.close());

function connection(key = server.key): Connection {
  const keyEnv = "CLAUDE_ANALYTICS_KEY";
  return { name: "claude-ai", vendor: "claude_ai", keyEnv, key, baseUrl: server.url };
}

const sync = (options: SyncOptions = {}) =>
  syncAll([connection()], warehouse, { now: () => clock.now, ...RANGE, ...options });
const fetches = (endpoint: string) =>
  warehouse.rows("raw_fetches").filter((row) => row["endpoint"] === endpoint);

/** Nano-dollars or rows by day, as the newest fetch of each day says. */
function perDay(endpoint: string, what: "amount" | "rows"): ReadonlyMap<string, bigint> {
  const days = new Map<string, bigint>();
  for (const row of fetches(endpoint)) {
    const totals = JSON.parse(String(row["day_totals"])) as Record<string, string | number>[];
    for (const total of totals) {
      const value = what === "rows" ? BigInt(total["rows"] ?? 0) : nanoOf(total["amount"]);
      days.set(String(total["date"]), value);
    }
  }
  return days;
}

const ofDays = (sums: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> =>
  new Map(DAYS.map((day) => [day, sums.get(day) ?? 0n]));
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

describe("what lands", () => {
  it("is the true cost of every day, with people and the rest beside it", async () => {
    const summary = await sync();
    expect([summary.failures, summary.unknownFields, summary.notes]).toEqual([[], [], []]);
    const truth = claudeAiTruth(server.claudeAi, refreshedAt(clock.now));
    expect(perDay("claude_ai_cost_total", "amount")).toEqual(ofDays(truth.perDayNanoUsd()));

    const byUser = perDay("claude_ai_user_cost", "amount");
    const people = [...truth.perPersonDayNanoUsd()].filter(([label]) =>
      DAYS.includes(label.slice(0, 10)),
    );
    expect(sum(byUser.values())).toBe(sum(people.map(([, nanoUsd]) => nanoUsd)));
    const without = ofDays(truth.withoutUserNanoUsd());
    for (const [day, total] of ofDays(truth.perDayNanoUsd())) {
      expect((byUser.get(day) ?? 0n) + (without.get(day) ?? 0n)).toBe(total);
    }
  });

  it("by product and model is short of the total on the crowded day alone", async () => {
    await sync();
    const grouped = perDay("claude_ai_cost", "amount");
    const short = [...perDay("claude_ai_cost_total", "amount")].filter(
      ([day, total]) => grouped.get(day) !== total,
    );
    expect(short.map(([day]) => day)).toEqual(["2026-10-27"]);
    expect(perDay("claude_ai_cost", "rows").get("2026-10-27")).toBe(100n);
  });

  it("names organization, table, unit and window of each walk, activity until the day before yesterday", async () => {
    await sync({ from: "2026-10-28", to: "2026-11-02" });
    for (const { name } of ENDPOINTS) {
      const [row] = fetches(name);
      expect(row).toMatchObject({
        vendor: "claude_ai",
        organization_id: server.claudeAi.organizationId,
        unit: /cost/.test(name) ? "usd_cents" : null,
      });
    }
    const lastDays = ["claude_ai_cost", "claude_ai_users"].map(
      (name) =>
        fetches(name)
          .map((row) => String(row["window_start"]).slice(0, 10))
          .sort()
          .at(-1) ?? "",
    );
    expect(lastDays).toEqual(["2026-11-01", "2026-10-31"]);
  });

  it("asks for a settled month at once, and for people day by day", async () => {
    clock.now = Date.parse("2026-12-20T06:00:00Z");
    await sync({ from: "2026-10-01", to: "2026-11-01" });
    expect(fetches("claude_ai_cost")).toHaveLength(1);
    expect(fetches("claude_ai_user_cost")).toHaveLength(31);
    const [{ path = "" } = {}] = server.requests.filter(({ path }) => path.includes("group_by"));
    expect(decodeURIComponent(path)).toContain(
      "cost_report?starting_at=2026-10-01T00:00:00Z&ending_at=2026-11-01T00:00:00Z&bucket_width=1d&group_by[]=product&group_by[]=model&limit=31",
    );
  });

  it("again is recognised as the same but for the days that were revised, whenever the data were refreshed", async () => {
    await sync();
    const before = claudeAiTruth(server.claudeAi, refreshedAt(clock.now)).perDayNanoUsd();
    clock.now += 3 * 86_400_000;
    await sync();
    const now = claudeAiTruth(server.claudeAi, refreshedAt(clock.now)).perDayNanoUsd();
    const revised = DAYS.filter((day) => before.get(day) !== now.get(day));
    const again = fetches("claude_ai_cost_total").slice(DAYS.length);
    const changed = again.filter((row) => row["same_as_fetch_id"] === null);
    const days = changed.map((row) => String(row["window_start"]).slice(0, 10)).sort();
    expect(days).toEqual(revised);
    expect(revised.length).toBeGreaterThan(0);
    expect(revised.length).toBeLessThan(DAYS.length);
  });

  it("follows a revision: a month later the day has its new truth", async () => {
    await sync();
    const before = perDay("claude_ai_cost_total", "amount");
    clock.now = Date.parse("2026-11-20T06:00:00Z");
    await sync();
    const after = perDay("claude_ai_cost_total", "amount");
    const truth = claudeAiTruth(server.claudeAi, refreshedAt(clock.now));
    expect(after).toEqual(ofDays(truth.perDayNanoUsd()));
    expect([...after].filter(([day, total]) => total !== before.get(day))).not.toEqual([]);
  });

  it("leaves out days that the vendor does not answer, and says so", async () => {
    clock.now = Date.parse("2027-03-01T06:00:00Z");
    const { failures, notes } = await sync({ from: "2026-02-20", to: "2026-03-05" });
    expect(failures).toEqual([]);
    expect(notes).toEqual([
      "claude-ai, claude.ai cost and usage: days before 2026-03-02 were not asked for, the vendor answers none of them.",
    ]);
  });
});

describe("a walk over several pages", () => {
  /** The total of five days, two days a page. */
  const endpoint = (): Endpoint => {
    const total = ENDPOINTS.find(({ name }) => name === "claude_ai_cost_total");
    if (total === undefined) throw new Error("there is always a total");
    return {
      ...total,
      question: (window) => {
        const question = total.question(window);
        const query = question.query.map(([name, value]) =>
          name === "limit" ? (["limit", "2"] as const) : ([name, value] as const),
        );
        return { ...question, query };
      },
    };
  };

  /** `afterAnswer` hears of every answer by its number. */
  async function walkRange(afterAnswer: (count: number) => void): Promise<Walk> {
    const http = openHttp();
    let count = 0;
    try {
      const now = () => clock.now;
      const { ask, organizationId } = await identify(connection(), {
        send: async (...request) => {
          const answer = await http.send(...request);
          count += 1;
          afterAnswer(count);
          return answer;
        },
        sleep: () => Promise.resolve(),
        now,
        random: () => 0.5,
        log: recordingLog(),
        loaderVersion: "test",
      });
      const window = { start: RANGE.from, end: RANGE.to };
      const options = { ask, organizationId, baseUrl: server.url, now, onUnknown: () => undefined };
      return await walk({ endpoint: endpoint(), window }, options);
    } finally {
      await http.close();
    }
  }

  it("begins anew when its cursor has expired, and lands no page twice", async () => {
    const landed = await walkRange((count) => {
      if (count === 3) server.refresh();
    });
    expect(server.requests.map(({ status }) => status)).toEqual([
      200, 200, 200, 410, 200, 200, 200,
    ]);
    const truth = claudeAiTruth(server.claudeAi, refreshedAt(clock.now));
    const days = landed.dayTotals ?? [];
    expect(landed.pages).toHaveLength(3);
    expect(new Map(days.map(({ date, amount }) => [date, nanoOf(amount)]))).toEqual(
      ofDays(truth.perDayNanoUsd()),
    );
  });

  it("that expires again and again is given up, to be tried later", async () => {
    await expect(walkRange(() => server.refresh())).rejects.toMatchObject({
      name: "TransportError",
      exitCode: 75,
    });
  });
});

describe("faults", () => {
  it.each([
    "429_with_retry_after",
    "429_without_retry_after",
    "529",
    "html_502",
    "cut_body",
  ] as const)("%s is waited out, and everything lands", async (kind) => {
    server.faults.set([{ kind, times: 2 }]);
    const waits: number[] = [];
    const { failures } = await sync({ waits });
    expect(failures).toEqual([]);
    expect(waits.length).toBeGreaterThanOrEqual(2);
    const truth = claudeAiTruth(server.claudeAi, refreshedAt(clock.now));
    expect(perDay("claude_ai_cost_total", "amount")).toEqual(ofDays(truth.perDayNanoUsd()));
  });

  it("an amount that is a number lands nothing of that endpoint, and all of the others", async () => {
    server.faults.set([{ kind: "wrong_type", path: "user_cost_report" }]);
    const { failures } = await sync();
    expect(failures.map(({ name, message }) => [name, message.slice(0, 58)])).toEqual([
      ["ContractError", "claude_ai_user_cost from 2026-10-30 to 2026-10-31 is missi"],
    ]);
    expect(fetches("claude_ai_user_cost")).toEqual([]);
    expect(fetches("claude_ai_cost_total")).toHaveLength(DAYS.length);
  });

  it("a new field is landed and named", async () => {
    server.faults.set([{ kind: "unknown_field", path: "analytics/users" }]);
    const { failures, unknownFields } = await sync();
    expect(failures).toEqual([]);
    expect([...unknownFields].sort()).toEqual([
      "claude_ai_users: brand_new_envelope_field",
      "claude_ai_users: data[].brand_new_field",
    ]);
  });

  it("has_more without a cursor lands nothing of the walk", async () => {
    server.faults.set([{ kind: "has_more_without_cursor", path: "user_usage_report" }]);
    const { failures } = await sync();
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^claude_ai_user_usage .* has_more without a cursor/),
    ]);
  });
});

describe("keys", () => {
  it("an Admin key is refused before anything is asked", () => {
    const admin = adminKeyOf(organization);
    expect(CLAUDE_AI.checkKey(admin)).toMatch(/^holds an Admin key of the Console: /);
    expect(CLAUDE_AI.checkKey(server.key)).toBeNull();
  });

  it.each([
    ["401", /the key in CLAUDE_ANALYTICS_KEY is not accepted; the primary owner creates/],
    ["403", /the key in CLAUDE_ANALYTICS_KEY may not read analytics; set a key with the scope/],
  ] as const)("a refusal with %s says in a sentence what to do", async (kind, message) => {
    server.faults.set([{ kind }]);
    await expect(sync()).rejects.toMatchObject({ name: "ConfigError", exitCode: 2 });
    await expect(sync()).rejects.toThrow(message);
    expect(warehouse.rows("raw_fetches")).toEqual([]);
  });

  it("two connections of one organization are refused", async () => {
    const twice = [connection(), { ...connection(), name: "again" }];
    const now = () => clock.now;
    await expect(syncAll(twice, warehouse, { now, ...RANGE })).rejects.toThrow(
      /"claude-ai" and "again" have keys of one/,
    );
  });
});
