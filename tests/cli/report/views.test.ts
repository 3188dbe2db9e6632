/** The views that a dashboard reads: every dollar once, under real names or under pseudonyms. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { readReport } from "../../../cli/report/read_report.ts";
import { compileProject } from "../../../cli/build/compiler.ts";
import { engineDifferences } from "../../support/both_engines.ts";
import { ancestorsOf, type CompiledGraph } from "../../support/graph.ts";
import { startJudge } from "../../support/judge/index.ts";
import { loadScenario } from "../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { gatherStories } from "./support/stories.ts";

const STORIES = [
  "a_shared_key_by_policy",
  "seats_idle_and_a_cycle_across_months",
  "vertex_whose_project_it_is",
];
const LAW = "law_pseudonyms_have_a_secret_salt";
const SALT = "0123456789abcdef0123456789abcdef";
const WITH_MONEY = { rpt_overview: "total_usd", rpt_people: "cost_usd", rpt_details: "cost_usd" };
const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-views-"));
const named = compileWith("false");
const hidden = compileWith("true");
const views = named.tables
  .map(({ target }) => target.name)
  .filter((name) => name.startsWith("rpt_"));
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  gatherStories(STORIES, folder);
  await loadScenario(local, { name: "all", folder });
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

function compileWith(hasPseudonyms: string): CompiledGraph {
  const file = "workflow_settings.yaml";
  const text = readFileSync(file, "utf8").replace(
    /^( {2}report_pseudonyms:).*$/m,
    `$1 "${hasPseudonyms}"`,
  );
  const graph = compileProject(process.cwd(), { [file]: text });
  const names = graph.tables
    .map(({ target }) => target.name)
    .filter((name) => name.startsWith("rpt_"));
  return ancestorsOf(graph, ...names, LAW);
}

async function build(graph: CompiledGraph): Promise<readonly string[]> {
  const { violations } = await local.build(graph, new Set());
  await local.runQuery(
    `insert into \`local.ai_spend.cost_anomalies\` (anomaly_date, kind, scope, scope_value, measured_usd, threshold_usd)
     select date '2026-01-05', 'high_day', 'person', min(user_email), numeric '9', numeric '8'
     from \`local.ai_spend.fct_user_cost_daily\` where owner_type = 'person'`,
  );
  return [...violations.keys()];
}

async function setSalt(salt: string | null): Promise<void> {
  await local.runQuery("truncate table `local.ai_reference.pseudonym_salt`");
  if (salt === null) return;
  await local.runQuery(`insert into \`local.ai_reference.pseudonym_salt\` values ('${salt}')`);
}

/** All cells of a view, as text. */
async function cellsOf(view: string): Promise<readonly string[]> {
  const rows = await local.runQuery(`select * from \`local.ai_spend.${view}\``);
  return rows.flatMap((row) => Object.values(row).filter((cell) => cell !== null));
}

async function column(sql: string): Promise<readonly string[]> {
  return (await local.runQuery(sql)).map((row) => Object.values(row)[0] ?? "null");
}

const people = () =>
  column(
    "select distinct person from `local.ai_spend.rpt_details` where owner_type = 'person' order by person",
  );

/** Dollars of every view, which must be those of the one table of all dollars. */
async function totals(): Promise<Readonly<Record<string, string | undefined>>> {
  const found: Record<string, string | undefined> = {};
  for (const [view, usd] of Object.entries(WITH_MONEY)) {
    const sums = `sum(${usd}) as total, sum(unattributed_usd) as unattributed`;
    const [row] = await local.runQuery(`select ${sums} from \`local.ai_spend.${view}\``);
    found[view] = Object.values(row ?? {}).join(" ");
  }
  return found;
}

async function booked(): Promise<Readonly<Record<string, string>>> {
  const [total] = await column("select sum(cost_usd) as usd from `local.ai_spend.fct_cost_daily`");
  const [nobodys] = await column(
    "select sum(cost_usd) as usd from `local.ai_spend.fct_user_cost_daily` where user_email = 'unattributed'",
  );
  expect(Number(nobodys)).toBeGreaterThan(0);
  return Object.fromEntries(Object.keys(WITH_MONEY).map((view) => [view, `${total} ${nobodys}`]));
}

