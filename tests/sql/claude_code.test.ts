/** What is made of Claude Code's records where a number or a day is written as no model expects it. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import { queryOver } from "./query_over.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const COUNTS = '"input": 100.0, "output": 1e2, "cache_read": 10, "cache_creation": 0.2E+1';

/** A record of Ann's on 2026-01-05, counted as JSON text says. */
const RECORD = `
  {
    "actor": {"type": "user_actor", "email_address": "ann@example.com"},
    "date": "2026-01-05T00:00:00Z",
    "customer_type": "api",
    "core_metrics": {
      "num_sessions": 1.0,
      "lines_of_code": {"added": 2e1, "removed": 0},
      "commits_by_claude_code": 3,
      "pull_requests_by_claude_code": 0
    },
    "model_breakdown": [{"model": "claude-opus-4-6", "tokens": {${COUNTS}}}]
  }`;

const CHOSEN = `
  select
    'org_1' as organization_id,
    'claude_code' as endpoint,
    'f1' as pages_fetch_id,
    date '2026-01-05' as activity_date`;

function staged(record: string): string {
  return queryOver("stg_console__claude_code", {
    "ai_staging.stg_landing__fetches": "select 'f1' as fetch_id, 'claude_code' as endpoint",
    "ai_raw.raw_claude_code": `
      select
        'f1' as fetch_id,
        1 as page_number,
        timestamp '2026-01-06 06:00:00+00' as fetched_at,
        '{"data": [${record.replace(/\s+/g, " ")}]}' as body`,
  });
}

describe("a count of Claude Code that JSON writes as 100.0 or 1e2", () => {
  const given = {
    "ai_staging.int_landing__fetches_chosen_per_day": CHOSEN,
    "ai_staging.stg_console__claude_code": staged(RECORD),
  };

  it("is a whole number of tokens, by which charges are split", async () => {
    const sql = queryOver("int_console__claude_code_tokens_by_person", given);
    expect(await local.runQuery(sql)).toEqual([
      {
        organization_id: "org_1",
        activity_date: "2026-01-05",
        user_email: "ann@example.com",
        model: "claude-opus-4-6",
        weight: "212",
      },
    ]);
  });

  it("is what the person used", async () => {
    const sql = queryOver("int_console__claude_code_usage_by_person", given);
    expect(await local.runQuery(sql)).toMatchObject([
      {
        sessions: "1",
        lines_accepted: "20",
        commits: "3",
        input_tokens: "100",
        output_tokens: "100",
        cache_read_tokens: "10",
        cache_write_tokens: "2",
      },
    ]);
  });
});

describe("a record of Claude Code of which something cannot be read", () => {
  it.each([
    ["a day that does not exist", "2026-01-05T", "2026-09-31T"],
    ["a count in words", '"num_sessions": 1.0', '"num_sessions": "one"'],
  ])("is no line, which a law counts: %s", async (_what, written, instead) => {
    const sql = staged(RECORD.replace(written, instead));
    expect(await local.runQuery(`select activity_date from (${sql})`)).toEqual([]);
  });
});
