/**
 * The audit logs that workflow_settings.yaml names are read whatever they are: a fresh sink that lacks
 * columns, date-sharded tables, several at once, or none.
 */

import { readFileSync, rmSync } from "node:fs";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import type { Field } from "../../../../ingest/tables/tables.ts";
import { engineDifferences } from "../../../support/both_engines.ts";
import { buildGraph } from "../../../support/build.ts";
import type { CompiledGraph } from "../../../support/graph.ts";
import { startJudge } from "../../../support/judge/index.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { compileCalls, copyCallsProject } from "./project.ts";
import { freshSink } from "./sink.ts";

let local: TestWarehouse;
let project: string;

beforeAll(async () => {
  local = await startTestWarehouse();
  project = copyCallsProject();
});
beforeEach(() => local.reset());
afterAll(async () => {
  await local.close();
  rmSync(project, { recursive: true, force: true });
});

const compileWith = (vars: Readonly<Record<string, string>>) => compileCalls(project, vars);

async function dailyUsage(graph: CompiledGraph) {
  const { violations } = await buildGraph(local.runQuery, graph, new Set());
  expect([...violations]).toEqual([]);
  return local.runQuery(
    `select usage_date, project_id, user_email, requests, claude_code_requests, input_tokens, output_tokens
     from \`local.ai_spend.claude_code_daily_usage\` order by usage_date, user_email`,
  );
}

const ROW = {
  usage_date: "2026-06-01",
  project_id: "p",
  user_email: "ann@acme.example",
  requests: "1",
  claude_code_requests: "0",
  input_tokens: "null",
  output_tokens: "null",
};

describe("gcp_audit_logs", () => {
  it("may name a fresh sink without status, user agent or delegation, on both engines", async () => {
    await local.runQuery(
      freshSink("ai_raw.fresh_sink", [["2026-06-01 10:00:00+00", "ann@acme.example"]]),
    );
    const graph = compileWith({ gcp_audit_logs: "ai_raw.fresh_sink" });
    expect(await dailyUsage(graph)).toEqual([ROW]);
    const judge = await startJudge();
    expect(await engineDifferences(local, judge, graph)).toEqual([]);
    await judge.close();
  });

  it("may name date-sharded tables beside a partitioned one, of which shards and partitions are pruned", async () => {
    const late: readonly [string, string] = ["2026-06-02 03:00:00+00", "bo@acme.example"];
    await local.runQuery(
      freshSink("ai_raw.data_access_20260601", [["2026-06-01 10:00:00+00", "ann@acme.example"]]),
    );
    await local.runQuery(freshSink("ai_raw.data_access_20260602", [late]));
    const graph = compileWith({
      gcp_audit_logs: "ai_raw.data_access_*, ai_raw.raw_gcp_audit_logs",
    });
    expect(await dailyUsage(graph)).toEqual([
      ROW,
      { ...ROW, usage_date: "2026-06-02", user_email: "bo@acme.example" },
    ]);
    const view = graph.tables.find(({ target }) => target.name === "stg_google__audit_entries");
    expect(view?.query).toContain("_table_suffix as table_suffix");
    const reader = graph.tables.find(({ query }) => query.includes("where logged_at >= timestamp"));
    expect(reader?.query).toContain("and table_suffix >= format_date");
  });

  it("may name the empty table that infra/vertex/setup-audit-sink.sh creates", async () => {
    const fields = JSON.parse(
      readFileSync("infra/vertex/audit_log_schema.json", "utf8"),
    ) as readonly Field[];
    const table = {
      name: "new_sink",
      description: "",
      partitionedBy: "timestamp",
      clusteredBy: null,
    };
    await local.warehouse.ensureTables([{ ...table, dataset: "ai_raw", fields }]);
    expect(await dailyUsage(compileWith({ gcp_audit_logs: "ai_raw.new_sink" }))).toEqual([]);
  });

  it("may be empty", async () => {
    expect(await dailyUsage(compileWith({ gcp_audit_logs: "" }))).toEqual([]);
  });
});

describe("vertex_time_zone", () => {
  it("is of the day of a call, whole days being read again", async () => {
    await local.runQuery(
      freshSink("ai_raw.fresh_sink", [
        ["2026-06-02 06:59:59+00", "ann@acme.example"],
        ["2026-06-02 07:00:00+00", "bo@acme.example"],
      ]),
    );
    const vars = { gcp_audit_logs: "ai_raw.fresh_sink", vertex_time_zone: "America/Los_Angeles" };
    const graph = compileWith(vars);
    expect((await dailyUsage(graph)).map((row) => [row["usage_date"], row["user_email"]])).toEqual([
      ["2026-06-01", "ann@acme.example"],
      ["2026-06-02", "bo@acme.example"],
    ]);
    const reader = graph.tables.find(({ query }) => query.includes("where logged_at >= timestamp"));
    expect(reader?.query).toContain(
      "timestamp(date_sub(rebuilt_from, interval 1 day), 'America/Los_Angeles')",
    );
    expect(reader?.query).toContain("where usage_date >= rebuilt_from");
  });
});

describe("gcp_request_metadata_logs", () => {
  const call = (email: string, model: string, input: number): string => `select
    timestamp '2026-06-01 10:00:00+00' as called_at, 'p' as project_id, '${email}' as user_email,
    '${model}' as model, ${input} as input_tokens, 20 as output_tokens, 0 as cache_read_tokens,
    0 as cache_write_tokens`;

  it("give tokens to those of whose calls each has an entry, and to nobody else", async () => {
    await local.runQuery(
      freshSink("ai_raw.fresh_sink", [
        ["2026-06-01 10:00:00+00", "ann@acme.example"],
        ["2026-06-01 11:00:00+00", "ann@acme.example"],
        ["2026-06-01 12:00:00+00", "bo@acme.example"],
        ["2026-06-01 13:00:00+00", "bo@acme.example"],
      ]),
    );
    const model = "claude-sonnet-4-5@20250929";
    const calls = [
      call("Ann@acme.example", model, 100),
      call("ann@acme.example", model, 50),
      call("bo@acme.example", model, 900),
    ];
    await local.runQuery(
      `create or replace table \`local.ai_raw.request_tokens\` as ${calls.join(" union all ")}`,
    );
    const vars = {
      gcp_audit_logs: "ai_raw.fresh_sink",
      gcp_request_metadata_logs: "ai_raw.request_tokens",
    };
    expect(await dailyUsage(compileWith(vars))).toEqual([
      { ...ROW, requests: "2", input_tokens: "150", output_tokens: "40" },
      { ...ROW, user_email: "bo@acme.example", requests: "2" },
    ]);
  });
});
