/** What an older version of the models left in the warehouse is not reported: neither a red law nor a mart. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import type { Lending } from "../../../cli/mcp/lending.ts";
import { standingOf } from "../../../cli/mcp/standing.ts";
import { builtLaws } from "../../../cli/trace/json.ts";
import { statusText } from "../../../cli/status/run.ts";
import { inForce } from "../../../cli/shared/in_force.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await local.runQuery(`
    create view \`local.ai_spend_assertions.law_that_was_removed\` as select 1 as x;
    create view \`local.ai_spend_assertions.ai_spend_old_mart_assertions_uniqueKey_0\` as select 1 as x;
    create view \`local.ai_spend_assertions.law_every_currency_is_usd\` as select 1 as x from unnest([1]) where false;
    create view \`local.ai_spend_assertions.law_key_costs_conserve_charges\` as select 1 as x;
    create table \`local.ai_spend.an_old_mart\` as select 1 as x;
    create table \`local.ai_spend.data_freshness\` as select timestamp '2026-01-01 00:00:00+00' as as_of;
    create table \`local.ai_spend.finance_totals\` as select date '2026-01-01' as month, true as is_final`);
});
afterAll(() => local.close());

it("is left out of what is built", async () => {
  expect(await inForce(local.warehouse, "ai_spend")).toEqual(["data_freshness", "finance_totals"]);
  expect(await inForce(local.warehouse, "ai_spend_assertions")).toEqual([
    "law_every_currency_is_usd",
    "law_key_costs_conserve_charges",
  ]);
});

it("is not in status", async () => {
  await local.runQuery("drop table `local.ai_spend.data_freshness`");
  const sections = JSON.parse(await statusText(local.warehouse, "json")) as Record<string, unknown>;
  expect(sections["assertions"]).toEqual([
    { assertion: "1 of 2 hold", failing_rows: "0" },
    { assertion: "law_key_costs_conserve_charges", failing_rows: "1" },
  ]);
  await local.runQuery(
    "create table `local.ai_spend.data_freshness` as select timestamp '2026-01-01 00:00:00+00' as as_of",
  );
});

it("is not in what mcp says of the numbers nor in a trace", async () => {
  const lending: Lending = {
    use: (work) => work(local.warehouse),
    close: () => Promise.resolve(),
  };
  const { laws } = await standingOf(lending)();
  expect(laws).toMatchObject({ held: 1, red: ["law_key_costs_conserve_charges"] });
  const known = new Map([["fct", ["that was removed", "every currency is usd"]]]);
  expect(await builtLaws(local.warehouse, known)).toEqual(["law_every_currency_is_usd"]);
});
