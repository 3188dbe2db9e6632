/** What the loader reads off an answer: documented examples, wrong types, unknown fields. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

import { ContractError } from "../../../../ingest/errors.ts";
import { projectRoot } from "../../../../ingest/project_root.ts";
import { ENDPOINTS } from "../../../../ingest/vendors/anthropic/endpoints.ts";
import type { EndpointName } from "../../../../ingest/vendors/anthropic/request.ts";
import { paramsJson } from "../../../../ingest/endpoint/endpoint.ts";

const DAY = { start: "2025-08-01", end: "2025-08-02" };

function endpoint(name: EndpointName) {
  const found = ENDPOINTS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no endpoint ${name}`);
  return found;
}

function fixture(name: string): unknown {
  const file = path.join(projectRoot(), "tests/fixtures/anthropic", `${name}_documented.json`);
  return JSON.parse(readFileSync(file, "utf8"));
}

function read(name: EndpointName, json: unknown, window: typeof DAY | null = DAY) {
  const unknown: string[] = [];
  const page = endpoint(name).read(json, {
    window,
    cursor: null,
    onUnknown: (field) => unknown.push(field),
  });
  return { page, unknown };
}

/** A copy of the documented answer with one value replaced, or removed if it is undefined. */
function changed(name: string, steps: readonly (string | number)[], value: unknown): unknown {
  const json = structuredClone(fixture(name)) as Record<string | number, unknown>;
  const parent = steps
    .slice(0, -1)
    .reduce((node, step) => node[step] as Record<string | number, unknown>, json);
  const last = steps.at(-1) ?? "";
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return json;
}

describe("the vendor's documented answers (museum 24)", () => {
  it("a cost report is cents as text, known to the last field", () => {
    const { page, unknown } = read("cost_report", fixture("cost_report"));
    expect(page.days).toEqual([{ date: "2025-08-01", rows: 1, amounts: ["123.78912"] }]);
    expect(page).toMatchObject({ hasMore: true, nextCursor: "page_MjAyNS0wNS0xNFQwMDowMDowMFo=" });
    expect(unknown).toEqual([]);
  });

  it("a usage report is known to the last field, nested cache creation included (museum 8)", () => {
    const { page, unknown } = read("usage_by_key", fixture("usage_report_messages"));
    expect(page.days).toEqual([{ date: "2025-08-01", rows: 1, amounts: null }]);
    expect(unknown).toEqual([]);
  });

  it("a flat cache creation field is refused instead of read as zero (museum 8)", () => {
    const flat = changed(
      "usage_report_messages",
      ["data", 0, "results", 0, "cache_creation"],
      1500,
    );
    expect(() => read("usage_by_key", flat)).toThrow(/data\[0\]\.results\[0\]\.cache_creation/);
  });

  it("a Claude Code report is known to the last field and has no money of the bill", () => {
    const window = { start: "2025-08-08", end: "2025-08-09" };
    const { page, unknown } = read("claude_code", fixture("usage_report_claude_code"), window);
    expect(page.days).toEqual([{ date: "2025-08-08", rows: 1, amounts: null }]);
    expect(unknown).toEqual([]);
  });
});

