/** What the report shows equals what the warehouse has: built from landed pages, through every model. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { bundlePage } from "../../../cli/report/bundle.ts";
import { reportHtml } from "../../../cli/report/html.ts";
import { NEEDED_TABLES } from "../../../cli/report/queries.ts";
import { type ReportContent, readReport } from "../../../cli/report/read_report.ts";
import { ENDS } from "../../../cli/trace/queries.ts";
import { ancestorsOf, compiledGraph } from "../../support/graph.ts";
import { loadScenario } from "../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { type Browser, openReport, startBrowser } from "./support/browser.ts";
import { gatherStories } from "./support/stories.ts";

const STORIES = [
  "a_shared_key_by_policy",
  "finance_a_closed_month_and_its_invoice",
  "seats_idle_and_a_cycle_across_months",
  "vertex_late_lines_in_another_currency",
];
const PEOPLE = `email,name,team,cost_center
ada@example.com,Ada,Data,CC-1
bob@example.com,Bob,Data,CC-2
cy@example.com,Cy,Search,CC-2
`;
const ALL_DAYS = { from: null, to: null };
const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-report-"));
let local: TestWarehouse;
let browser: Browser;
let content: ReportContent;
let html: string;

beforeAll(async () => {
  [local, browser] = await Promise.all([startTestWarehouse(), startBrowser()]);
  gatherStories(STORIES, folder);
  writeFileSync(path.join(folder, "given/people.csv"), PEOPLE);
  await loadScenario(local, { name: "all", folder });
  await local.build(
    { ...ancestorsOf(compiledGraph(), ...tablesRead()), assertions: [] },
    new Set(),
  );
  await local.runQuery(
    "create view `local.ai_spend_assertions.law_key_costs_conserve_charges` as select 1 as x from unnest([1]) where false",
  );
  // The last is one of an older version, which no build makes any more.
  for (const law of ["law_every_currency_is_usd", "law_that_was_removed"])
    await local.runQuery(`create view \`local.ai_spend_assertions.${law}\` as select 1 as x`);
  content = await readReport(local.warehouse, ALL_DAYS, false);
  html = reportHtml(content, await bundlePage());
}, 150_000);
afterAll(async () => {
  await browser.close();
  await local.close();
  rmSync(folder, { recursive: true });
});

/** What a report reads and the traces that it carries, and what it is compared with. */
function tablesRead(): readonly string[] {
  const lines = compiledGraph().tables.filter(({ target }) => /charge_lines$/.test(target.name));
  return [...NEEDED_TABLES, ...ENDS, ...lines.map(({ target }) => target.name), "cost_by_team"];
}

async function numbers(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  const rows = await local.runQuery(sql);
  return rows.map((row) => Object.values(row));
}

describe("a report of a built warehouse", () => {
  it("has every platform's total to the billionth of a dollar", async () => {
    const page = await openReport(browser, html);
    const rows = await numbers(
      "select platform, sum(cost_usd) as usd from `local.ai_spend.fct_cost_daily` group by platform having sum(cost_usd) != 0 order by platform",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const [platform, usd] of rows) {
      await page.choose("platform", platform ?? "");
      expect([platform, await page.exact("#card-total output")]).toEqual([platform, usd]);
      expect(await page.exact("#found")).toBe(usd);
      await page.choose("platform", platform ?? "");
    }
    const [[total] = []] = await numbers(
      "select sum(cost_usd) as usd from `local.ai_spend.fct_cost_daily`",
    );
    expect(await page.exact("#card-total output")).toBe(total);
    await page.close();
  });

  it("has every person's total, Google's people too", async () => {
    const page = await openReport(browser, html);
    const rows = await numbers(
      "select user_email, sum(cost_usd) as usd from `local.ai_spend.fct_user_cost_daily` group by user_email having sum(cost_usd) != 0",
    );
    const shown = await page.tableOf("person");
    expect(new Map(shown.map(([person, usd]) => [person, usd]))).toEqual(
      new Map(rows.map(([person, usd]) => [person, usd])),
    );
    await page.close();
  });

  it("has each team's dollars as cost_by_team has them", async () => {
    const rows = await numbers(
      "select team, sum(cost_usd) as usd from `local.ai_spend.cost_by_team` group by team having sum(cost_usd) != 0",
    );
    expect(rows.length).toBeGreaterThan(2);
    const page = await openReport(browser, html);
    const shown = await page.tableOf("team");
    expect(new Map(shown.map(([team, usd]) => [team === "no team" ? "null" : team, usd]))).toEqual(
      new Map(rows.map(([team, usd]) => [team, usd])),
    );
    await page.close();
  });

  it("has seats and fees apart from the models, and apart from use without a model", async () => {
    const rows = await numbers(
      `select coalesce(model_family, if(billing_mode in ('metered', 'included'), 'no model', 'seats and fees')), sum(cost_usd) as usd
       from \`local.ai_spend.fct_cost_daily\` group by 1 having sum(cost_usd) != 0`,
    );
    const page = await openReport(browser, html);
    const shown = await page.tableOf("model");
    expect(new Map(shown.map(([model, usd]) => [model.replace(/ \(.*/, ""), usd]))).toEqual(
      new Map(rows.map(([model, usd]) => [model, usd])),
    );
    expect(shown.map(([model]) => model)).toContain("seats and fees");
    await page.close();
  });

  it("has the days that were asked for alone", async () => {
    const { firstDay } = content.data.cube;
    const first = firstDay ?? "";
    const next = new Date(Date.parse(first) + 86_400_000).toISOString().slice(0, 10);
    const oneDay = await readReport(local.warehouse, { from: first, to: next }, false);
    expect(oneDay.data.cube.dayCount).toBe(1);
    const [[usd] = []] = await numbers(
      `select sum(cost_usd) as usd from \`local.ai_spend.fct_cost_daily\` where charge_date = '${first}'`,
    );
    const page = await openReport(browser, reportHtml(oneDay, await bundlePage()));
    expect(await page.exact("#card-total output")).toBe(usd);
    await page.close();
  });

  it("names no person under pseudonyms, and has the same total", async () => {
    const hidden = await readReport(local.warehouse, ALL_DAYS, true);
    const people = content.data.cube.names.person.filter((name) => name?.includes("@") === true);
    expect(people.length).toBeGreaterThan(2);
    const text = JSON.stringify(hidden.data);
    expect(people.filter((name) => text.includes(name ?? ""))).toEqual([]);
    expect(hidden.facts).toBe(content.facts);
  });

  it("counts the laws of this version, and none that was removed", () => {
    expect(content.data.laws).toEqual({ total: 2, broken: ["law_every_currency_is_usd"] });
  });
});
