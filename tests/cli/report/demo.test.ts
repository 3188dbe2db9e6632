/** The report of the demo: under pseudonyms no text in the file names anybody, and the same data give the same file. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { bundlePage } from "../../../cli/report/bundle.ts";
import { reportHtml } from "../../../cli/report/html.ts";
import { NEEDED_TABLES } from "../../../cli/report/queries.ts";
import { readReport } from "../../../cli/report/read_report.ts";
import type { ReportData } from "../../../cli/report/report_data.ts";
import { startExample } from "../../../tools/docs/example.ts";
import { compiledGraph } from "../../support/graph.ts";
import type { TestWarehouse } from "../../support/warehouse.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startExample(compiledGraph());
}, 240_000);
afterAll(() => local.close());

async function written(hasPseudonyms: boolean): Promise<{ data: ReportData; html: string }> {
  const content = await readReport(local.warehouse, { from: null, to: null }, hasPseudonyms);
  return { data: content.data, html: reportHtml(content, await bundlePage()) };
}

async function column(sql: string): Promise<readonly string[]> {
  return (await local.runQuery(sql)).map((row) => Object.values(row)[0] ?? "");
}

/** Every text in the data, names of fields left out. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

describe("under pseudonyms", () => {
  it("no text in the file has anybody's name, address, project or name of a key", async () => {
    const people = await column("select name from `local.ai_reference.people`");
    const projects = await column(
      "select distinct project_id from `local.ai_reference.claude_code_projects` where project_type = 'single_user'",
    );
    const ownNames = await column(
      "select distinct name from `local.ai_spend.dim_api_keys` where name is not null and name not in (select user_email from `local.ai_spend.fct_user_cost_daily` where owner_type in ('team', 'automation'))",
    );
    const whole = [
      ...(await column("select email from `local.ai_reference.people`")),
      ...people,
      ...projects,
      ...ownNames,
    ];
    const parts = people.flatMap((name) => name.toLowerCase().split(" "));
    const tells = (text: string) =>
      text.includes("@") ||
      text
        .toLowerCase()
        .split(/[^a-z]+/)
        .some((word) => parts.includes(word));
    const [open, hidden] = [await written(false), await written(true)];

    const told = textsOf(open.data).filter(tells);
    expect(told).toEqual(expect.arrayContaining([...projects]));
    expect(told.some((text) => text.startsWith("personal-finn"))).toBe(true);
    expect(textsOf(hidden.data).filter(tells)).toEqual([]);
    expect(whole.filter((name) => open.html.includes(name)).length).toBeGreaterThan(20);
    expect(whole.filter((name) => hidden.html.includes(name))).toEqual([]);
  });

  it("teams, automations and shared projects keep their names", async () => {
    const { names } = (await written(true)).data.cube;
    expect(names.person).toEqual(expect.arrayContaining(["batch-jobs", "unattributed"]));
    expect(names.project).toEqual(expect.arrayContaining(["demo-claude-team", "project-01"]));
  });
});

it("the same rows in another order give the same file, to the byte", async () => {
  const { html } = await written(false);
  for (const table of NEEDED_TABLES) {
    const name = `\`local.ai_spend.${table}\``;
    await local.runQuery(
      `create table \`local.ai_spend.shuffled\` as select * from ${name} order by rand()`,
    );
    const [kind] = await column(
      `select table_type from \`local.ai_spend.INFORMATION_SCHEMA.TABLES\` where table_name = '${table}'`,
    );
    await local.runQuery(`drop ${kind === "VIEW" ? "view" : "table"} ${name}`);
    await local.runQuery(`create table ${name} as select * from \`local.ai_spend.shuffled\``);
    await local.runQuery("drop table `local.ai_spend.shuffled`");
  }
  expect((await written(false)).html).toBe(html);
});
