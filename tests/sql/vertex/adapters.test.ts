/** Exports of several accounts and resellers, whose columns differ, and the settings that say how they count. */

import { createRequire } from "node:module";
import path from "node:path";
import { Readable } from "node:stream";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { landingTable } from "../../../ingest/tables/landing_tables.ts";
import { buildGraph } from "../../support/build.ts";
import { ancestorsOf, partOf } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { compileWith } from "../other_settings.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** A table with one line and only the columns that an adapter names, and those that are given. */
function oneLine(account: string, more: string, credit = ""): string {
  return `select
    '${account}' as billing_account_id,
    struct('Claude Opus 4.8' as description) as service,
    struct('SKU-1' as id, 'Claude Opus 4 8 — Input Tokens — global' as description) as sku,
    timestamp '2026-01-05 07:30:00+00' as usage_start_time,
    struct('project-1' as id) as project,
    timestamp '2026-01-06 03:00:00+00' as export_time,
    cast(1.5 as float64) as cost,
    'USD' as currency,
    cast(1 as float64) as currency_conversion_rate,
    struct(cast(100 as float64) as amount, 'count' as unit) as usage,
    [
      struct('PROMOTION' as type, cast(-0.5 as float64) as amount${credit}),
      struct('RESELLER_MARGIN' as type, cast(-0.25 as float64) as amount${credit})
    ] as credits,
    struct('202601' as month) as invoice,
    'regular' as cost_type,
    ${more}`;
}

const EXPORTS = [
  ["billing.account_a", oneLine("A", "'one' as only_in_this_account")],
  ["billing.account_b", oneLine("B", "2 as another_column, 'x' as and_one_more")],
  ["sada.master_view", oneLine("S", "'sub' as customer")],
  [
    "channel.reseller_billing_detailed_export_v1",
    oneLine(
      "R",
      "cast(2.5 as float64) as customer_cost, 'R0' as payer_billing_account_id",
      ", cast(-1 as float64) as customer_amount",
    ),
  ],
] as const;

const LISTED = {
  gcp_billing_exports: "billing.account_a, billing.account_b",
  gcp_sada_exports: "sada.master_view",
  gcp_reseller_exports: "channel.reseller_billing_detailed_export_v1",
};

async function charges(vars: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await exportLines();
  return chargesOf(vars, new Set());
}

async function exportLines(): Promise<void> {
  await local.reset();
  for (const [name, query] of EXPORTS) {
    const [dataset = ""] = name.split(".");
    await local.runQuery(`create schema if not exists \`local.${dataset}\``);
    await local.runQuery(`create or replace table \`local.${name}\` as ${query}`);
  }
}

async function chargesOf(
  vars: Readonly<Record<string, string>>,
  built: Set<string>,
): Promise<readonly string[]> {
  const graph = ancestorsOf(compileWith(vars), "int_vertex__costs_summed");
  await buildGraph(local.runQuery, graph, built);
  const rows = await local.runQuery(
    `select billing_account_id, usage_date, billing_mode, cost_usd
     from \`local.ai_staging.int_vertex__costs_summed\` order by 1, 3`,
  );
  return rows.map((row) => Object.values(row).join(" "));
}

describe("exports of several accounts and resellers", () => {
  it("are read by the columns that all of them have", async () => {
    expect(await charges(LISTED)).toEqual([
      ...["A 2026-01-05 credit -0.5", "A 2026-01-05 metered 1.5"],
      ...["B 2026-01-05 credit -0.5", "B 2026-01-05 metered 1.5"],
      ...["R 2026-01-05 credit -0.5", "R 2026-01-05 metered 1.5"],
      ...["S 2026-01-05 credit -0.5", "S 2026-01-05 metered 1.5"],
    ]);
  });

  it("count a reseller's margin, the customer's cost and Pacific days if the settings say so", async () => {
    const vars = {
      ...LISTED,
      gcp_count_reseller_margin: "true",
      gcp_reseller_cost: "customer_cost",
      vertex_time_zone: "America/Los_Angeles",
    };
    expect(await charges(vars)).toEqual([
      ...["A 2026-01-04 credit -0.75", "A 2026-01-04 metered 1.5"],
      ...["B 2026-01-04 credit -0.75", "B 2026-01-04 metered 1.5"],
      ...["R 2026-01-04 credit -2", "R 2026-01-04 metered 2.5"],
      ...["S 2026-01-04 credit -0.75", "S 2026-01-04 metered 1.5"],
    ]);
  });

  it("are none without an error, if none is listed", async () => {
    expect(await charges({ gcp_billing_exports: "" })).toEqual([]);
  });
});

