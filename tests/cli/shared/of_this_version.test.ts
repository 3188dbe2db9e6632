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
