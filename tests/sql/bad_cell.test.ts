/** A bad cell in a list that people maintain is named by table, row and column, and yesterday's marts stay in force. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import type { BuildResult } from "../support/build.ts";
import { OF_VENDOR } from "../../includes/laws/vendors.js";
import type { TextRow } from "../support/cells.ts";
import { compiledGraph, partOf } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

interface BadCell {
  readonly table: string;
  /** Yesterday's row, by column. */
  readonly row: Readonly<Record<string, string>>;
  /** What somebody types over one of its cells today, as a Google Sheet would hold it. */
  readonly cell: readonly [column: string, text: string];
  readonly law: string;
  /** What the law says that tells the row and the cell. */
  readonly said: Readonly<Record<string, string>>;
  /** A mart that reads the list and what it said yesterday. */
  readonly mart: string;
}

const CASES: readonly BadCell[] = [
  {
    table: "people",
    row: { email: "ada@x.example", name: "Ada", team: "Search", valid_from: "2026-01-01" },
    cell: ["valid_from", "1 January"],
    law: "law_reference_rows_are_valid",
    said: { table_name: "people", row_key: "ada@x.example", bad_column: "valid_from" },
    mart: "dim_users",
  },
  {
    table: "api_key_owners",
    row: { api_key_id: "k1", owner_email: "ada@x.example", owner_type: "person" },
    cell: ["owner_type", "#REF!"],
    law: "law_key_owner_rows_are_valid",
    said: { table_name: "api_key_owners", row_key: "k1", bad_column: "owner_type" },
    mart: "fct_user_cost_daily",
  },
  {
    table: "shared_key_policies",
    row: {
      ...{ policy_id: "p1", version: "1", valid_from: "2026-01-01" },
      ...{ user_email: "ada@x.example", share_pct: "100" },
    },
    cell: ["share_pct", "100 %"],
    law: "law_key_owner_rows_are_valid",
    said: { table_name: "shared_key_policies", row_key: "p1", bad_column: "share_pct" },
    mart: "fct_user_cost_daily",
  },
  {
    table: "claude_code_projects",
    row: { project_id: "proj-1", project_type: "shared", enabled_date: "2026-01-05" },
    cell: ["enabled_date", "soon"],
    law: "law_vertex_projects_are_valid",
    said: { project_id: "proj-1", bad_column: "enabled_date" },
    mart: "claude_code_user_costs",
  },
  {
    table: "seats",
    row: {
      ...{ platform: "cursor", user_email: "ada@x.example", seat_type: "business" },
      ...{ monthly_fee_usd: "40", valid_from: "2026-01-01", valid_to: "2026-02-01" },
    },
    cell: ["monthly_fee_usd", "40,00"],
    law: "law_seat_rows_are_valid",
    said: { user_email: "ada@x.example", seat_type: "business", fault: "no fee" },
    mart: "fct_cost_daily",
  },
  {
    table: "prices",
    row: {
      ...{ model: "claude-x", token_type: "output_tokens", service_tier: "standard" },
      ...{ context_window: "0-200k", valid_from: "2026-01-01", usd_per_million_tokens: "15" },
    },
    cell: ["usd_per_million_tokens", "$15"],
    law: "law_price_rows_are_valid",
    said: { model: "claude-x", bad_column: "usd_per_million_tokens" },
    mart: "fct_cost_daily",
  },
  {
    table: "budgets",
    row: { scope: "total", month: "2026-01-01", budget_usd: "100" },
    cell: ["budget_usd", "a hundred"],
    law: "law_finance_rows_are_valid",
    said: { table_name: "budgets", row_key: "total none 2026-01-01", bad_column: "budget_usd" },
    mart: "budget_status",
  },
  {
    table: "invoices",
    row: {
      ...{ vendor: "cursor", invoice_id: "I-1", period_start: "2026-01-01" },
      ...{ period_end: "2026-02-01", amount_usd: "40" },
    },
    cell: ["period_end", "2026-02-30"],
    law: "law_finance_rows_are_valid",
    said: { table_name: "invoices", row_key: "cursor I-1", bad_column: "period_end" },
    mart: "invoice_reconciliation",
  },
  {
    table: "closed_months",
    row: { month: "2026-01-01", platform: "cursor", closed_at: "2026-02-03" },
    cell: ["closed_at", "TRUE"],
    law: "law_finance_rows_are_valid",
    said: { table_name: "closed_months", row_key: "2026-01-01 cursor", bad_column: "closed_at" },
    mart: "month_bookings",
  },
];

/** Marts that read a list, the laws on their lists, and every law on what all of these are made of. */
const graph = partOf(
  compiledGraph(),
  CASES.flatMap(({ mart, law }) => [mart, law]),
);
const built = new Set<string>();
let local: TestWarehouse;
let yesterday: Readonly<Record<string, readonly TextRow[]>>;

beforeAll(async () => {
  local = await startTestWarehouse();
  for (const { table, row } of CASES) {
    const values = Object.values(row).map((text) => `'${text}'`);
    await local.runQuery(
      `insert into \`local.ai_reference.${table}\` (${Object.keys(row).join(", ")}) values (${values.join(", ")})`,
    );
  }
  const { violations } = await local.build(graph, built);
  expect(Object.fromEntries(violations)).toEqual({});
  yesterday = await marts();
});
afterAll(() => local.close());

async function marts(): Promise<Record<string, readonly TextRow[]>> {
  const rows: Record<string, readonly TextRow[]> = {};
  for (const mart of new Set(CASES.map(({ mart: name }) => name)))
    rows[mart] = await local.runQuery(
      `select to_json_string(m) as row from \`local.ai_spend.${mart}\` as m order by 1`,
    );
  return rows;
}

async function buildWith(table: string, column: string, text: string): Promise<BuildResult> {
  await local.runQuery(
    `update \`local.ai_reference.${table}\` set ${column} = '${text}' where true`,
  );
  return local.build(graph, built);
}

describe("a bad cell", () => {
  it("is tried in every list but the salt, without which names are hidden and not yesterday's", () => {
    expect([...CASES.map(({ table }) => table), "pseudonym_salt"].sort()).toEqual(
      REFERENCE_TABLES.map(({ name }) => name).sort(),
    );
    expect(yesterday["fct_cost_daily"]?.length).toBeGreaterThan(0);
    expect(yesterday["dim_users"]?.length).toBeGreaterThan(0);
  });

  it.each(CASES.map((given) => [given.table, given] as const))(
    "in %s is named, and the marts keep yesterday's rows until it is corrected",
    async (table, { row, cell: [column, text], law, said, mart }) => {
      const { violations, skipped } = await buildWith(table, column, text);
      expect([...violations.keys()]).toContain(law);
      expect(violations.get(law)).toEqual([expect.objectContaining(said)]);
      // A vendor's law holds back its own rows by a gate, which is built; any other holds back the mart.
      const isOfVendor = Object.values(OF_VENDOR).some((laws) => law in laws);
      expect(skipped.includes(mart)).toBe(!isOfVendor);
      // A month with a vendor that stands still is not final, so what was booked in it is open.
      const open = isOfVendor ? { month_bookings: expect.anything() } : {};
      expect(await marts()).toEqual({ ...yesterday, ...open });

      const corrected = await buildWith(table, column, row[column] ?? "");
      expect(Object.fromEntries(corrected.violations)).toEqual({});
      expect(await marts()).toEqual(yesterday);
    },
  );
});