describe("what the vendor may not send", () => {
  const amount = ["data", 0, "results", 0, "amount"];

  it.each([
    ["an amount that is a number", amount, 123.78912, /data\[0\]\.results\[0\]\.amount/],
    ["an amount with an exponent", amount, "1e2", /expected a decimal string/],
    ["an amount of no bill", amount, "123456789012.5", /at most 11 digits before the point/],
    ["a negative one", amount, "-999999999999999999999999999", /at most 11 digits/],
    ["no amount", amount, undefined, /results\[0\]\.amount/],
    ["no has_more, which is not the end (museum 4)", ["has_more"], undefined, /at has_more/],
    ["has_more that is text", ["has_more"], "false", /at has_more/],
    ["no list of buckets", ["data"], null, /at data/],
    [
      "a bucket outside of the window",
      ["data", 0, "starting_at"],
      "2025-07-31T00:00:00Z",
      /whole UTC day/,
    ],
  ])("%s is refused by its place", (_name, steps, value, message) => {
    const json = changed("cost_report", steps, value);
    expect(() => read("cost_report", json)).toThrow(message);
    expect(() => read("cost_report", json)).toThrow(ContractError);
  });

  it("a day that was not asked for is refused", () => {
    const window = { start: "2025-08-02", end: "2025-08-03" };
    expect(() => read("cost_report", fixture("cost_report"), window)).toThrow(/lies outside of it/);
    expect(() => read("claude_code", fixture("usage_report_claude_code"), window)).toThrow(
      /data\[0\]\.date lies outside of it/,
    );
  });

  it.each(["2025-09-31", "2025-09-31T00:00:00Z", "2025-9-30", "30 September"])(
    "the day %s is refused, which no calendar has and no build can read",
    (date) => {
      const window = { start: "2025-09-30", end: "2025-10-01" };
      const json = changed("usage_report_claude_code", ["data", 0, "date"], date);
      expect(() => read("claude_code", json, window)).toThrow(
        /data\[0\]\.date .*day of the calendar/,
      );
    },
  );

  it.each([10 ** 13 + 1, -(10 ** 13) - 1, 2 ** 53 - 1])(
    "a count of %d is refused, of which a build could not add up many in INT64",
    (count) => {
      const tokens = ["data", 0, "results", 0, "uncached_input_tokens"];
      const ofClaudeCode = ["data", 0, "model_breakdown", 0, "tokens", "input"];
      const window = { start: "2025-08-08", end: "2025-08-09" };
      const page = (value: number) => changed("usage_report_messages", tokens, value);
      const record = (value: number) => changed("usage_report_claude_code", ofClaudeCode, value);
      expect(() => read("usage_by_key", page(count))).toThrow(/at most 10,000,000,000,000/);
      expect(() => read("claude_code", record(count), window)).toThrow(/tokens\.input/);
      const largest = Math.sign(count) * 10 ** 13;
      expect(() => read("usage_by_key", page(largest))).not.toThrow();
      expect(() => read("claude_code", record(largest), window)).not.toThrow();
    },
  );

  it("an answer that is no object is refused", () => {
    expect(() => read("cost_report", [])).toThrow(/at its top/);
  });

  it("no value of the answer is in the message", () => {
    const json = changed("cost_report", amount, "someone@example.com");
    expect(() => read("cost_report", json)).not.toThrow(/example/);
  });
});

describe("what is new", () => {
  it("is named by its place, without positions, and does not stop the walk", () => {
    const json = changed("cost_report", ["data", 0, "results", 0, "speed_class"], "fast");
    expect(read("cost_report", json).unknown).toEqual(["data[].results[].speed_class"]);
  });

  it("may be a value of an enumeration", () => {
    const json = changed("cost_report", ["data", 0, "results", 0, "cost_type"], "telepathy");
    expect(read("cost_report", json).unknown).toEqual([]);
  });
});

describe("the questions", () => {
  it("group costs by workspace and description, with brackets", () => {
    const { query } = endpoint("cost_report").question(DAY);
    expect(query.filter(([name]) => name === "group_by[]").map(([, value]) => value)).toEqual([
      "workspace_id",
      "description",
    ]);
    expect(query).toContainEqual(["starting_at", "2025-08-01T00:00:00Z"]);
    expect(query).toContainEqual(["ending_at", "2025-08-02T00:00:00Z"]);
  });

  it("have at most five groups each, the components of analytics cost not counted", () => {
    for (const { answered, question } of ENDPOINTS) {
      const { query } = question(DAY);
      const groups = query.filter(([name]) => name === "group_by[]").map(([, value]) => value);
      const isFree = (group: string) =>
        answered !== null && ["cost_type", "token_type"].includes(group);
      expect(groups.filter((group) => !isFree(group)).length).toBeLessThanOrEqual(5);
    }
  });

  it("are kept as JSON with repeated parameters as a list", () => {
    expect(JSON.parse(paramsJson(endpoint("cost_report"), DAY))).toMatchObject({
      path: "/v1/organizations/cost_report",
      "group_by[]": ["workspace_id", "description"],
      limit: "7",
    });
  });

  it("ask for archived workspaces too", () => {
    expect(endpoint("workspaces").question(null).query).toContainEqual([
      "include_archived",
      "true",
    ]);
  });
});

