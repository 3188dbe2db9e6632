/** `status` warns of each platform's month of which too much belongs to nobody. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { statusText } from "../../../cli/status/run.ts";
import { UNATTRIBUTED_LIMIT_PCT } from "../../../cli/status/sections.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const TITLE = `platforms with more than ${UNATTRIBUTED_LIMIT_PCT} % of a month on nobody`;

/** Day, platform, who, US dollars. */
const COSTS = [
  ["2026-01-05", "vertex_ai", "ann@x.example", "90"],
  ["2026-01-06", "vertex_ai", "unattributed", "10"],
  // A credit takes back what the line before costs, and nobody bears either.
  ["2026-02-05", "vertex_ai", "unattributed", "10"],
  ["2026-02-05", "vertex_ai", "unattributed", "-10"],
  ["2026-02-05", "vertex_ai", "ann@x.example", "20"],
  // Five percent is the limit, not above it.
  ["2026-01-05", "cursor", "ann@x.example", "95"],
  ["2026-01-05", "cursor", "unattributed", "5"],
  ["2026-01-05", "claude_ai", "ann@x.example", "100"],
  // Included use costs nothing.
  ["2026-01-05", "claude_code", "unattributed", "0"],
] as const;

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await local.runQuery(`create or replace table \`local.ai_spend.fct_user_cost_daily\` (
    charge_date date, platform string, api_key_id string, user_email string, cost_usd numeric)`);
  const rows = COSTS.map(
    ([day, platform, who, usd]) =>
      `(date '${day}', '${platform}', null, '${who}', numeric '${usd}')`,
  );
  await local.runQuery(
    `insert into \`local.ai_spend.fct_user_cost_daily\` values ${rows.join(", ")}`,
  );
});
afterAll(() => local.close());

describe("status", () => {
  it("names the platforms' months above the limit and no other", async () => {
    const sections = JSON.parse(await statusText(local.warehouse, "json")) as Record<
      string,
      unknown
    >;
    expect(sections[TITLE]).toEqual([
      {
        month: "2026-02-01",
        platform: "vertex_ai",
        cost_usd: "20",
        on_nobody_usd: "0",
        on_nobody_pct: "50",
      },
      {
        month: "2026-01-01",
        platform: "vertex_ai",
        cost_usd: "100",
        on_nobody_usd: "10",
        on_nobody_pct: "10",
      },
    ]);
  });
});
