/** The simulated Enterprise Analytics API against its own truth and the vendor's rules, over plain HTTP. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { analyticsKeyOf } from "../../../local/stand_ins/claude_ai/router.ts";
import { type ClaudeAiServer, startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { claudeAiOf, claudeAiTruth } from "../../../local/stand_ins/organization/claude_ai.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { adminKeyOf } from "../../../local/stand_ins/anthropic/server.ts";
import { type Json, nanoOf, sumBy } from "./support.ts";

const [organization] = demoOrganizations({ people: 30, second: false });
if (organization === undefined) throw new Error("there is always a first organization");

const CROWDED_DAY = "2026-10-20";
const OPTIONS = { organization, crowdedDay: CROWDED_DAY };
const OCTOBER = "starting_at=2026-10-01T00:00:00Z&ending_at=2026-11-01T00:00:00Z";
const claudeAi = claudeAiOf(organization, OPTIONS);
/** A whole refresh of the data, after everything late has arrived. */
const LATER = Date.parse("2026-12-01T12:00:00Z");

const clock = { now: LATER };
let server: ClaudeAiServer;
beforeAll(async () => {
  server = await startClaudeAi({ ...OPTIONS, now: () => clock.now });
});
afterAll(() => server.close());

interface Reply {
  readonly status: number;
  readonly json: Json;
}

async function get(path: string, key: string = server.key): Promise<Reply> {
  const headers = { "x-api-key": key, "anthropic-version": "2023-06-01" };
  const reply = await fetch(`${server.url}/v1/organizations/analytics${path}`, { headers });
  return { status: reply.status, json: (await reply.json()) as Json };
}

/** All rows of all pages; a bucket's rows carry its day. */
async function rows(path: string): Promise<readonly Json[]> {
  const found: Json[] = [];
  for (let cursor = ""; ;) {
    const { status, json } = await get(path + cursor);
    if (status !== 200) throw new Error(JSON.stringify(json));
    found.push(...(json["data"] as Json[]).flatMap(unbucketed));
    const next = json["next_page"] as string | null;
    if (next === null) return found;
    cursor = `&page=${encodeURIComponent(next)}`;
  }
}

function unbucketed(entry: Json): readonly Json[] {
  if (!Array.isArray(entry["results"])) return [entry];
  const date = String(entry["starting_at"]).slice(0, 10);
  return (entry["results"] as Json[]).map((row) => ({ ...row, date }));
}