describe("under real names", () => {
  beforeAll(async () => {
    await setSalt(SALT);
    expect(await build(named)).toEqual([]);
  });

  it("each view of money has every dollar once, and what is nobody's", async () => {
    expect(await totals()).toEqual(await booked());
  });

  it("every column is flat, and described", async () => {
    const rows = await local.runQuery(
      "select table_name, column_name, data_type from `local.ai_spend.INFORMATION_SCHEMA.COLUMNS`",
    );
    for (const view of views) {
      const built = rows.filter((row) => row["table_name"] === view);
      expect(built.map((row) => row["data_type"])).toEqual(
        built.map(() => expect.stringMatching(/^(STRING|DATE|NUMERIC|INT64|BOOL)$/)),
      );
      const described = named.tables
        .find(({ target }) => target.name === view)
        ?.actionDescriptor?.columns?.map(({ path: parts }) => parts.join("."));
      expect(described?.sort()).toEqual(built.map((row) => row["column_name"] ?? "").sort());
    }
  });

  it("people are those of the mart", async () => {
    const mart = await column(
      "select distinct user_email from `local.ai_spend.fct_user_cost_daily` where owner_type = 'person' order by user_email",
    );
    expect(mart.length).toBeGreaterThan(2);
    expect(await people()).toEqual(mart);
  });

  it("every page with persons names some, so that their absence can be seen", async () => {
    const withNames: string[] = [];
    for (const view of views) {
      if ((await cellsOf(view)).some((cell) => cell.includes("@"))) withNames.push(view);
    }
    expect(withNames.sort()).toEqual(["rpt_details", "rpt_health", "rpt_people", "rpt_seats"]);
  });

  it("seats beside usage count a day of work once", async () => {
    const worked = await column("select sum(days_worked) as days from `local.ai_spend.rpt_people`");
    const active = await column(
      "select countif(is_active) as days from `local.ai_spend.fct_usage_daily`",
    );
    expect(worked).toEqual(active);
    expect(Number(worked[0])).toBeGreaterThan(0);
  });
});

describe("under pseudonyms", () => {
  let real: readonly string[];
  let first: readonly string[];

  beforeAll(async () => {
    await setSalt(SALT);
    expect(await build(named)).toEqual([]);
    real = await people();
    await local.runQuery(
      `insert into \`local.ai_reference.invoices\` (vendor, invoice_id, period_start, period_end, amount_usd, currency)
       values ('cursor', 'INV-2026/7', '2026-01-01', '2026-02-01', '1', 'USD'),
         ('cursor', 'the laptop of Zora', '2026-02-01', '2026-03-01', '1', 'USD'),
         ('cursor', 'INV-zora@example.org-9', '2026-03-01', '2026-04-01', '1', 'USD')`,
    );
    expect(await build(hidden)).toEqual([]);
    first = await people();
  });

  it("no cell of any view has an address, the name of a key or one person's project", async () => {
    const owned = await column(
      "select project_id from `local.ai_reference.claude_code_projects` where project_type = 'single_user'",
    );
    expect(owned.length).toBeGreaterThan(0);
    for (const view of views) {
      const cells = await cellsOf(view);
      expect({ view, isEmpty: cells.length === 0 }).toEqual({ view, isEmpty: false });
      const telling = cells.filter((cell) => cell.includes("@") || owned.includes(cell));
      expect([view, ...telling]).toEqual([view]);
    }
    expect(await column("select distinct api_key_name from `local.ai_spend.rpt_details`")).toEqual([
      "null",
    ]);
  });

  it("what is typed as an invoice's number and is none is hidden", async () => {
    const found = await column(
      "select subject from `local.ai_spend.rpt_health` where topic = 'invoice' and source = 'cursor' and actual_usd = 1",
    );
    expect([...found].sort()).toEqual(["INV-2026/7", "hidden", "hidden"]);
    const { data } = await readReport(local.warehouse, { from: null, to: null }, false);
    const shown = data.marts.invoices.map((row) => row["invoice_ids"]);
    expect(shown).toEqual(expect.arrayContaining(["INV-2026/7", "hidden"]));
    expect(JSON.stringify(data)).not.toMatch(/zora/i);
  });

  it("no dollar and nobody's share is lost, and people stay apart", async () => {
    expect(await totals()).toEqual(await booked());
    expect(first).toHaveLength(real.length);
    expect(first.every((name) => /^person-[0-9a-f]{12}$/.test(name))).toBe(true);
  });

  it("teams stay as they are written", async () => {
    const teams = await column(
      "select distinct person from `local.ai_spend.rpt_details` where owner_type = 'team'",
    );
    expect(teams).toEqual(["Platform"]);
  });

  it("the HTML report names nobody either", async () => {
    const { data } = await readReport(local.warehouse, { from: null, to: null }, false);
    expect(data.cube.names.person).toEqual(expect.arrayContaining([...first]));
    expect(JSON.stringify(data)).not.toContain("@");
  });

  it("a pseudonym is the same in the next build, and another under another salt", async () => {
    expect(await build(hidden)).toEqual([]);
    expect(await people()).toEqual(first);
    await setSalt([...SALT].reverse().join(""));
    expect(await build(hidden)).toEqual([]);
    expect((await people()).filter((name) => first.includes(name))).toEqual([]);
  });

  it("without a sound salt a law is red, nobody is told apart, and no dollar is lost", async () => {
    for (const salt of [null, "guess-me"]) {
      await setSalt(salt);
      expect(await build(hidden)).toEqual([LAW]);
      expect(await people()).toEqual(["hidden"]);
    }
    expect(await totals()).toEqual(await booked());
  });

  it("are the same on Google's reference engine", async () => {
    await setSalt(SALT);
    const { violations } = await local.build(hidden, new Set());
    expect([...violations.keys()]).toEqual([]);
    const judge = await startJudge();
    try {
      expect(await engineDifferences(local, judge, hidden)).toEqual([]);
    } finally {
      await judge.close();
    }
  });
});

describe("the setting", () => {
  it("is true or false, else one sentence says so", () => {
    expect(() => compileWith("yes")).toThrow(
      'workflow_settings.yaml: report_pseudonyms is "yes"; it must be false or true.',
    );
  });
});
