/**
 * Published bugs of tools that read Cursor's and claude.ai's usage: none of them can happen here. Numbers are
 * those of the list in the project's notes on its peers.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import type { SyncSummary } from "../../../ingest/sync/sync_summary.ts";
import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import { refreshedAt, startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { claudeAiTruth } from "../../../local/stand_ins/organization/claude_ai.ts";
import { SERVICE_ACCOUNT } from "../../../local/stand_ins/organization/cursor.ts";
import { cursorTruth, eventsOf } from "../../../local/stand_ins/organization/cursor_truth.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { syncAll } from "../../ingest/support/vendor_sync.ts";
import type { BuildResult } from "../../support/build.ts";
import { ancestorsOf, compiledGraph } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { connectionToCursor } from "../../local/stand_ins/cursor_support.ts";

/** More than fit on a page of a hundred. */
const PEOPLE = 105;
/** More than fit on a page of a thousand. */
const EVENTS_A_DAY = 1_050;
const FROM = "2026-10-28";
const DAYS = ["2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31"];
const PATIENCE_MS = 240_000;

const [organization] = demoOrganizations({ days: DAYS.length, people: PEOPLE, second: false });
if (organization === undefined) throw new Error("there is always a first organization");

const LAWS = compiledGraph()
  .assertions.map(({ target }) => target.name)
  .filter((name) => /^law_(cursor|claude_ai)_/.test(name));
const GRAPH = ancestorsOf(
  compiledGraph(),
  "int_cursor__user_costs",
  "int_cursor__usage_by_person",
  "int_claude_ai__user_costs",
  "cursor_productivity",
  "cursor_spend_reconciliation",
  ...LAWS,
);

const clock = { now: Date.parse("2026-10-31T22:00:00Z") };
const built = new Set<string>();
let local: TestWarehouse;
let cursor: Awaited<ReturnType<typeof startCursor>>;
let claudeAi: Awaited<ReturnType<typeof startClaudeAi>>;
let result: BuildResult;
/** Ids of Cursor's charges as the first run knew them, and the dollars of one of its days. */
let early: { readonly ids: readonly string[]; readonly nano: bigint };

async function sync(): Promise<SyncSummary> {
  const { key, url: baseUrl } = claudeAi;
  const connections = [
    connectionToCursor(cursor),
    { name: "claude-ai", vendor: "claude_ai", keyEnv: "CLAUDE_ANALYTICS_KEY", key, baseUrl },
  ] as const;
  return syncAll(connections, local.warehouse, { now: () => clock.now, from: FROM });
}

async function total(sql: string): Promise<bigint> {
  const [row] = await local.runQuery(sql);
  return nanoUsd(Object.values(row ?? {})[0] ?? "");
}

async function sumsOf(sql: string): Promise<ReadonlyMap<string, bigint>> {
  const rows = await local.runQuery(sql);
  return new Map(rows.map((row) => [row["label"] ?? "", nanoUsd(row["usd"] ?? "")]));
}

async function chargeIds(): Promise<readonly string[]> {
  const rows = await local.runQuery(
    `select charge_id from ai_staging.int_cursor__charges
     where charge_date < '2026-10-31' order by charge_id`,
  );
  return rows.map((row) => row["charge_id"] ?? "");
}

beforeAll(async () => {
  const now = () => clock.now;
  cursor = await startCursor({ organization, now, eventsPerDay: EVENTS_A_DAY });
  claudeAi = await startClaudeAi({ organization, now });
  local = await startTestWarehouse();
  expect((await sync()).failures).toEqual([]);
  await local.build(GRAPH, built);
  early = {
    ids: await chargeIds(),
    nano: await total("select sum(cost_usd) from ai_staging.int_cursor__charges"),
  };
  clock.now = Date.parse("2026-11-05T06:00:00Z");
  expect((await sync()).failures).toEqual([]);
  result = await local.build(GRAPH, built);
}, PATIENCE_MS);
afterAll(async () => {
  await local.close();
  await cursor.close();
  await claudeAi.close();
});

