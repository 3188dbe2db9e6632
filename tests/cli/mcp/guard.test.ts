/** What a client may not ask, however it is written, and that everything the documents ask may be. */

import { describe, expect, it } from "@jest/globals";

import { readDictionary } from "../../../cli/mcp/dictionary.ts";
import { confirmed, guarded } from "../../../cli/mcp/guard.ts";
import { NAMELESS } from "../../../cli/mcp/served.ts";
import { readQuestions } from "../../../cli/questions/page.ts";
import { readQuery } from "../../../cli/shared/open_warehouse.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { read } from "../../support/files.ts";

const dictionary = readDictionary(read("docs/dictionary.md"));
const served = new Set(dictionary.keys());

async function allowed(sql: string, tables: ReadonlySet<string> = served): Promise<string> {
  return guarded(await readQuery(sql), { projectId: "my-project", served: tables, rows: 10 });
}

const HOSTILE: readonly string[] = [
  // Other datasets, plainly and in every spelling of a name.
  "select * from ai_raw.raw_fetches",
  "select * from `ai_raw.raw_fetches`",
  "select * from `ai_raw`.`raw_fetches`",
  "select * from AI_RAW.raw_fetches",
  "select * from `my-project.ai_raw.raw_fetches`",
  "select * from my-project.ai_staging.int_console__charges",
  "select * from ai_reference.pseudonym_salt",
  "select * from ai_reference.people",
  "select * from ai_spend_assertions.law_one_team_per_person_and_day",
  "select * from other_dataset.secrets",
  "select * from `somebody-elses-project.ai_spend.finance_totals`",
  "select * from ai_spend.finance_totals.ai_raw.raw_fetches",
  "select * from finance_totals",
  "select * from ai_spend.no_such_table",
  "select * from `ai_spend.*`",
  "select * from `ai_raw.raw_*`",
  // What the warehouse says of itself.
  "select * from ai_spend.INFORMATION_SCHEMA.TABLES",
  "select * from `ai_spend`.INFORMATION_SCHEMA.COLUMNS",
  "select * from `region-us`.INFORMATION_SCHEMA.JOBS",
  "select * from ai_spend.__TABLES__",
  "select * from _warehouse.jobs",
  "select * from information_schema.tables",
  "select * from duckdb_settings",
  "select * from pg_catalog.pg_tables",
  "select * from sqlite_master",
  // Hidden in a part of an honest query.
  "select (select max(body) from ai_raw.raw_anthropic_cost) as body from ai_spend.finance_totals",
  "select * from ai_spend.finance_totals where exists (select 1 from ai_raw.raw_fetches)",
  "select * from ai_spend.finance_totals where month in (select date(fetched_at) from ai_raw.raw_fetches)",
  "with x as (select * from ai_raw.raw_fetches) select * from x",
  "with finance_totals as (select * from ai_raw.raw_fetches) select * from ai_spend.finance_totals",
  "select * from ai_spend.finance_totals union all select * from ai_raw.raw_fetches",
  "select * from (select * from (select * from ai_raw.raw_fetches))",
  "select array(select body from ai_raw.raw_anthropic_cost) as a from ai_spend.finance_totals",
  "select * from ai_spend.finance_totals join ai_raw.raw_fetches on true",
  "select * from ai_spend.finance_totals, ai_raw.raw_fetches",
  "select * from ai_spend.finance_totals as ai_raw, (select * from ai_raw.raw_fetches)",
  "select * from ai_spend.finance_totals order by (select max(page_count) from ai_raw.raw_fetches)",
  "select * from ai_spend.finance_totals -- harmless\nunion all select * from /* x */ ai_raw . raw_fetches",
  "select sum(total_usd) over (order by (select 1 from ai_raw.raw_fetches)) from ai_spend.finance_totals",
  // Files, the system, and other engines' ways in.
  "select * from read_csv('/etc/passwd')",
  "select * from read_text('.env')",
  "select * from read_json_auto('/etc/hosts')",
  "select * from glob('/**')",
  "select * from '/etc/passwd'",
  'select * from "/etc/passwd.csv"',
  "select * from `/etc/passwd.csv`",
  "select getenv('ANTHROPIC_ADMIN_KEY') from ai_spend.finance_totals",
  "select 'HOME'.getenv() from ai_spend.finance_totals",
  "select ('HOME').getenv() from ai_spend.finance_totals",
  "select current_setting('temp_directory') from ai_spend.finance_totals",
  "select query('select 1') from ai_spend.finance_totals",
  "select * from query('select * from ai_raw.raw_fetches')",
  "select * from query_table('ai_raw.raw_fetches')",
  "select * from pragma_table_info('x')",
  "select * from duckdb_secrets()",
  "select * from external_query('connection', 'select 1')",
  "select * from ml.predict(model ai_spend.m, table ai_raw.raw_fetches)",
  "select session_user() from ai_spend.finance_totals",
  "select @@project_id from ai_spend.finance_totals",
  "select @secret from ai_spend.finance_totals",
  "select other_dataset.remote_function(1) from ai_spend.finance_totals",
  "select columns('.*') from ai_spend.finance_totals",
  "from ai_spend.finance_totals",
  "select * from (from ai_raw.raw_fetches)",
  "select * from (describe ai_raw.raw_fetches)",
  "select * from (show tables)",
  "select * from (pragma version)",
  "select * from (table ai_raw.raw_fetches)",
  "select * from (values (1))",
  "select * from ai_spend.finance_totals positional join ai_raw.raw_fetches",
  "from ai_spend.finance_totals |> select month",
  "select * from ai_spend.finance_totals for system_time as of timestamp '2026-01-01'",
  // Other statements, alone and after an honest one.
  "",
  "select 1",
  "-- nothing",
  "insert into ai_spend.finance_totals select * from ai_spend.finance_totals",
  "update ai_spend.budget_status set budget_usd = 0 where true",
  "delete from ai_spend.finance_totals where true",
  "merge ai_spend.finance_totals using ai_spend.finance_totals on false when not matched then insert row",
  "truncate table ai_spend.finance_totals",
  "drop table ai_spend.finance_totals",
  "create table ai_spend.x as select * from ai_spend.finance_totals",
  "create or replace view ai_spend.x as select * from ai_raw.raw_fetches",
  "create temp function f() as (1); select f() from ai_spend.finance_totals",
  "alter table ai_spend.finance_totals add column x string",
  "grant select on ai_spend.finance_totals to 'x'",
  "export data options (uri = 'gs://x/*') as select * from ai_spend.finance_totals",
  "load data into ai_spend.x from files (uris = ['gs://x'])",
  "copy ai_spend.finance_totals to '/tmp/x'",
  "attach '/tmp/x.db' as x",
  "install httpfs",
  "pragma database_list",
  "set memory_limit = '1GB'",
  "call ai_spend.procedure()",
  "execute immediate 'select * from ai_raw.raw_fetches'",
  "begin select 1; end",
  "declare x int64 default (select 1); select x from ai_spend.finance_totals",
  "assert (select true from ai_raw.raw_fetches)",
  "select * from ai_spend.finance_totals; drop table ai_spend.finance_totals",
  "select * from ai_spend.finance_totals; select * from ai_raw.raw_fetches",
  "explain select * from ai_spend.finance_totals",
  "select * from ai_spend.finance_totals limit 100000000",
  "select * from ai_spend.finance_totals limit 1 + 1000000",
  "select * from ai_spend.finance_totals where month = '2026-01-01",
  "select (((( from ai_spend.finance_totals",
];

