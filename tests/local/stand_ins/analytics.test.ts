import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { rbacGroups } from "../../../local/stand_ins/organization/rbac_groups.ts";
import { startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { truthOf } from "../../../local/stand_ins/organization/index.ts";
import {
  headersOf,
  type Json,
  messageOf,
  nanoOf,
  startVendor,
  sumBy,
  type Vendor,
} from "./support.ts";

const BETA = { "anthropic-beta": "analytics-usage-cost-2026-08-24" };
const MONTH = "starting_at=2026-10-01T00:00:00Z&ending_at=2026-11-01T00:00:00Z";
const DAILY = `${MONTH}&time_bucket_width=1d&limit=1000`;
const CUT = ["model", "service_tier", "context_window", "inference_geo"];
const COMPONENTS = ["cost_type", "token_type"];

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor({ people: 30, second: false });
});
afterAll(() => vendor.server.close());

function headers(): Readonly<Record<string, string>> {
  return { ...headersOf(vendor.first), ...BETA };
}

function grouped(...names: readonly string[]): string {
  return names.map((name) => `&group_by[]=${name}`).join("");
}

function rows(path: string): Promise<readonly Json[]> {
  return vendor.rows(`/analytics${path}`, headers());
}

function get(path: string) {
  return vendor.get(`/analytics${path}`, headers());
}

function groupOf(row: Json): Readonly<Record<string, unknown>> {
  return row["group"] as Json;
}

function nano(row: Json): bigint {
  return nanoOf((row["cost"] as Json)["amount"]);
}

function total(found: readonly Json[]): bigint {
  return found.reduce((sum, row) => sum + nano(row), 0n);
}

async function legacyTotal(): Promise<bigint> {
  const lines = await vendor.rows(`/cost_report?${MONTH}`);
  return lines.reduce((sum, row) => sum + nanoOf(row["amount"]), 0n);
}

describe("analytics cost", () => {
  it.each([
    ["nothing", []],
    ["key", ["api_key_id", ...CUT, ...COMPONENTS]],
    ["workspace", ["workspace_id", ...CUT, ...COMPONENTS]],
    ["actor", ["actor", "api_key_id", "workspace_id", "model", "service_tier", ...COMPONENTS]],
    ["product and cost type", ["product", "cost_type"]],
  ])("grouped by %s adds up to the cost report, priority in neither", async (_title, names) => {
    const found = await rows(`/cost?${DAILY}${grouped(...names)}`);
    expect(found.length).toBeGreaterThan(0);
    expect(total(found)).toBe(await legacyTotal());
    expect(found.every((row) => groupOf(row)["service_tier"] !== "priority")).toBe(true);
  });

  it("has one row for each combination and day", async () => {
    const found = await rows(`/cost?${DAILY}${grouped("api_key_id", ...CUT, ...COMPONENTS)}`);
    const labels = found.map((row) => JSON.stringify([row["starting_at"], row["group"]]));
    expect(labels.length).toBeGreaterThan(0);
    expect(new Set(labels).size).toBe(labels.length);
    expect(found.every((row) => String(row["ending_at"]).endsWith("T00:00:00Z"))).toBe(true);
  });

  it("fills the dimensions that were asked for and no other", async () => {
    const [row] = await rows(`/cost?${DAILY}${grouped("model")}`);
    const filled = Object.entries(groupOf(row ?? {})).filter(([, value]) => value !== null);
    expect(filled.map(([name]) => name)).toEqual(["model"]);
    expect(Object.keys(groupOf(row ?? {}))).toHaveLength(22);
  });

  it("counts requests only where they are not split into components", async () => {
    const requests = async (...names: string[]) =>
      new Set(
        (await rows(`/cost?${DAILY}${grouped("model", ...names)}`)).map(
          (row) => typeof (row["cost"] as Json)["requests"],
        ),
      );
    expect(await requests()).toEqual(new Set(["number"]));
    expect(await requests("cost_type")).toEqual(new Set(["object"]));
    expect(await requests("token_type")).toEqual(new Set(["object"]));
  });

  it("grouped by token type alone has tokens only, so its sum is short", async () => {
    const found = await rows(`/cost?${DAILY}${grouped("token_type")}`);
    expect(new Set(found.map((row) => groupOf(row)["cost_type"]))).toEqual(new Set(["tokens"]));
    expect(total(found)).toBeLessThan(await legacyTotal());
  });

  it("lets the rows of a component not count toward the limit", async () => {
    const path = `/cost?${MONTH}&limit=2${grouped("model", ...COMPONENTS)}`;
    const { json } = await get(path);
    const data = json["data"] as readonly Json[];
    expect(new Set(data.map((row) => groupOf(row)["model"])).size).toBe(2);
    expect(data.length).toBeGreaterThan(4);
    expect(json["has_more"]).toBe(true);
  });

  it("has RBAC groups that overlap: their sum is more than the people's cost", async () => {
    const found = await rows(`/cost?${DAILY}${grouped("rbac_group_id")}`);
    const perGroup = sumBy(found, (row) => groupOf(row)["rbac_group_id"], nano);
    expect(total(found)).toBeGreaterThan(await legacyTotal());
    const groupsOf = rbacGroups(vendor.first);
    expect(vendor.first.people.some(({ userId }) => groupsOf(userId).length === 2)).toBe(true);
    const [group] = groupsOf(vendor.first.people[0]?.userId ?? null);
    const filtered = await rows(`/cost?${DAILY}&rbac_group_ids[]=${group ?? ""}`);
    expect(total(filtered)).toBe(perGroup.get(group));
    expect(total(filtered)).toBeGreaterThan(0n);
  });

  it("has a list price that is what was billed without what was given back", async () => {
    const found = await rows(`/cost?${DAILY}`);
    const list = found.reduce((sum, row) => sum + nanoOf((row["cost"] as Json)["list_amount"]), 0n);
    expect(list).toBeGreaterThan(total(found));
  });

  it("shows no region where the older reports say not_available, and finds it by that name", async () => {
    const found = await rows(`/cost?${DAILY}${grouped("inference_geo", "cost_type")}`);
    expect(new Set(found.map((row) => groupOf(row)["inference_geo"]))).toEqual(
      new Set(["global", "us", null]),
    );
    const unset = await rows(`/cost?${DAILY}&inference_geos[]=not_available`);
    const nulls = found.filter((row) => groupOf(row)["inference_geo"] === null);
    expect(total(unset)).toBe(total(nulls));
  });
});