const amount = (row: Json): bigint => nanoOf(row["amount"]);
const total = (found: readonly Json[]): bigint => found.reduce((sum, row) => sum + amount(row), 0n);
const messageOf = ({ json }: Reply): string => String((json["error"] as Json)["message"]);
const inOctober = (sums: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> =>
  new Map([...sums].filter(([label]) => label.startsWith("2026-10")));

describe("cost_report", () => {
  it("has the true cost of every day, and a bucket for every day", async () => {
    const { json } = await get(`/cost_report?${OCTOBER}&limit=31`);
    expect(json["data"]).toHaveLength(31);
    const found = await rows(`/cost_report?${OCTOBER}&limit=7`);
    const truth = inOctober(claudeAiTruth(claudeAi, LATER).perDayNanoUsd());
    expect(sumBy(found, (row) => String(row["date"]), amount)).toEqual(truth);
  });

  it("grouped by product and model adds up to the day, except beyond 100 groups", async () => {
    const found = await rows(`/cost_report?${OCTOBER}&group_by[]=product&group_by[]=model`);
    const truth = claudeAiTruth(claudeAi, LATER);
    const perDay = truth.perDayNanoUsd();
    for (const [day, sum] of sumBy(found, (row) => String(row["date"]), amount)) {
      const count = found.filter(({ date }) => date === day).length;
      if (day === CROWDED_DAY) {
        expect(count).toBe(100);
        expect(sum).toBeLessThan(perDay.get(day) ?? 0n);
      } else expect(sum).toBe(perDay.get(day));
    }
    const label = ({ date, product, model }: Json) =>
      [date, product ?? "", model ?? ""].map(String).join("|");
    const ordinary = found.filter(({ date }) => date !== CROWDED_DAY);
    const groups = [...inOctober(truth.perProductNanoUsd())];
    expect(sumBy(ordinary, label, amount)).toEqual(
      new Map(groups.filter(([name]) => !name.startsWith(CROWDED_DAY))),
    );
  });

  it("keeps the largest groups of a day, and says nothing of the rest", async () => {
    const day = `starting_at=${CROWDED_DAY}T00:00:00Z&ending_at=2026-10-21T00:00:00Z`;
    const found = await rows(`/cost_report?${day}&group_by[]=product&group_by[]=model`);
    const groups = [...claudeAiTruth(claudeAi, LATER).perProductNanoUsd()]
      .filter(([label]) => label.startsWith(CROWDED_DAY))
      .map(([, nanoUsd]) => nanoUsd)
      .sort((left, right) => (left > right ? -1 : 1));
    expect(groups.length).toBeGreaterThan(100);
    expect(found.map(amount)).toEqual(groups.slice(0, 100));
  });

  it("has list amounts above the amounts, and requests only where nothing splits them", async () => {
    const whole = await rows(`/cost_report?${OCTOBER}`);
    const list = whole.reduce((sum, row) => sum + nanoOf(row["list_amount"]), 0n);
    const truth = inOctober(claudeAiTruth(claudeAi, LATER).listPerDayNanoUsd());
    expect(list).toBe([...truth.values()].reduce((sum, nano) => sum + nano, 0n));
    expect(list).toBeGreaterThan(total(whole));
    expect(whole.every(({ requests }) => typeof requests === "number")).toBe(true);
    const split = await rows(`/cost_report?${OCTOBER}&group_by[]=cost_type`);
    expect(split.every(({ requests }) => requests === null)).toBe(true);
    expect(new Set(split.map((row) => row["cost_type"]))).toEqual(
      new Set(["code_execution", "tokens", "web_search"]),
    );
    expect(total(split)).toBe(total(whole));
  });

  it("has RBAC groups that overlap, and one row for people in none", async () => {
    const found = await rows(`/cost_report?${OCTOBER}&group_by[]=rbac_group_id`);
    expect(total(found)).toBeGreaterThan(total(await rows(`/cost_report?${OCTOBER}`)));
    expect(found.some((row) => row["rbac_group_id"] === null)).toBe(true);
  });

  it("filters by product", async () => {
    const found = await rows(`/cost_report?${OCTOBER}&products[]=chat&group_by[]=product`);
    expect(new Set(found.map(({ product }) => product))).toEqual(new Set(["chat"]));
  });
});

describe("user_cost_report", () => {
  const PATH = `/user_cost_report?${OCTOBER}&bucket_width=1d&group_by[]=product&group_by[]=model`;

  it("has the true cost of every person and day, and nothing that no seat user caused", async () => {
    const found = await rows(`${PATH}&limit=200`);
    const truth = claudeAiTruth(claudeAi, LATER);
    const label = (row: Json) => {
      const actor = row["actor"] as Json;
      return `${String(row["starting_at"]).slice(0, 10)}|${String(actor["email_address"] ?? actor["user_id"])}`;
    };
    expect(sumBy(found, label, amount)).toEqual(inOctober(truth.perPersonDayNanoUsd()));
    const without = [...inOctober(truth.withoutUserNanoUsd()).values()];
    const rest = without.reduce((sum, nano) => sum + nano, 0n);
    expect(rest).toBeGreaterThan(0n);
    expect(total(found) + rest).toBe(total(await rows(`/cost_report?${OCTOBER}`)));
  });

  it("ranks by amount, and pages hold whole rows", async () => {
    const found = await rows(`/user_cost_report?${OCTOBER}&limit=3`);
    const amounts = found.map(amount);
    expect(amounts.length).toBeGreaterThan(3);
    expect(amounts).toEqual([...amounts].sort((left, right) => (left > right ? -1 : 1)));
    expect(found.every((row) => row["starting_at"] === null)).toBe(true);
    const ids = found.map((row) => (row["actor"] as Json)["user_id"]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("knows a deleted account by its id alone, and a removed member by name", async () => {
    const actors = (await rows(`/user_cost_report?${OCTOBER}`)).map((row) => row["actor"] as Json);
    const deleted = actors.filter((actor) => actor["deleted"] === true);
    expect(
      deleted.map(({ email_address: email, name }) => [email === null, name === "Deleted User"]),
    ).toEqual(
      expect.arrayContaining([
        [true, true],
        [false, false],
      ]),
    );
    const services = actors.filter(({ name }) => name === "Claude Security");
    expect(services).toMatchObject([{ email_address: null, deleted: false }]);
    const kept = await rows(`/user_cost_report?${OCTOBER}&exclude_deleted_users=true`);
    expect(kept).toHaveLength(actors.length - deleted.length);
  });

  it("lets the rows of a component not count toward the limit", async () => {
    const path = `/user_cost_report?${OCTOBER}&limit=2&group_by[]=cost_type&group_by[]=token_type`;
    const { json } = await get(path);
    const data = json["data"] as readonly Json[];
    expect(new Set(data.map((row) => (row["actor"] as Json)["user_id"])).size).toBe(2);
    expect(data.length).toBeGreaterThan(2);
  });
});

describe("user_usage_report and usage_report", () => {
  it("count the same tokens, apart from what no seat user sent", async () => {
    const byUser = await rows(`/user_usage_report?${OCTOBER}&limit=1000`);
    const all = await rows(`/usage_report?${OCTOBER}&limit=31`);
    const output = (found: readonly Json[]) =>
      found.reduce((sum, row) => sum + Number(row["output_tokens"]), 0);
    const uses = [...claudeAi.uses]
      .filter(([day]) => day.startsWith("2026-10"))
      .flatMap(([, made]) => made)
      .filter(({ appearsAt, vanishesAt }) => appearsAt <= LATER && LATER < vanishesAt);
    const written = (own: typeof uses) => own.reduce((sum, { tokens }) => sum + tokens.output, 0);
    expect(output(all)).toBe(written(uses));
    expect(output(byUser)).toBe(written(uses.filter(({ userId }) => userId !== null)));
  });
});

describe("users", () => {
  it("lists every member of a day with what they did, and ends without has_more", async () => {
    const found = await rows("/users?date=2026-10-14&limit=7");
    const emails = found.map((row) => String((row["user"] as Json)["email_address"]));
    expect(emails).toEqual([...emails].sort());
    expect(emails.length).toBeGreaterThanOrEqual(28);
    const messages = found.map((row) => Number((row["chat_metrics"] as Json)["message_count"]));
    expect(messages.some((count) => count > 0)).toBe(true);
    expect(messages.some((count) => count === 0)).toBe(true);
  });

  it("refuses a day before 10:00 UTC of the next one, naming the latest", async () => {
    clock.now = Date.parse("2026-11-01T09:59:59Z");
    const early = await get("/users?date=2026-10-31");
    clock.now = Date.parse("2026-11-01T10:00:00Z");
    const onTime = await get("/users?date=2026-10-31");
    clock.now = LATER;
    expect([early.status, onTime.status]).toEqual([400, 200]);
    expect(messageOf(early)).toContain("The latest available day is 2026-10-30");
  });
});

describe("revisions", () => {
  async function octoberAt(now: number) {
    clock.now = now;
    const found = await rows(`/cost_report?${OCTOBER}&limit=31`);
    const { json } = await get(`/cost_report?${OCTOBER}`);
    clock.now = LATER;
    return { sums: sumBy(found, ({ date }) => String(date), amount), json };
  }

  it("change a day for weeks: the answer is the truth as of the last refresh", async () => {
    const refreshed = Date.parse("2026-11-01T04:00:00Z");
    const early = await octoberAt(refreshed + 3_600_000);
    expect(early.sums).toEqual(inOctober(claudeAiTruth(claudeAi, refreshed).perDayNanoUsd()));
    const late = inOctober(claudeAiTruth(claudeAi, LATER).perDayNanoUsd());
    const moved = [...late].filter(([day, sum]) => sum !== early.sums.get(day));
    expect(moved.some(([day]) => day < "2026-10-15")).toBe(true);
    expect(early.json["data_refreshed_at"]).toBe("2026-11-01T04:00:00.000Z");
    expect(early.json["organization_id"]).toBe(claudeAi.organizationId);
  });

  it("add what arrives late and take back what a reconciliation removed", () => {
    const uses = [...claudeAi.uses.values()].flat();
    const late = uses.filter(({ at, appearsAt }) => appearsAt > at + 86_400_000);
    const takenBack = uses.filter(({ vanishesAt }) => vanishesAt < LATER);
    expect(late.length).toBeGreaterThan(10);
    expect(takenBack.length).toBeGreaterThan(10);
    expect(uses.every(({ at, appearsAt }) => appearsAt < at + 30 * 86_400_000)).toBe(true);
  });
});

describe("refusals", () => {
  const day = (start: string, end: string) =>
    `starting_at=${start}T00:00:00Z&ending_at=${end}T00:00:00Z`;

  it.each([
    ["no start", "/cost_report", 400, "starting_at: Field required"],
    ["before 2026", `/cost_report?${day("2025-12-31", "2026-01-02")}`, 400, "2026-01-01"],
    ["32 days", `/cost_report?${day("2026-09-01", "2026-10-03")}`, 400, "31 days"],
    ["an end before the start", `/cost_report?${day("2026-10-02", "2026-10-02")}`, 400, "after"],
    ["32 buckets a page", `/cost_report?${OCTOBER}&limit=32`, 400, "less than or equal to 31"],
    ["1001 rows a page", `/user_cost_report?${OCTOBER}&limit=1001`, 400, "1000"],
    ["a list without brackets", `/cost_report?${OCTOBER}&group_by=model`, 400, "brackets"],
    ["a group that is none", `/cost_report?${OCTOBER}&group_by[]=user`, 400, "Valid options"],
    ["a token type of usage", `/usage_report?${OCTOBER}&group_by[]=token_type`, 400, "Valid"],
    [
      "buckets without an end",
      "/user_cost_report?starting_at=2026-10-01T00:00:00Z&bucket_width=1d",
      400,
      "ending_at",
    ],
    [
      "minutes of two days",
      `/user_cost_report?${day("2026-10-01", "2026-10-03")}&bucket_width=1m`,
      400,
      "24 hours",
    ],
    ["another path", "/summaries", 404, "Not Found"],
  ])("%s", async (_what, path, status, message) => {
    const reply = await get(path);
    expect([reply.status, messageOf(reply)]).toEqual([status, expect.stringContaining(message)]);
  });

  it("more than 365 days ago is refused", async () => {
    clock.now = Date.parse("2027-03-01T12:00:00Z");
    const reply = await get(`/cost_report?${day("2026-02-20", "2026-02-21")}`);
    clock.now = LATER;
    expect([reply.status, messageOf(reply)]).toEqual([400, expect.stringContaining("365 days")]);
  });

  it("an Admin key and an unknown key are no Analytics keys", async () => {
    const path = `/cost_report?${OCTOBER}`;
    const statuses = await Promise.all(
      [adminKeyOf(organization), "sk-ant-api01-other", analyticsKeyOf(claudeAi)].map(
        async (key) => (await get(path, key)).status,
      ),
    );
    expect(statuses).toEqual([403, 401, 200]);
  });

  it("a cursor of another question is 400, one of before a refresh 410", async () => {
    const { json } = await get(`/cost_report?${OCTOBER}`);
    const cursor = `&page=${encodeURIComponent(String(json["next_page"]))}`;
    const other = await get(`/cost_report?${OCTOBER}&group_by[]=model${cursor}`);
    clock.now = LATER + 4 * 3_600_000;
    const expired = await get(`/cost_report?${OCTOBER}${cursor}`);
    clock.now = LATER;
    const good = await get(`/cost_report?${OCTOBER}${cursor}`);
    server.refresh();
    const refreshed = await get(`/cost_report?${OCTOBER}${cursor}`);
    expect([other, expired, good, refreshed].map(({ status }) => status)).toEqual([
      400, 410, 200, 410,
    ]);
    expect((await get(`/cost_report?${OCTOBER}&page=nonsense`)).status).toBe(400);
  });
});
