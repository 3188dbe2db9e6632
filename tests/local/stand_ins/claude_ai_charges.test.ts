/** From what people do on claude.ai, over reports that hide parts of it, to what each day and person truly cost. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  type ClaudeAiServer,
  refreshedAt,
  startClaudeAi,
} from "../../../local/stand_ins/claude_ai/server.ts";
import {
  type ClaudeAiTruth,
  claudeAiTruth,
} from "../../../local/stand_ins/organization/claude_ai.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { syncAll } from "../../ingest/support/vendor_sync.ts";
import { ancestorsOf, compiledGraph } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const NOW = Date.parse("2026-11-02T06:00:00Z");
const CROWDED_DAY = "2026-10-27";
const GRAPH = ancestorsOf(
  compiledGraph(),
  "int_claude_ai__charges",
  "int_claude_ai__user_costs",
  "law_claude_ai_amounts_are_exact_dollars",
  "law_claude_ai_charges_match_the_days",
  "law_claude_ai_groups_and_total_agree",
);

let local: TestWarehouse;
let server: ClaudeAiServer;
let truth: ClaudeAiTruth;

beforeAll(async () => {
  const [organization] = demoOrganizations({ people: 14, days: 8, second: false });
  if (organization === undefined) throw new Error("there is always a first organization");
  local = await startTestWarehouse();
  server = await startClaudeAi({ organization, now: () => NOW, crowdedDay: CROWDED_DAY });
  truth = claudeAiTruth(server.claudeAi, refreshedAt(NOW));
  const { failures } = await syncAll(
    [
      {
        name: "claude-ai",
        vendor: "claude_ai",
        keyEnv: "CLAUDE_ANALYTICS_KEY",
        key: server.key,
        baseUrl: server.url,
      },
    ],
    local.warehouse,
    { now: () => NOW, from: organization.firstDay },
  );
  expect(failures).toEqual([]);
  const { violations } = await local.build(GRAPH, new Set());
  expect(Object.fromEntries(violations)).toEqual({});
});
afterAll(async () => {
  await server.close();
  await local.close();
});

/** Nano-dollars by label; labels of nothing are left out. */
async function nanoUsd(label: string, rest: string): Promise<ReadonlyMap<string, bigint>> {
  const rows = await local.runQuery(
    `select ${label} as label, cast(sum(cost_usd) * 1000000000 as int64) as nano from ${rest} group by 1 order by 1`,
  );
  return known(rows.map((row) => [String(row["label"]), BigInt(String(row["nano"]))]));
}

const known = (sums: Iterable<readonly [string, bigint]>): ReadonlyMap<string, bigint> =>
  new Map([...sums].filter(([, nano]) => nano !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));

const CHARGES = "`local.ai_staging.int_claude_ai__charges`";
const PEOPLE = "`local.ai_staging.int_claude_ai__user_costs`";

describe("claude.ai's charges", () => {
  it("are the true cost of every day, whatever the reports leave out", async () => {
    expect(await nanoUsd("cast(charge_date as string)", CHARGES)).toEqual(
      known(truth.perDayNanoUsd()),
    );
  });

  it("are the true cost of every product, but for what is beyond a day's hundred groups", async () => {
    const label =
      "concat(cast(charge_date as string), '|', ifnull(product, ''), '|', ifnull(model, ''))";
    const named = `${CHARGES} where charge_date <> date '${CROWDED_DAY}'`;
    const groups = [...truth.perProductNanoUsd()].filter(([name]) => !name.startsWith(CROWDED_DAY));
    expect(await nanoUsd(label, named)).toEqual(known(groups));
    const rest = `${CHARGES} where charge_date = date '${CROWDED_DAY}' and product = '(other)'`;
    const other = await nanoUsd("product", rest);
    expect([...other.values()].every((nano) => nano > 0n) && other.size === 1).toBe(true);
  });
});

describe("claude.ai's people", () => {
  it("are charged what their own use cost, day by day, and nobody else's", async () => {
    const label = "concat(cast(charge_date as string), '|', owner)";
    const charged = await nanoUsd(label, `${PEOPLE} where owner_type = 'person'`);
    const people = [...truth.perPersonDayNanoUsd()].filter(([name]) => name.includes("@"));
    expect(people.length).toBeGreaterThan(20);
    expect(charged).toEqual(known(people));
  });

  it("and what no account with an address caused stays whole beside them", async () => {
    const beside = await nanoUsd("'all'", `${PEOPLE} where owner_type is distinct from 'person'`);
    const people = [...truth.perPersonDayNanoUsd()].filter(([name]) => name.includes("@"));
    const ofPeople = people.reduce((sum, [, nano]) => sum + nano, 0n);
    expect(beside.get("all")).toBe(truth.totalNanoUsd() - ofPeople);
  });
});