describe("actors", () => {
  const actorOf = (row: Json) => groupOf(row)["actor"] as Json | null;

  it("are people, service accounts, keys or nobody", async () => {
    const found = await rows(`/cost?${DAILY}${grouped("actor", "actor_type")}`);
    expect(new Set(found.map((row) => actorOf(row)?.["type"] ?? null))).toEqual(
      new Set(["user_actor", "service_account_actor", "api_actor", null]),
    );
    expect(
      found.every((row) => (actorOf(row)?.["type"] ?? null) === groupOf(row)["actor_type"]),
    ).toBe(true);
  });

  it("who have left are deleted, keep their e-mail and can be left out", async () => {
    const report = `/cost?${MONTH}${grouped("actor")}&limit=1000`;
    const before = await rows(report);
    const senders = new Set(before.map((row) => actorOf(row)?.["user_id"]));
    const [leaver] = vendor.first.people.filter(({ userId }) => senders.has(userId));
    if (leaver === undefined) throw new Error("no person sends");
    const people = vendor.first.people.map((person) => ({
      ...person,
      hasLeft: person.userId === leaver.userId,
    }));
    const organizations = [{ ...vendor.first, people }];
    const now = () => Date.parse("2026-11-20T12:00:00Z");
    const server = await startAnthropic({ organizations, now });
    const ask = async (path: string) => {
      const address = `${server.url}/v1/organizations/analytics${path}`;
      const answer = (await (await fetch(address, { headers: headers() })).json()) as Json;
      return answer["data"] as readonly Json[];
    };
    const found = await ask(report);
    const shown = await ask(`${report}&exclude_deleted_users=true`);
    await server.close();
    const deleted = found.filter((row) => actorOf(row)?.["deleted"] === true);
    expect(found).toHaveLength(before.length);
    expect(deleted.map((row) => actorOf(row)?.["email_address"])).toEqual([leaver.email]);
    expect(shown).toEqual(found.filter((row) => !deleted.includes(row)));
  });

  it("that are a key do not hold what a person or a service account did with it", async () => {
    const key = vendor.first.keys.find(({ principal }) => principal !== null)?.id ?? "";
    expect(await rows(`/cost?${DAILY}&actor_ids[]=${key}`)).toEqual([]);
    expect(total(await rows(`/cost?${DAILY}&api_key_ids[]=${key}`))).toBeGreaterThan(0n);
  });
});

describe("analytics usage", () => {
  it("has the tokens of the usage report, blocked and priority ones included", async () => {
    const old = await vendor.rows(
      `/usage_report/messages?${MONTH}&group_by[]=service_tier&limit=31`,
    );
    const found = await rows(`/usage?${DAILY}${grouped("service_tier")}`);
    const tokens = (row: Json): bigint => BigInt(Number(row["output_tokens"]));
    const withTokens = found.filter((row) => groupOf(row)["service_tier"] !== null);
    expect(withTokens.length).toBeGreaterThan(0);
    expect(
      sumBy(
        withTokens,
        (row) => groupOf(row)["service_tier"],
        (row) => tokens(row["usage"] as Json),
      ),
    ).toEqual(sumBy(old, (row) => row["service_tier"], tokens));
  });

  it("has code execution as rows of spans without tokens and without product", async () => {
    const found = await rows(`/usage?${DAILY}${grouped("product")}`);
    const spans = found.filter((row) => groupOf(row)["product"] === null);
    expect(spans.length).toBeGreaterThan(0);
    for (const row of spans) expect(row["usage"]).toMatchObject({ total_tokens: 0 });
  });

  it("refuses the components of cost", async () => {
    expect((await get(`/usage?${MONTH}&group_by[]=cost_type`)).status).toBe(400);
  });

  it("finds usage without a key by an empty entry", async () => {
    const found = await rows(`/cost?${DAILY}&api_key_ids[]=${grouped("api_key_id", "cost_type")}`);
    expect(new Set(found.map((row) => groupOf(row)["api_key_id"]))).toEqual(new Set([null]));
    const [keyed] = [...truthOf(vendor.first).perKeyNanoUsd().values()];
    expect(total(found)).not.toBe(keyed);
  });
});