describe("Cursor", () => {
  let truth: ReturnType<typeof cursorTruth>;
  beforeAll(() => {
    truth = cursorTruth(cursor.team, clock.now);
  });

  it("holds every law, on data with every documented oddity", () => {
    expect(Object.fromEntries(result.violations)).toEqual({});
  });

  it("3: has every member, not the first hundred (arul28/ADE#276)", async () => {
    const rows = await local.runQuery(
      `select cast(activity_date as string) as day, count(*) as members
       from ai_spend.cursor_productivity group by activity_date order by activity_date`,
    );
    const members = (day: string) =>
      cursor.team.members.filter(({ leftOn }) => leftOn === null || day < leftOn).length;
    const found = rows.filter(({ day }) => DAYS.includes(day ?? ""));
    expect(found.map(({ members: count }) => Number(count))).toEqual(DAYS.map(members));
    expect(members(FROM)).toBeGreaterThan(100);
  });

  it("4, 16: has every event of every page, token fee included (superset-sh/superset#6922, steipete/CodexBar#2903)", async () => {
    const found = await sumsOf(
      `select concat(cast(charge_date as string), '|', owner) as label, sum(cost_usd) as usd
       from ai_staging.int_cursor__user_costs group by charge_date, owner`,
    );
    const expected = truth.map(
      ({ day, person, costNanoUsd }) =>
        [`${day}|${person ?? SERVICE_ACCOUNT.id}`, costNanoUsd] as const,
    );
    expect(found).toEqual(new Map(expected));
  });

  it("12, 13: takes a settled amount for the old one, under the same id (pingdotgg/t3code#5921)", async () => {
    expect(await chargeIds()).toEqual(early.ids);
    const day = organization.restatement?.day ?? "";
    const charged = await total("select sum(cost_usd) from ai_staging.int_cursor__charges");
    expect(charged).toBe(truth.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n));
    expect({ day, isNew: charged !== early.nano }).toEqual({ day, isNew: true });
  });

  it("14, 18: charges no request units, and no call that failed (pingdotgg/t3code#5921, anthropics/claude-quickstarts#431)", async () => {
    const rows = await local.runQuery(
      `select product, sum(cost_usd) as usd from ai_staging.int_cursor__charges
       where product in ('User API Key', 'Errored, Not Charged') group by product order by product`,
    );
    expect(rows).toEqual([
      { product: "Errored, Not Charged", usd: "0" },
      { product: "User API Key", usd: "0" },
    ]);
    // Events that are billed have request units too, so one taken for cents shows in the sum.
    const billed = await total("select sum(cost_usd) from ai_staging.int_cursor__charges");
    expect(billed).toBe(truth.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n));
  });

  it("bills no kind that costs nothing, whatever amount it says or lacks (junhoyeo/tokscale#1247, miiiiiiich/agent-walker#18)", async () => {
    const rows = await local.runQuery(
      `select product, sum(cost_usd) as usd, sum(list_cost_usd) > 0 as has_worth
       from ai_staging.int_cursor__charges
       where product in ('Errored, No Charge', 'USAGE_EVENT_KIND_FREE_CREDIT')
       group by product order by product`,
    );
    expect(rows).toEqual([
      { product: "Errored, No Charge", usd: "0", has_worth: "false" },
      { product: "USAGE_EVENT_KIND_FREE_CREDIT", usd: "0", has_worth: "true" },
    ]);
  });

  it("15: does not add the spend of the cycle to the days (samba, cumulative spend as daily)", async () => {
    const [row] = await local.runQuery(
      `select count(*) as cycles, max(cast(is_open as string)) as is_open
       from ai_spend.cursor_spend_reconciliation`,
    );
    expect(row).toEqual({ cycles: "1", is_open: "true" });
    const days = await total("select sum(cost_usd) from ai_staging.int_cursor__user_costs");
    expect(days).toBe(truth.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n));
  });

  it("17: counts a team once however many connections lead to it (pingdotgg/t3code#6046)", async () => {
    const connections = [connectionToCursor(cursor, "one"), connectionToCursor(cursor, "two")];
    const twice = syncAll(connections, local.warehouse, { now: () => clock.now });
    await expect(twice).rejects.toMatchObject({ exitCode: 2 });
  });

  it("19: shows what the seat includes as worth, not as dollars (speakeasy-api/gram#3816)", async () => {
    const [row] = await local.runQuery(
      `select sum(cost_usd) as cost, sum(list_cost_usd) as worth
       from ai_staging.int_cursor__charges where billing_mode = 'included'`,
    );
    const worth = truth.reduce((sum, { includedNanoUsd }) => sum + includedNanoUsd, 0n);
    expect([nanoUsd(row?.["cost"] ?? ""), nanoUsd(row?.["worth"] ?? "")]).toEqual([0n, worth]);
    expect(worth).toBeGreaterThan(0n);
  });

  it("20: counts a cached token once, as cached (BerriAI/litellm#9812)", async () => {
    const [row] = await local.runQuery(
      `select sum(input_tokens) as input, sum(cache_read_tokens) as cache
       from ai_staging.int_cursor__usage_by_person`,
    );
    const tokens = DAYS.flatMap((day) => [...eventsOf(cursor.team, day, clock.now)]).map(
      (event) => event.tokens,
    );
    const sum = (of: "cacheRead" | "input") =>
      String(tokens.reduce((all, count) => all + (count?.[of] ?? 0), 0));
    expect(row).toEqual({ input: sum("input"), cache: sum("cacheRead") });
  });
});

describe("claude.ai", () => {
  it("23: asks for no overlapping groups, and its days are the truth (the vendor's own warning on rbac_group_id)", async () => {
    expect(claudeAi.requests.filter(({ path }) => path.includes("rbac_group_id"))).toEqual([]);
    const truth = claudeAiTruth(claudeAi.claudeAi, refreshedAt(clock.now));
    const found = await sumsOf(
      `select cast(charge_date as string) as label, sum(cost_usd) as usd
       from ai_staging.int_claude_ai__charges group by charge_date`,
    );
    expect(found).toEqual(
      new Map([...truth.perDayNanoUsd()].filter(([day]) => DAYS.includes(day))),
    );
    const people = await sumsOf(
      `select concat(cast(charge_date as string), '|', owner) as label, sum(cost_usd) as usd
       from ai_staging.int_claude_ai__user_costs
       where attribution_method = 'seat_user' group by charge_date, owner`,
    );
    const named = [...truth.perPersonDayNanoUsd()].filter(
      ([label]) => DAYS.includes(label.slice(0, 10)) && label.includes("@"),
    );
    expect(people).toEqual(new Map(named));
    expect(people.size).toBeGreaterThan(100);
  });
});
