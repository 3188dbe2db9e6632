/** Lines that their export has dropped stay, whatever is read again of another export. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { buildGraph } from "../../support/build.ts";
import { ancestorsOf } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { compileWith } from "../other_settings.ts";

const RESELLER = "channel.reseller_billing_detailed_export_v1";
const built = new Set<string>();
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  for (const dataset of ["billing", "channel"]) {
    await local.runQuery(`create schema if not exists \`local.${dataset}\``);
  }
});
beforeEach(() => {
  built.clear();
});
afterAll(() => local.close());

/** Puts a line a day in the place of what the export holds. */
async function exportDays(
  name: string,
  days: Readonly<Record<string, number>>,
  service = "Claude Opus 4.8",
): Promise<void> {
  const lines = Object.entries(days).map(
    ([day, cost]) => `select
      'A' as billing_account_id,
      struct('${service}' as description) as service,
      struct('SKU-1' as id, 'Input Tokens' as description) as sku,
      timestamp '2026-01-05 07:30:00+00' as usage_start_time,
      struct('project-1' as id) as project,
      timestamp '${day} 03:00:00+00' as export_time,
      cast(${cost} as float64) as cost,
      cast(${cost} * 10 as float64) as customer_cost,
      'USD' as currency,
      cast(1 as float64) as currency_conversion_rate,
      struct(cast(100 as float64) as amount, 'count' as unit) as usage,
      [struct('PROMOTION' as type, cast(0 as float64) as amount, cast(0 as float64) as customer_amount)] as credits,
      struct('202601' as month) as invoice,
      'regular' as cost_type`,
  );
  await local.runQuery(`create or replace table \`local.${name}\` as ${lines.join(" union all ")}`);
}

/** Builds; a day and a cost of each line that stands then. */
async function build(
  vars: Readonly<Record<string, string>>,
  relation = "int_vertex__lines_read",
): Promise<readonly string[]> {
  await buildGraph(local.runQuery, ancestorsOf(compileWith(vars), relation), built);
  const rows = await local.runQuery(
    `select export_date, billed_cost from \`local.ai_staging.${relation}\` order by 1, 2`,
  );
  return rows.map((row) => `${row["export_date"]} ${row["billed_cost"]}`);
}

describe("lines that their export has dropped", () => {
  const two = { gcp_billing_exports: "billing.a, billing.b" };

  it("stay where another export has a late line of the same day", async () => {
    await exportDays("billing.a", { "2026-01-06": 1, "2026-01-21": 2 });
    await exportDays("billing.b", { "2026-01-07": 4, "2026-01-21": 8 });
    await build(two);
    await exportDays("billing.a", { "2026-01-21": 2 });
    await exportDays("billing.b", { "2026-01-06": 16, "2026-01-07": 4, "2026-01-21": 8 });
    expect(await build(two)).toEqual([
      ...["2026-01-06 1", "2026-01-06 16", "2026-01-07 4"],
      ...["2026-01-21 2", "2026-01-21 8"],
    ]);
  });

  it("stay of an export that is out of the settings for a while", async () => {
    await exportDays("billing.a", { "2026-01-21": 2 });
    await exportDays("billing.b", { "2026-01-21": 8 });
    await build(two);
    expect(await build({ gcp_billing_exports: "billing.b" })).toEqual(["2026-01-21 8"]);
    await exportDays("billing.a", { "2026-01-22": 32 });
    await exportDays("billing.b", { "2026-01-21": 8, "2026-01-22": 64 });
    expect(await build(two)).toEqual([
      ...["2026-01-21 2", "2026-01-21 8"],
      ...["2026-01-22 32", "2026-01-22 64"],
    ]);
  });
});

describe("a reseller's amounts of another setting", () => {
  const KEPT = "int_vertex__billing_lines";
  const at = (gcp_reseller_cost: string, others = "") => ({
    gcp_billing_exports: "billing.a",
    gcp_reseller_exports: RESELLER,
    gcp_other_claude_services: others,
    gcp_reseller_cost,
  });

  /** A Sunday's line is the newest, so that all days are looked at. */
  async function readOnce(): Promise<void> {
    await exportDays("billing.a", { "2025-09-03": 1, "2026-01-25": 2 });
    await exportDays(RESELLER, { "2025-09-02": 4, "2026-01-25": 8 });
    await build(at("cost"), KEPT);
    await exportDays(RESELLER, { "2026-01-25": 8 });
  }

  it("are read again once, and no other day each time after it", async () => {
    await readOnce();
    expect(await build(at("customer_cost"), KEPT)).toContain("2026-01-25 80");
    // Were all read again, its line would be another.
    await exportDays("billing.a", { "2025-09-03": 128, "2026-01-25": 2 });
    expect(await build(at("customer_cost"), KEPT)).toEqual([
      ...["2025-09-02 4", "2025-09-03 1"],
      ...["2026-01-25 2", "2026-01-25 80"],
    ]);
  });
});