describe("a hostile query", () => {
  it("is one of many", () => {
    expect(new Set(HOSTILE).size).toBeGreaterThan(90);
  });

  it.each(HOSTILE.map((sql) => [sql]))("%j is refused in a sentence", async (sql) => {
    const refusal = await allowed(sql).then(
      (run) => run,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(ConfigError);
    expect((refusal as ConfigError).message.split("\n")).toHaveLength(1);
  });
});

describe("an honest query", () => {
  const questions = readQuestions(read("docs/questions.md"));

  it("of the documents is run as it is written, one row beyond what is wanted at most", async () => {
    for (const { sql } of questions.flatMap(({ queries }) => queries)) {
      const run = await allowed(sql);
      expect(run).toBe(/\blimit\b/.test(sql) ? sql : `${sql.trimEnd()}\nlimit 11`);
    }
  });

  it.each([
    "select month from `my-project.ai_spend.finance_totals`;",
    "select month from my-project.ai_spend.finance_totals -- all of them",
    "with t as (select * from ai_spend.finance_totals) select * from t join ai_spend.accruals using (month)",
    "select 'ai_raw.raw_fetches' as text from ai_spend.finance_totals",
    "select p.platform from ai_spend.agg_user_summary as u, unnest(u.cost_by_platform) as p",
    "(select month from ai_spend.finance_totals limit 3)",
    "select month from ai_spend.finance_totals order by month limit 3",
  ])("%s may be asked", async (sql) => {
    expect(await allowed(sql)).toMatch(/finance_totals|agg_user_summary/);
  });

  it("of what names people is refused where names are left out", async () => {
    await expect(allowed("select * from ai_spend.fct_user_cost_daily", NAMELESS)).rejects.toThrow(
      /ai_spend.fct_user_cost_daily is not a table that may be asked/,
    );
  });
});

describe("the tables that name nobody", () => {
  it("exist, and have no column for a person, a key or a project", () => {
    const naming = /email|person|user|owner|manager|key|project|scope|actor|principal|subject|name/;
    for (const name of NAMELESS) {
      const columns = dictionary.get(name)?.columns.map((column) => column.name) ?? [];
      expect({ name, columns: columns.length > 0 }).toEqual({ name, columns: true });
      const named = columns.filter((column) => naming.test(column));
      // Counts of people and projects, and how Google's export is called.
      const counts =
        /^(active_users|\w+_active_users|cost_per_active_user_usd|active_people|people_without_seat|\w*project_count|export_name)$/;
      expect({ name, named: named.filter((column) => !counts.test(column)) }).toEqual({
        name,
        named: [],
      });
    }
  });
});

describe("the engine's own dry run", () => {
  const bounds = { allowed: new Set(["ai_spend.a", "ai_staging.behind_a"]), megabytes: 10 };
  const select = { bytes: 1, statementType: "SELECT", tables: ["ai_spend.a"] };

  it("must find a SELECT of what is behind the tables, within the bytes", () => {
    expect(() => confirmed(select, bounds)).not.toThrow();
    expect(() => confirmed({ ...select, tables: ["ai_staging.behind_a"] }, bounds)).not.toThrow();
  });

  it.each([
    [{ ...select, statementType: "SCRIPT" }, /It is SCRIPT, and only SELECT is run/],
    [{ ...select, tables: ["ai_raw.raw_fetches"] }, /reads more than the tables that it names/],
    [{ ...select, bytes: 10_000_001 }, /would read 11 MB, and 10 MB are the limit/],
  ])("is refused otherwise: %j", (examined, message) => {
    expect(() => confirmed(examined, bounds)).toThrow(message);
  });
});

describe("the dictionary", () => {
  it("gives every table its grain, and its columns their types", () => {
    expect(dictionary.size).toBeGreaterThan(50);
    for (const table of dictionary.values()) {
      expect(table.grain).toMatch(/^One row per /);
      expect(table.columns.length).toBeGreaterThan(1);
    }
    expect(dictionary.get("agg_user_summary")?.columns).toContainEqual({
      name: "cost_by_platform",
      type: "ARRAY<STRUCT<platform STRING, cost_usd NUMERIC>>",
      meaning: "The same dollars by platform, dearest first.",
    });
  });
});
