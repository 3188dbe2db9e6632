/** The report of the demo: under pseudonyms no text in the file names anybody, and the same data give the same file. */

import { gunzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { bundlePage } from "../../../cli/report/bundle.ts";
import { reportHtml } from "../../../cli/report/html.ts";
import { detailRows } from "../../../cli/report/page/detail_rows.ts";
import { unpackFacts } from "../../../cli/report/page/facts.ts";
import { unpackTrees } from "../../../cli/report/page/trees.ts";
import { viewOf } from "../../../cli/report/page/view.ts";
import { MOST_OF_A_DAY, waysOf } from "../../../cli/report/page/way.ts";
import { NEEDED_TABLES } from "../../../cli/report/queries.ts";
import { readReport, type ReportContent } from "../../../cli/report/read_report.ts";
import { packTrees } from "../../../cli/report/trees.ts";
import { martLaws } from "../../../cli/trace/laws.ts";
import { unbalanced } from "../../../cli/trace/node.ts";
import { traceOf } from "../../../cli/trace/trace.ts";
import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import { type Demo, openDemo } from "../../support/demo.ts";

let local: Demo;

beforeAll(async () => {
  local = await openDemo();
}, 240_000);
afterAll(() => local.close());

async function written(hasPseudonyms: boolean): Promise<ReportContent & { html: string }> {
  const content = await readReport(local.warehouse, { from: null, to: null }, hasPseudonyms);
  return { ...content, html: reportHtml(content, await bundlePage()) };
}

const reports = new Map<boolean, ReturnType<typeof written>>();

/** The report of the demo as it was built, written once. */
function asBuilt(hasPseudonyms: boolean): ReturnType<typeof written> {
  const report = reports.get(hasPseudonyms) ?? written(hasPseudonyms);
  reports.set(hasPseudonyms, report);
  return report;
}

function packedIn(html: string): string {
  return /id="report-trees">([^<]*)</.exec(html)?.[1] ?? "";
}

/** What a reader's browser unpacks of it. */
function carried(html: string): string {
  const packed = packedIn(html);
  return packed === "" ? "" : gunzipSync(Buffer.from(packed, "base64")).toString("utf8");
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
    const [open, hidden] = [await asBuilt(false), await asBuilt(true)];

    const told = textsOf(open.data).filter(tells);
    expect(told).toEqual(expect.arrayContaining([...projects]));
    expect(told.some((text) => text.startsWith("personal-finn"))).toBe(true);
    expect(textsOf(hidden.data).filter(tells)).toEqual([]);
    expect(whole.filter((name) => open.html.includes(name)).length).toBeGreaterThan(20);
    expect(whole.filter((name) => hidden.html.includes(name))).toEqual([]);
    expect(whole.filter((name) => carried(open.html).includes(name)).length).toBeGreaterThan(10);
    expect(carried(hidden.html)).toBe("");
  });

  it("of the views too, the file carries nothing but what they say", async () => {
    const names = "`local.ai_spend.dim_report_names`";
    const [person = ""] = await column(`select name from ${names} where may_name_somebody limit 1`);
    const rename = (name: string) =>
      local.runQuery(`update ${names} set report_name = '${name}' where name = '${person}'`);
    await rename("person-1");
    const { data, html } = await written(false);
    await rename(person);
    expect(data.hasPseudonyms).toBe(true);
    expect(carried(html)).toBe("");
  });

  it("teams, automations and shared projects keep their names", async () => {
    const { names } = (await asBuilt(true)).data.cube;
    expect(names.person).toEqual(expect.arrayContaining(["batch-jobs", "unattributed"]));
    expect(names.project).toEqual(expect.arrayContaining(["demo-claude-team", "project-01"]));
  });
});

describe("every row of every dollar", () => {
  it("opens to just what trace says, and that adds up", async () => {
    const { data, facts, html } = await asBuilt(false);
    const view = viewOf(data, await unpackFacts(facts, data.cube.factCount), {
      ...{ first: 0, last: data.cube.dayCount - 1, chosen: {} },
    });
    const rows = detailRows(view);
    const treeOf = await unpackTrees(packedIn(html));
    expect(rows.length).toBeGreaterThan(1_000);
    expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
    const days = waysOf(view, rows);
    const sumOf = (each: (typeof days)[number] = []) =>
      each.reduce((sum, { nanos }) => sum + nanos, 0n);
    expect(rows.filter(({ nanos }, index) => sumOf(days[index]) !== nanos)).toEqual([]);
    const ways = days.flatMap((each) => each.slice(0, 1));
    const trees = ways.map(({ command }) => treeOf(command));
    expect(ways.filter((_, index) => trees[index] === null)).toEqual([]);
    expect(trees.flatMap((tree) => (tree === null ? [] : unbalanced(tree)))).toEqual([]);
    const laws = martLaws();
    for (let index = 0; index < ways.length; index += 40) {
      const [way, tree] = [ways[index], trees[index]];
      const asked = way?.asked ?? {};
      expect(tree).toEqual(await traceOf(local.warehouse, { asked, most: MOST_OF_A_DAY, laws }));
    }
  }, 120_000);

  it("is as dear as its day, once all of that day's rows are added up", async () => {
    const { data, facts, trees } = await asBuilt(false);
    const view = viewOf(data, await unpackFacts(facts, data.cube.factCount), {
      ...{ first: 0, last: data.cube.dayCount - 1, chosen: {} },
    });
    const byCommand = new Map<string, bigint>();
    for (const day of Array.from({ length: data.cube.dayCount }).keys()) {
      const ofDay = viewOf(data, view.facts, { first: day, last: day, chosen: {} });
      for (const { command, nanos } of waysOf(ofDay, detailRows(ofDay)).flat())
        byCommand.set(command, (byCommand.get(command) ?? 0n) + nanos);
    }
    const differing = [...trees].filter(
      ([command, { usd }]) => byCommand.get(command) !== nanoUsd(usd ?? ""),
    );
    expect(differing.map(([command]) => command)).toEqual([]);
  });
});

it("carries what fits, the dearest first, and nothing that does not", async () => {
  const { trees } = await asBuilt(false);
  const some = new Map([...trees].slice(0, 60));
  const whole = packTrees(some, 1e9);
  const treeOf = await unpackTrees(packTrees(some, whole.length / 2));
  const kept = [...some.keys()].map((command) => treeOf(command) !== null);
  const count = kept.filter(Boolean).length;
  expect(count).toBeGreaterThan(10);
  expect(kept).toEqual([...kept.keys()].map((index) => index < count));
  expect(packTrees(some, whole.length / 2).length).toBeLessThanOrEqual(whole.length / 2);
  expect(packTrees(some, 10)).toBe("");
});

it("the same rows in another order give the same file, to the byte", async () => {
  const { html } = await asBuilt(false);
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
