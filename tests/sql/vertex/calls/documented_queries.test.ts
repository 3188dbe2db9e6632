/** The queries in docs/vertex.md run as they stand. */

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { read } from "../../../support/files.ts";
import { ancestorsOf, compiledGraph } from "../../../support/graph.ts";
import { loadScenario, scenarioNamed } from "../../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";

jest.setTimeout(150_000);

const STORY = "vertex_whose_project_it_is";
const QUERIES = [...read("docs/vertex.md").matchAll(/```sql\n(.*?)```/gs)].map(
  ([, sql = ""]) => sql,
);
const [families, conservation, perUser, invoice, entries] = QUERIES;

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await loadScenario(local, scenarioNamed(STORY));
  const marts = [
    "claude_code_daily_usage",
    "claude_code_user_costs",
    "int_vertex__audit_entries_classified",
    "fct_cost_daily",
    "vertex_invoice_tie_out",
  ];
  await local.build(ancestorsOf(compiledGraph(), ...marts), new Set());
});
afterAll(() => local.close());

describe("docs/vertex.md", () => {
  it("has queries that run and find something, but for the one that finds what does not agree", async () => {
    expect(QUERIES).toHaveLength(5);
    for (const sql of QUERIES) {
      const rows = await local.runQuery(sql);
      expect({ sql, isEmpty: rows.length === 0 }).toEqual({ sql, isEmpty: sql === conservation });
    }
  });

  it("leaves out no dollar, no call and no entry", async () => {
    const total = async (measure: string, from: string) => {
      const [row] = await local.runQuery(`select ${measure} as total from ${from}`);
      return row?.["total"];
    };
    const cost = await total("sum(cost)", "ai_spend.claude_code_user_costs");
    const requests = await total("sum(requests)", "ai_spend.claude_code_daily_usage");
    const delivered = await total("count(*)", "ai_raw.raw_gcp_audit_logs");
    expect(await total("sum(cost)", `(${families ?? ""})`)).toBe(cost);
    expect(await total("sum(requests)", `(${families ?? ""})`)).toBe(requests);
    expect(await total("sum(cost)", `(${perUser ?? ""})`)).toBe(cost);
    expect(await total("sum(total_usd)", `(${invoice ?? ""})`)).toBe(cost);
    expect(await total("sum(entries)", `(${entries ?? ""})`)).toBe(delivered);
  });

  it("finds a dollar that a person bears and Google did not bill", async () => {
    await local.runQuery(
      "update `local.ai_spend.claude_code_user_costs` set cost = cost + 1 where attribution_method = 'single_user'",
    );
    const rows = await local.runQuery(conservation ?? "");
    expect(rows.length).toBeGreaterThan(0);
    for (const { bill, people } of rows) expect(Number(people)).toBeGreaterThan(Number(bill));
  });
});
