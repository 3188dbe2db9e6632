/** Verbs over marts that another version of the models built: their tables are there, their columns are other ones. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { openWarehouse } from "../../../cli/shared/open_warehouse.ts";
import { NEEDED_TABLES } from "../../../cli/report/queries.ts";
import { inProcess } from "../support.ts";

let folder: string;
let home: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-versions-"));
  home = path.join(folder, "home");
  const warehouse = await openWarehouse({ warehouse: "local", home });
  const marts = [...NEEDED_TABLES, "focus_costs", "fct_user_cost_daily", "dim_api_keys"];
  const made = marts.map((mart) => `create table ai_spend.${mart} as select 1 as other`);
  await warehouse.query(["create schema ai_spend", ...made].join(";\n"));
  await warehouse.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<readonly string[]>([
  ["report", "--out", "/dev/null"],
  ["status"],
  ["status", "--format", "json"],
  ["alerts"],
  ["alerts", "--digest"],
  ["owners", "template"],
  ["export", "focus", "--out", "/tmp"],
  ["trace", "--day", "2026-01-01"],
])("%s says so in one sentence, with what to do", async (...args) => {
  const { code, stdout, stderr } = await inProcess(args, { AI_SPEND_HOME: home });
  expect(stderr).toMatch(
    /^(Unrecognized name|Not found).*: another version of the models built the warehouse, so run build\.\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it("a query of the operator's own is refused in the engine's words", async () => {
  const sql = "select platform from ai_spend.rpt_details";
  const { code, stderr } = await inProcess(["query", sql], { AI_SPEND_HOME: home });
  expect({ code, stderr }).toEqual({ code: 2, stderr: "Unrecognized name: platform at [1:8]\n" });
});

const WAS_NOT = "was not found in location US";

it.each([
  [
    "ai_spend.rpt_detials",
    `Table local:ai_spend.rpt_detials ${WAS_NOT}: did you mean ai_spend.rpt_details?`,
  ],
  [
    "ai_spend.finance_totals",
    `Table local:ai_spend.finance_totals ${WAS_NOT}: run build, which makes it.`,
  ],
  ["ai_spend.as_of", `Table local:ai_spend.as_of ${WAS_NOT}: did you mean ai_staging.as_of?`],
  [
    "ai_spend.xyzzy",
    `Table local:ai_spend.xyzzy ${WAS_NOT}: docs/dictionary.md names what there is.`,
  ],
  ["ai_spent.rpt_details", `Dataset local:ai_spent ${WAS_NOT}: did you mean ai_spend?`],
  ["ai_staging.as_of", `Dataset local:ai_staging ${WAS_NOT}: run build, which makes it.`],
  ["ai_raw.raw_fetches", `Dataset local:ai_raw ${WAS_NOT}: run sync, which makes it.`],
])("a query of %s, which is not there, is told what to do", async (table, sentence) => {
  const query = ["query", `select * from ${table}`];
  const { code, stdout, stderr } = await inProcess(query, { AI_SPEND_HOME: home });
  expect({ code, stdout, stderr }).toEqual({
    ...{ code: 2, stdout: "", stderr: `Not found: ${sentence}\n` },
  });
});

it("a table under a view that is gone is named as BigQuery names it, whoever asks", async () => {
  const ask = (...args: readonly string[]) => inProcess(args, { AI_SPEND_HOME: home });
  const script = `create table ai_spend.below as select 1 as x;
    create view ai_spend.middle as select x from ai_spend.below`;
  await ask("query", "drop table ai_spend.rpt_overview");
  await ask("query", script);
  await ask("query", "create view ai_spend.rpt_overview as select x as other from ai_spend.middle");
  await ask("query", "drop table ai_spend.below");
  const missing = "Not found: Table local:ai_spend.below was not found in location US";
  for (const sql of [
    "select * from ai_spend.rpt_overview",
    "create view ai_spend.another as select * from ai_spend.middle",
    "create table ai_spend.another as select * from ai_spend.rpt_overview",
  ])
    expect((await ask("query", sql)).stderr).toMatch(missing);
  for (const verb of [["status"], ["report", "--out", "/dev/null"]]) {
    const { code, stderr } = await ask(...verb);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/run build/) });
    expect(stderr).not.toMatch(/does not exist/);
  }
});
