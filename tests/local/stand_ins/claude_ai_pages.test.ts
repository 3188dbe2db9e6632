/** What the loader reads from single pages of claude.ai, and what it refuses. */

import { describe, expect, it } from "@jest/globals";

import type { Ask } from "../../../ingest/ask/ask.ts";
import { ContractError } from "../../../ingest/errors.ts";
import { ENDPOINTS } from "../../../ingest/vendors/claude_ai/endpoints.ts";
import { paramsJson, type ReadPage } from "../../../ingest/endpoint/endpoint.ts";
import { walk } from "../../../ingest/walk/walk.ts";
import { createTotals } from "../../../ingest/walk/walk_totals.ts";
import type { Window } from "../../../ingest/endpoint/windows.ts";

const DAY: Window = { start: "2026-10-30", end: "2026-10-31" };

/** The example of the vendor's reference, with a day in the place of its generated instants. */
const LINE = {
  amount: "41280.000000",
  context_window: "0-200k",
  cost_type: null,
  currency: "USD",
  inference_geo: "global",
  list_amount: "51600.000000",
  model: "claude-opus-4-6",
  product: "chat",
  rbac_group_id: null,
  requests: 128,
  slack_channel_id: null,
  speed: "fast",
  token_type: null,
};
const BOUNDS = { starting_at: "2026-10-30T00:00:00Z", ending_at: "2026-10-31T00:00:00Z" };
const ROW = {
  ...LINE,
  ...BOUNDS,
  actor: {
    deleted: true,
    email: "jane@example.com",
    name: "Jane Smith",
    type: "user_actor",
    user_id: "user_01AbCdEfGhIjKlMnOpQrSt",
  },
};
const ENVELOPE = {
  data_refreshed_at: "2026-11-01T04:00:00Z",
  has_more: false,
  next_page: null,
  organization_id: "org_013FP9SaFPBg7Kw7fetjn6cF",
};

