/**
 * The audit logs that workflow_settings.yaml names are read whatever they are: a fresh sink that lacks
 * columns, date-sharded tables, several at once, or none.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { compileProject } from "../../../../cli/build/compiler.ts";
import type { Field } from "../../../../ingest/tables/tables.ts";
import { engineDifferences } from "../../../support/both_engines.ts";
import { buildGraph } from "../../../support/build.ts";
import type { CompiledGraph } from "../../../support/graph.ts";
import { startJudge } from "../../../support/judge/index.ts";
import { lawsOf } from "../../../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { copyCallsProject } from "./project.ts";

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

/** The graph of the calls under other settings. */
function compileWith(vars: Readonly<Record<string, string>>): CompiledGraph {
  const settings = Object.entries(vars).reduce(
    (text, [name, value]) =>
      text.replace(new RegExp(`^  ${name}: .*$`, "m"), `  ${name}: "${value}"`),
    readFileSync("workflow_settings.yaml", "utf8"),
  );
  writeFileSync(path.join(project, "workflow_settings.yaml"), settings);
  const graph = compileProject(project);
  const read = new Set(
    graph.tables.flatMap(({ dependencyTargets = [] }) => dependencyTargets.map(({ name }) => name)),
  );
  return {
    ...graph,
    assertions: lawsOf(graph),
    declarations: graph.declarations.filter(({ target }) => read.has(target.name)),
  };
}

/** A table with only the columns that the first entries of a sink fill. */
function freshSink(name: string, rows: readonly (readonly [at: string, email: string])[]): string {
  const selects = rows.map(
    ([at, email]) => `select
      'projects/p/logs/cloudaudit.googleapis.com%2Fdata_access' as logName,
      struct('audited_resource' as type) as resource,
      struct(
        'aiplatform.googleapis.com' as serviceName,
        'google.cloud.aiplatform.v1.PredictionService.RawPredict' as methodName,
        'projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929' as resourceName,
        struct('${email}' as principalEmail) as authenticationInfo,
        struct('203.0.113.7' as callerIp) as requestMetadata
      ) as protopayload_auditlog,
      timestamp '${at}' as timestamp,
      '${at}' as insertId`,
  );
  return `create or replace table \`local.${name}\` as ${selects.join(" union all ")}`;
}

async function dailyUsage(graph: CompiledGraph, built = new Set<string>()) {
  const { violations } = await buildGraph(local.runQuery, graph, built);
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

describe("another vertex_time_zone", () => {
  it("puts every call that the logs still have on its other day, and back", async () => {
    const at = (day: string): readonly [string, string] => [
      `${day} 03:00:00+00`,
      "ann@acme.example",
    ];
    await local.runQuery(
      freshSink("ai_raw.fresh_sink", ["2026-05-04", "2026-06-01", "2026-06-03"].map(at)),
    );
    const zone = (name: string) =>
      compileWith({ gcp_audit_logs: "ai_raw.fresh_sink", vertex_time_zone: name });
    const built = new Set<string>();
    const days = async (name: string): Promise<unknown> => {
      const usage = await dailyUsage(zone(name), built);
      const logs = await local.runQuery(
        "select usage_date from `local.ai_spend.claude_code_audit_logs` order by usage_date",
      );
      expect(logs.map((row) => row["usage_date"])).toEqual(usage.map((row) => row["usage_date"]));
      return usage.map((row) => row["usage_date"]);
    };
    const utc = ["2026-05-04", "2026-06-01", "2026-06-03"];
    expect(await days("UTC")).toEqual(utc);
    expect(await days("America/Los_Angeles")).toEqual(["2026-05-03", "2026-05-31", "2026-06-02"]);
    expect(await days("UTC")).toEqual(utc);
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