describe("a directory of keys", () => {
  const key = {
    id: "apikey_1",
    type: "api_key",
    name: "k",
    status: "active",
    partial_key_hint: null,
    created_at: "2026-11-01T00:00:00Z",
    created_by: null,
    expires_at: null,
    principal: null,
    scope: { type: "workspace", workspace_id: "wrkspc_1" },
  };
  const list = (...keys: readonly object[]) => ({
    data: keys.map((own) => ({ ...key, ...own })),
    has_more: false,
    first_id: "apikey_1",
    last_id: "apikey_1",
  });

  it.each<[string, object, readonly string[]]>([
    ["a person", { principal: { type: "user_actor", user_id: "user_1" } }, []],
    [
      "a service account",
      { principal: { type: "service_account_actor", service_account_id: "svac_1" } },
      [],
    ],
    ["somebody, as August had it", { principal: { id: "user_1", type: "user" } }, []],
    ["nobody, as August had it", { scope: undefined, workspace_id: null }, []],
    ["no workspace", { scope: { type: "organization" }, workspace_id: null }, []],
    ["a kind that nobody knows", { scope: { type: "project" }, status: "paused" }, []],
    [
      "somebody of a new kind",
      { principal: { type: "team_actor", team_id: "team_1" } },
      ["data[].principal.team_id"],
    ],
    ["a creator of no kind", { created_by: {}, name: null, created_at: null }, []],
    ["another type of object", { type: 7 }, ["data[].type"]],
  ])("may be bound to %s", (_whom, own, news) => {
    expect(read("api_keys", list(own), null).unknown).toEqual(news);
  });

  it.each(["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "2026-11-01T00:00:00-14:00"])(
    "has %s, which BigQuery reads",
    (instant) => {
      expect(read("api_keys", list({ expires_at: instant }), null).unknown).toEqual([]);
    },
  );

  it.each([
    "9999-12-31T23:59:59.9999999Z",
    "2026-11-01T00:00:00.000000000Z",
    "2026-11-01T00:00:00+14:30",
    "2026-11-01T00:00:00+15:00",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "2026-02-30T00:00:00Z",
    "2026-11-01",
  ])("may not have %s, of which BigQuery makes no TIMESTAMP", (instant) => {
    expect(() => read("api_keys", list({ expires_at: instant }), null)).toThrow(
      "data[0].expires_at",
    );
  });
});

describe("the number of requests", () => {
  it("may be null in the analytics of usage, and no other shape of usage stops a walk", () => {
    const row = {
      starting_at: "2025-08-01T00:00:00Z",
      ending_at: "2025-08-02T00:00:00Z",
      group: {},
      usage: {
        total_tokens: 1,
        uncached_input_tokens: 1,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        cache_read_input_tokens: 0,
        output_tokens: 0,
        server_tool_use: { web_search_requests: 0 },
        requests: null,
      },
    };
    const answer = { data: [row], has_more: false, next_page: null, data_refreshed_at: null };
    expect(read("analytics_usage_by_key", answer).unknown).toEqual([]);
    const other = { ...answer, data: [{ ...row, usage: "none" }] };
    expect(read("analytics_usage_by_key", other)).toMatchObject({
      page: { rows: 1 },
      unknown: ["data[].usage"],
    });
  });
});