describe("settings that change between builds", () => {
  const built = new Set<string>();
  const ALL = { ...LISTED, gcp_other_claude_services: "Vector Search" };
  const READ = [
    ...["A 2026-01-05 credit -0.5", "A 2026-01-05 metered 1.5"],
    ...["B 2025-11-05 credit -0.5", "B 2025-11-05 metered 1.5"],
    ...["R 2025-11-05 credit -0.5", "R 2025-11-05 metered 1.5"],
    ...["S 2025-11-05 credit -0.5", "S 2025-11-05 metered 1.5"],
  ];

  beforeAll(async () => {
    await exportLines();
    built.clear();
    for (const name of EXPORTS.slice(1).map(([place]) => place)) {
      await local.runQuery(
        `update \`local.${name}\` set usage_start_time = timestamp '2025-11-05 07:30:00+00',
           export_time = timestamp '2025-11-06 03:00:00+00' where true`,
      );
    }
    await local.runQuery(
      "update `local.sada.master_view` set service = struct('Vector Search' as description), sku = struct('SKU-2' as id, 'Search' as description) where true",
    );
    expect(await chargesOf(ALL, built)).toEqual(READ);
  });

  it("take away what an export or a service brought, weeks ago", async () => {
    const fewer = { ...LISTED, gcp_billing_exports: "billing.account_a" };
    expect(await chargesOf(fewer, built)).toEqual([...READ.slice(0, 2), ...READ.slice(4, 6)]);
    expect(await chargesOf({ gcp_billing_exports: "" }, built)).toEqual([]);
  });

  it("bring it back, though the exports have dropped it", async () => {
    for (const name of EXPORTS.slice(1).map(([place]) => place)) {
      await local.runQuery(`delete from \`local.${name}\` where true`);
    }
    expect(await chargesOf(ALL, built)).toEqual(READ);
  });

  it("count the lines of a reseller at the other amount, of all days that its export still has", async () => {
    await exportLines();
    built.clear();
    const reseller = "local.channel.reseller_billing_detailed_export_v1";
    await local.runQuery(
      `create or replace table \`${reseller}\` as
       select * from \`${reseller}\`
       union all
       select * replace (timestamp '2025-11-06 03:00:00+00' as export_time) from \`${reseller}\``,
    );
    const exported = { ...LISTED, gcp_billing_exports: "", gcp_sada_exports: "" };
    expect(await chargesOf(exported, built)).toContain("R 2026-01-05 metered 3");
    const customers = { ...exported, gcp_reseller_cost: "customer_cost" };
    expect(await chargesOf(customers, built)).toContain("R 2026-01-05 metered 5");
    expect(await chargesOf(exported, built)).toContain("R 2026-01-05 metered 3");
  });
});

describe("settings", () => {
  it("move the calls to the same day as the bill", async () => {
    await local.reset();
    const call = {
      logName: "projects/p/logs/cloudaudit.googleapis.com%2Fdata_access",
      protopayload_auditlog: {
        serviceName: "aiplatform.googleapis.com",
        methodName: "google.cloud.aiplatform.v1.PredictionService.RawPredict",
        resourceName: "projects/p/locations/us/publishers/anthropic/models/claude-opus-4-8",
        authenticationInfo: { principalEmail: "ana@example.com" },
      },
      resource: { labels: { project_id: "p" } },
      timestamp: "2026-01-05T07:30:00Z",
      insertId: "1",
    };
    const table = landingTable("raw_gcp_audit_logs");
    const open = () => Readable.from([JSON.stringify(call)]);
    await local.warehouse.replaceWithText(table, open, "pacific");
    const graph = compileWith({ vertex_time_zone: "America/Los_Angeles" });
    const part = { ...partOf(graph, ["claude_code_daily_usage"]), assertions: [] };
    await buildGraph(local.runQuery, part, new Set());
    const rows = await local.runQuery(
      "select usage_date, user_email from `local.ai_spend.claude_code_daily_usage`",
    );
    expect(rows).toEqual([{ usage_date: "2026-01-04", user_email: "ana@example.com" }]);
  });

  it("that mean nothing stop the compilation", () => {
    expect(() => compileWith({ gcp_reseller_cost: "net" })).toThrow(
      'gcp_reseller_cost is "net"; it must be cost or customer_cost.',
    );
  });
});

describe("Google's own table", () => {
  it("is read by its partition, which is the time of arrival, and no other table is", () => {
    const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
    const { lines } = requireInclude("./google/billing.js") as {
      readonly lines: (
        exports: readonly object[],
        adapter: object,
        isClaude: () => string,
      ) => string;
    };
    const sqlFor = (name: string): string =>
      lines(
        [{ table: { schema: "b", name }, relation: `\`b.${name}\`` }],
        { cost: "line.cost", credit: "amount" },
        () => "true",
      );
    for (const name of ["gcp_billing_export_v1_A1_B2", "gcp_billing_export_resource_v1_A1_B2"]) {
      expect(sqlFor(name)).toContain("_PARTITIONTIME as partition_time");
    }
    expect(sqlFor("raw_gcp_billing_export")).toContain("line.export_time as partition_time");
  });
});
