/** The days since a vendor stands still are no days of $0: its budgets and forecasts say what they said before. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { compiledGraph, partOf } from "../support/graph.ts";
import { addScenario, scenarioNamed } from "../support/scenario.ts";
import { FAULTS } from "../support/standing_still.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = partOf(compiledGraph(), [
  ...["budget_status", "spend_forecast", "cost_anomalies"],
  FAULTS.console.law,
]);
const BUDGET = `select forecast_usd, state from ai_spend.budget_status where scope = 'platform' and month = '2026-03-01'`;
const FORECAST = `select forecast_usd from ai_spend.spend_forecast where platform = 'claude_api'`;
const MISSING = `select anomaly_date from ai_spend.cost_anomalies where kind = 'missing_day'`;

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Both of the Console's organizations and Cursor are asked for days that cost nothing. */
const NEWS = `
insert into ai_raw.raw_fetches
  (fetch_id, run_id, connection, vendor, endpoint, organization_id, params, window_start, window_end, page_count, row_count, fetched_at, content_sha256, loader_version)
select concat('console_late_', organization_id), 'late', connection, vendor, endpoint, organization_id, params,
  timestamp '2026-03-20', timestamp '2026-03-28', 1, 0, timestamp '2026-03-28', content_sha256, loader_version
from ai_raw.raw_fetches where endpoint = 'cost_report' or endpoint = 'cursor_events';
insert into ai_raw.raw_anthropic_cost (fetch_id, page_number, fetched_at, body, body_sha256)
select fetch_id, 1, fetched_at, '{"data":[],"has_more":false}', repeat('0', 64)
from ai_raw.raw_fetches where run_id = 'late' and endpoint = 'cost_report';
insert into ai_raw.raw_cursor_events (fetch_id, page_number, fetched_at, body, body_sha256)
select fetch_id, 1, fetched_at, '{"totalUsageEventsCount":0,"usageEvents":[]}', repeat('0', 64)
from ai_raw.raw_fetches where run_id = 'late' and endpoint = 'cursor_events'`;

it("a vendor that stands still is forecast as it was, with and without later news", async () => {
  await addScenario(local, scenarioNamed("days_that_nobody_was_asked_for"), "console_0");
  const first = await local.build(graph, new Set());
  expect([...first.violations.keys()]).toEqual([]);
  const before = {
    budget: [{ forecast_usd: "18600", state: "heading_over" }],
    forecast: [{ forecast_usd: "18600" }],
    missing: [],
  };
  expect(await said()).toEqual(before);

  await local.runQuery(NEWS);
  await local.runQuery(FAULTS.console.sql);
  const second = await local.build(graph, new Set());
  expect([...second.violations.keys()]).toContain(FAULTS.console.law);
  expect(await local.runQuery("select date(as_of) as day from ai_staging.as_of")).toEqual([
    { day: "2026-03-28" },
  ]);
  expect(await said()).toEqual(before);
});

async function said() {
  return {
    budget: await local.runQuery(BUDGET),
    forecast: await local.runQuery(FORECAST),
    missing: await local.runQuery(MISSING),
  };
}