describe("order and pages", () => {
  it.each([
    ["amount, highest first, unless asked otherwise", "", (row: Json) => -nano(row)],
    ["amount, lowest first", "&order=asc", nano],
    [
      "time, newest first",
      "&order_by=time",
      (row: Json) => -BigInt(Date.parse(String(row["starting_at"]))),
    ],
    [
      "time, oldest first",
      "&order_by=time&order=asc",
      (row: Json) => BigInt(Date.parse(String(row["starting_at"]))),
    ],
  ])("rows come by %s", async (_title, parameters, rankOf) => {
    const path = `/cost?${MONTH}&time_bucket_width=1d&limit=20${grouped("model")}${parameters}`;
    const ranks = (await rows(path)).map(rankOf);
    expect(ranks.length).toBeGreaterThan(40);
    expect(ranks.every((rank, index) => index === 0 || (ranks[index - 1] ?? rank) <= rank)).toBe(
      true,
    );
  });

  it("a page token with another question is refused", async () => {
    const { json } = await get(`/cost?${DAILY.replace("1000", "2")}`);
    const page = encodeURIComponent(String(json["next_page"]));
    const reply = await get(`/cost?${DAILY.replace("1000", "3")}&page=${page}`);
    expect([reply.status, messageOf(reply)]).toEqual([
      400,
      "page: The page token does not match the query parameters",
    ]);
  });
});

describe("a question that is refused", () => {
  it.each([
    ["no start", "/cost?limit=5", /starting_at: Field required/],
    ["a start before 2026", "/cost?starting_at=2025-12-31T00:00:00Z", /2026-01-01/],
    [
      "more than 31 days",
      "/cost?starting_at=2026-09-01T00:00:00Z&ending_at=2026-10-03T00:00:00Z",
      /at most 31 days/,
    ],
    ["minutes of more than a day", `/cost?${MONTH}&time_bucket_width=1m`, /24 hours with 1m/],
    [
      "buckets without an end",
      "/cost?starting_at=2026-10-01T00:00:00Z&time_bucket_width=1d",
      /ending_at: required/,
    ],
    ["six groups", `/cost?${MONTH}${grouped("api_key_id", "workspace_id", ...CUT)}`, /more than 5/],
    ["a group that does not exist", `/cost?${MONTH}&group_by[]=description`, /Invalid group_by/],
    ["a group without brackets", `/cost?${MONTH}&group_by=model`, /must use brackets/],
    ["1001 rows", `/cost?${MONTH}&limit=1001`, /less than or equal to 1000/],
    ["deleted users without actors", `/cost?${MONTH}&exclude_deleted_users=true`, /requires/],
    [
      "Slack users of RBAC groups",
      `/cost?${MONTH}${grouped("claude_tag_user_id", "rbac_group_id")}`,
      /cannot be combined/,
    ],
  ])("%s", async (_title, path, message) => {
    const reply = await get(path);
    expect(reply.status).toBe(400);
    expect(messageOf(reply)).toMatch(message);
  });

  it("one without the beta header", async () => {
    const reply = await vendor.get(`/analytics/cost?${MONTH}`);
    expect([reply.status, messageOf(reply)]).toEqual([
      400,
      "This endpoint is in beta: send anthropic-beta: analytics-usage-cost-2026-08-24",
    ]);
  });

  it.each([
    ["forbidden", 403],
    ["missing", 404],
  ] as const)("every one where the endpoints are %s, and only there", async (analytics, status) => {
    const organizations = [vendor.first];
    const now = () => Date.parse("2026-11-20T12:00:00Z");
    const server = await startAnthropic({ organizations, now, analytics: { demo: analytics } });
    const ask = async (path: string) =>
      (await fetch(`${server.url}/v1/organizations${path}`, { headers: headers() })).status;
    const asked = [
      `/analytics/cost?${MONTH}`,
      `/analytics/usage?${MONTH}`,
      `/cost_report?${MONTH}`,
    ];
    expect(await Promise.all(asked.map(ask))).toEqual([status, status, 200]);
    await server.close();
  });
});
