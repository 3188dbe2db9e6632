/**
 * What a staging table of lines makes of one page. Dataform's own unit tests know no incremental tables, so the
 * query of a first build is asked here, over rows in the place of what it reads.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import { queryOver } from "./query_over.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Expects of the staging table, over the given relations, just the rows of a query. */
async function expectRows(
  table: string,
  given: Readonly<Record<string, string>>,
  expected: string,
): Promise<void> {
  const sql = queryOver(table, given);
  expect(await local.runQuery(sql)).toEqual(await local.runQuery(expected));
}

/** The row of `stg_landing__fetches` that makes the pages of fetch `f1` count. */
function finished(endpoint: string): string {
  return `select 'f1' as fetch_id, '${endpoint}' as endpoint`;
}

/** One landed page of each fetch. */
function pages(fetches: readonly string[], fetchedAt: string, body: unknown): string {
  return `
    select
      fetch_id,
      1 as page_number,
      timestamp '${fetchedAt}' as fetched_at,
      '${JSON.stringify(body)}' as body
    from unnest([${fetches.map((fetch) => `'${fetch}'`).join(", ")}]) as fetch_id`;
}

describe("a staging table of lines", () => {
  it("turns cents into dollars, and names the default workspace", async () => {
    const line = {
      amount: "123.45",
      currency: "USD",
      workspace_id: null,
      description: "Claude Sonnet 4 Usage - Input Tokens",
      cost_type: "tokens",
      model: "claude-sonnet-4-20250514",
      token_type: "uncached_input_tokens",
      service_tier: "standard",
      context_window: "0-200k",
      inference_geo: "global",
    };
    const data = [{ starting_at: "2026-01-05T00:00:00Z", results: [line] }];
    await expectRows(
      "stg_console__costs",
      {
        "ai_staging.stg_landing__fetches": finished("cost_report"),
        "ai_raw.raw_anthropic_cost": pages(["f1"], "2026-01-06 06:00:00+00", { data }),
      },
      `
      select
        'f1' as fetch_id,
        1 as page_number,
        0 as bucket_number,
        0 as line_number,
        'default' as workspace_id,
        'Claude Sonnet 4 Usage - Input Tokens' as description,
        'tokens' as cost_type,
        'claude-sonnet-4-20250514' as model,
        'uncached_input_tokens' as token_type,
        'standard' as service_tier,
        '0-200k' as context_window,
        'global' as inference_geo,
        'USD' as currency,
        '123.45' as amount_cents,
        numeric '1.2345' as amount_usd,
        date '2026-01-05' as activity_date,
        timestamp '2026-01-06 06:00:00+00' as fetched_at`,
    );
  });

  it("does not count the pages of an unfinished walk", async () => {
    const line = {
      uncached_input_tokens: 1500,
      cache_creation: { ephemeral_1h_input_tokens: 1000, ephemeral_5m_input_tokens: 500 },
      cache_read_input_tokens: 200,
      output_tokens: 50,
      server_tool_use: { web_search_requests: 10 },
      model: "claude-opus-4-6",
      workspace_id: null,
    };
    const data = [{ starting_at: "2026-01-05T00:00:00Z", results: [line] }];
    const fetches = ["f1", "never_finished"];
    await expectRows(
      "stg_console__usage",
      {
        "ai_staging.stg_landing__fetches": finished("usage_by_workspace"),
        "ai_raw.raw_anthropic_usage": pages(fetches, "2026-01-06 06:00:00+00", { data }),
      },
      `
      select
        'f1' as fetch_id,
        1 as page_number,
        0 as bucket_number,
        0 as line_number,
        'usage_by_workspace' as endpoint,
        cast(null as string) as api_key_id,
        cast(null as string) as account_id,
        cast(null as string) as service_account_id,
        'default' as workspace_id,
        'claude-opus-4-6' as model,
        cast(null as string) as service_tier,
        cast(null as string) as context_window,
        cast(null as string) as inference_geo,
        1500 as uncached_input_tokens,
        50 as output_tokens,
        200 as cache_read_input_tokens,
        500 as cache_creation_5m_input_tokens,
        1000 as cache_creation_1h_input_tokens,
        10 as web_search_requests,
        date '2026-01-05' as activity_date,
        timestamp '2026-01-06 06:00:00+00' as fetched_at`,
    );
  });

  it("rounds Cursor's cents once, the fee in them", async () => {
    const event = {
      timestamp: "1767657599999",
      userEmail: "Ann@Example.com",
      model: "gpt-5",
      kind: "Usage-based",
      isChargeable: true,
      requestsCosts: 5,
      tokenUsage: {
        inputTokens: 126,
        outputTokens: 450,
        cacheWriteTokens: 6112,
        cacheReadTokens: 11964,
        totalCents: 20.18232,
      },
      chargedCents: 21.36232005,
      cursorTokenFee: 1.18,
    };
    const body = { usageEvents: [event] };
    await expectRows(
      "stg_cursor__events",
      {
        "ai_staging.stg_landing__fetches": finished("cursor_events"),
        "ai_raw.raw_cursor_events": pages(["f1"], "2026-01-07 06:00:00+00", body),
      },
      `
      select
        'f1' as fetch_id,
        1 as page_number,
        0 as bucket_number,
        0 as line_number,
        'ann@example.com' as user_email,
        cast(null as string) as service_account,
        'gpt-5' as model,
        'Usage-based' as kind,
        126 as input_tokens,
        450 as output_tokens,
        11964 as cache_read_tokens,
        6112 as cache_write_tokens,
        timestamp '2026-01-05 23:59:59.999+00' as event_at,
        timestamp '2026-01-07 06:00:00+00' as fetched_at,
        'billed' as kind_charge,
        false as is_included,
        numeric '0.213623201' as charged_usd,
        true as says_amount,
        numeric '0.2136232' as list_usd,
        date '2026-01-05' as activity_date`,
    );
  });
});