function endpoint(name: string) {
  const found = ENDPOINTS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no endpoint ${name}`);
  return found;
}

function read(name: string, json: unknown, unknown: string[] = []): ReadPage {
  const onUnknown = (path: string): void => void unknown.push(path);
  return endpoint(name).read(json, { window: DAY, cursor: null, onUnknown });
}

const userCost = (...data: readonly object[]) => read("claude_ai_user_cost", { ...ENVELOPE, data });

describe("a page of people's cost", () => {
  it("has the amount and not the list amount, on the day asked for", () => {
    const unknown: string[] = [];
    const page = read("claude_ai_user_cost", { ...ENVELOPE, data: [ROW] }, unknown);
    expect(page).toMatchObject({
      hasMore: false,
      rows: 1,
      days: [{ date: "2026-10-30", rows: 1, amounts: ["41280.000000"] }],
    });
    expect(unknown).toEqual([]);
  });

  it("may leave the day out, since one day was asked for", () => {
    const one = [{ date: "2026-10-30", rows: 1, amounts: ["41280.000000"] }];
    expect(userCost({ ...ROW, starting_at: null, ending_at: null }).days).toEqual(one);
    expect(userCost({ ...ROW, starting_at: null }).days).toEqual(one);
    expect(userCost({ ...ROW, ending_at: undefined }).days).toEqual(one);
  });

  it("without rows is an empty day", () => {
    expect(userCost().days).toEqual([{ date: "2026-10-30", rows: 0, amounts: [] }]);
  });

  it.each([
    ["an amount that is a number", { amount: 41280 }, /data\[0\]\.amount/],
    ["an amount with an exponent", { amount: "4e4" }, /data\[0\]\.amount/],
    ["no person", { actor: null }, /data\[0\]\.actor/],
    [
      "a day that was not asked for",
      { starting_at: "2026-10-29T00:00:00Z", ending_at: "2026-10-30T00:00:00Z" },
      /lies outside of it/,
    ],
    [
      "the start of another day and no end",
      { starting_at: "2026-10-29T00:00:00Z", ending_at: null },
      /not one whole UTC day/,
    ],
    [
      "the end of another day and no start",
      { starting_at: undefined, ending_at: "2026-11-01T00:00:00Z" },
      /not one whole UTC day/,
    ],
    ["half a day", { ending_at: "2026-10-30T12:00:00Z" }, /not one whole UTC day/],
  ])("is refused with %s", (_what, changed, message) => {
    expect(() => userCost({ ...ROW, ...changed })).toThrow(message);
    expect(() => userCost({ ...ROW, ...changed })).toThrow(
      expect.objectContaining({ name: "ContractError" }),
    );
  });

  it("refuses one person's row twice, and takes their other products and models", () => {
    const add = (...data: readonly object[]) =>
      createTotals(endpoint("claude_ai_user_cost")).add(userCost(...data));
    expect(() => add(ROW, ROW)).toThrow(/one row twice in one walk/);
    expect(() => add(ROW, { ...ROW, model: null }, { ...ROW, product: "cowork" })).not.toThrow();
  });
});

describe("a page of the cost report", () => {
  const bucket = { ...BOUNDS, results: [LINE, { ...LINE, product: null }] };

  it("names its day with rows and amounts, an empty day too", () => {
    const json = { ...ENVELOPE, data: [bucket], has_more: true, next_page: "cur_1" };
    expect(read("claude_ai_cost", json)).toMatchObject({
      hasMore: true,
      nextCursor: "cur_1",
      rows: 2,
      days: [{ date: "2026-10-30", rows: 2, amounts: ["41280.000000", "41280.000000"] }],
    });
    const empty = { ...ENVELOPE, data: [{ ...bucket, results: [] }] };
    expect(read("claude_ai_cost_total", empty).days).toEqual([
      { date: "2026-10-30", rows: 0, amounts: [] },
    ]);
  });

  it("refuses a day that comes twice", () => {
    const totals = createTotals(endpoint("claude_ai_cost"));
    const page = read("claude_ai_cost", { ...ENVELOPE, data: [bucket] });
    totals.add(page);
    expect(() => totals.add(page)).toThrow(/the day 2026-10-30 twice in one walk/);
  });
});

describe("a page of activity", () => {
  const metrics = {
    chat_metrics: { message_count: 3 },
    claude_code_metrics: {
      core_metrics: {
        commit_count: 1,
        distinct_session_count: 2,
        lines_of_code: { added_count: 10, removed_count: 4 },
        pull_request_count: 0,
      },
      tool_actions: { edit_tool: { accepted_count: 5, rejected_count: 1 } },
    },
    cowork_metrics: { message_count: 0 },
    web_search_count: 0,
  };
  const person = { user: { id: "user_1", email_address: "a@x.org", type: "user" }, ...metrics };

  it("goes on as long as it names a next page", () => {
    const unknown: string[] = [];
    const first = read("claude_ai_users", { data: [person], next_page: "cur_2" }, unknown);
    expect(first).toMatchObject({ hasMore: true, nextCursor: "cur_2", rows: 1 });
    const last = read("claude_ai_users", { data: [person], next_page: null });
    expect(last).toMatchObject({ hasMore: false, nextCursor: null });
    expect(last.days).toEqual([{ date: "2026-10-30", rows: 1, amounts: null }]);
    expect(unknown).toEqual([]);
  });

  it("refuses one person twice in one walk", () => {
    const page = read("claude_ai_users", { data: [person, person], next_page: null });
    expect(() => createTotals(endpoint("claude_ai_users")).add(page)).toThrow(/one row twice/);
  });
});

describe("questions", () => {
  it.each([
    [
      "claude_ai_cost",
      {
        path: "/v1/organizations/analytics/cost_report",
        starting_at: "2026-10-30T00:00:00Z",
        ending_at: "2026-10-31T00:00:00Z",
        bucket_width: "1d",
        "group_by[]": ["product", "model"],
        limit: "31",
      },
    ],
    [
      "claude_ai_user_usage",
      {
        path: "/v1/organizations/analytics/user_usage_report",
        starting_at: "2026-10-30T00:00:00Z",
        ending_at: "2026-10-31T00:00:00Z",
        bucket_width: "1d",
        "group_by[]": ["product", "model"],
        limit: "1000",
      },
    ],
    [
      "claude_ai_users",
      { path: "/v1/organizations/analytics/users", date: "2026-10-30", limit: "1000" },
    ],
  ])("of %s are as documented", (name, expected) => {
    expect(JSON.parse(paramsJson(endpoint(name), DAY))).toEqual(expected);
  });

  it("are limited together, and none asks for groups of people", () => {
    expect(new Set(ENDPOINTS.map(({ limit }) => limit?.name)).size).toBe(1);
    expect(ENDPOINTS.map((one) => paramsJson(one, DAY)).join()).not.toContain("rbac");
  });
});

describe("an answer that names its organization", () => {
  const walked = (...organizations: readonly unknown[]) => {
    const pages = organizations.map((organization_id, index) => ({
      ...ENVELOPE,
      organization_id,
      data: [{ ...ROW, model: `model-${index}` }],
      has_more: index < organizations.length - 1,
      next_page: index < organizations.length - 1 ? `cur_${index}` : null,
    }));
    const answers = pages.values();
    const ask: Ask = () => {
      const json: unknown = answers.next().value;
      return Promise.resolve({ body: JSON.stringify(json), json });
    };
    const options = { ask, baseUrl: "https://x.test", now: () => 5, onUnknown: () => undefined };
    const task = { endpoint: endpoint("claude_ai_user_cost"), window: DAY };
    return walk(task, { ...options, organizationId: ENVELOPE.organization_id });
  };

  it("is refused if it is another than that of the key, on any page, and no value is told", async () => {
    const pages = [ENVELOPE.organization_id, "ann@example.com"];
    await expect(walked(...pages)).rejects.toThrow(ContractError);
    await expect(walked(...pages)).rejects.toThrow(
      /^claude_ai_user_cost answered for another organization than org_013F/,
    );
    await expect(walked(...pages)).rejects.not.toThrow(/ann@/);
  });

  it("may leave it out, or say it in a way that nothing reads", async () => {
    const { rowCount } = await walked(ENVELOPE.organization_id, null, undefined, 7);
    expect(rowCount).toBe(4);
  });
});
