/** Books of arbitrary bills: lands them through the loader's own code, builds, and reads the totals. */

import { randomUUID } from "node:crypto";

import { createHistory, type EarlierFetch } from "../../../ingest/land/history.ts";
import { landingTable } from "../../../ingest/tables/landing_tables.ts";
import { type Landing, landWalk } from "../../../ingest/land/landing.ts";
import { ENDPOINTS } from "../../../ingest/vendors/anthropic/endpoints.ts";
import { walk } from "../../../ingest/walk/walk.ts";
import type { TextRow } from "../../support/cells.ts";
import { ancestorsOf, compiledGraph } from "../../support/graph.ts";
import { startTestWarehouse } from "../../support/warehouse.ts";
import { type Bill, DAYS } from "./bills.ts";

export interface Books {
  /** A finished walk that answered with this bill, one day a page; later calls are later fetches. */
  land(organization: string, bill: Bill): Promise<Landing>;
  /** Delivers the pages of a walk again, as a load does whose answer was lost. */
  deliverAgain(landing: Landing): Promise<void>;
  /** Builds what the totals stand on; throws if a law is red. */
  build(): Promise<void>;
  /** Rows of `claude_costs` and `claude_daily_summary`, zeros left out, without the organization. */
  totals(organization: string): Promise<readonly string[]>;
  /** Forgets every bill and every build. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const GRAPH = ancestorsOf(
  compiledGraph(),
  "claude_daily_summary",
  "law_claude_costs_match_landed_amounts",
  "law_every_requested_window_is_complete",
);

export async function openBooks(): Promise<Books> {
  const local = await startTestWarehouse();
  let built = new Set<string>();
  let landings: readonly Landing[] = [];

  const append = async (table: string, rows: Landing["pageRows"]): Promise<void> =>
    local.warehouse.append(landingTable(table), rows, randomUUID());
  return {
    async land(organization, bill) {
      const landing = await landingOf(organization, bill, landings);
      landings = [...landings, landing];
      await append(landing.table, landing.pageRows);
      await append("raw_fetches", [landing.fetchRow]);
      return landing;
    },
    deliverAgain: ({ table, pageRows }) => append(table, pageRows),
    async build() {
      const { violations } = await local.build(GRAPH, built);
      for (const [law, rows] of violations) throw new Error(`${law}: ${JSON.stringify(rows)}`);
    },
    async totals(organization) {
      const costs = await local.runQuery(COSTS.replace("ORGANIZATION", organization));
      const summary = await local.runQuery(SUMMARY.replace("ORGANIZATION", organization));
      return [...costs, ...summary].map((row: TextRow) => JSON.stringify(row));
    },
    async clear() {
      landings = [];
      built = new Set();
      for (const table of ["raw_fetches", "raw_anthropic_cost"]) {
        await local.runQuery(`truncate table \`local.ai_raw.${table}\``);
      }
    },
    close: local.close,
  };
}

async function landingOf(
  organizationId: string,
  bill: Bill,
  earlier: readonly Landing[],
): Promise<Landing> {
  const endpoint = ENDPOINTS.find(({ name }) => name === "cost_report");
  if (endpoint === undefined) throw new Error("there is no cost_report");
  const window = { start: DAYS[0], end: "2026-01-07" };
  const bodies = pagesOf(bill).values();
  const ask = () => {
    const body = bodies.next().value ?? "";
    return Promise.resolve({ body, json: JSON.parse(body) as unknown });
  };
  const fetchedAt = Date.parse("2026-03-01T06:00:00Z") + earlier.length * 60_000;
  const finished = await walk(
    { endpoint, window },
    {
      ask,
      baseUrl: "https://vendor.invalid",
      organizationId,
      now: () => fetchedAt,
      onUnknown: () => undefined,
    },
  );
  const context = {
    fetchId: `fetch_${String(earlier.length).padStart(4, "0")}`,
    runId: `run_${earlier.length}`,
    connection: organizationId,
    vendor: "anthropic",
    organizationId,
    loaderVersion: "test",
  };
  return landWalk(finished, context, createHistory(earlierOf(organizationId, earlier)));
}

function pagesOf(bill: Bill): readonly string[] {
  return DAYS.map((day, index) => {
    const isLast = index === DAYS.length - 1;
    const bucket = {
      starting_at: `${day}T00:00:00Z`,
      ending_at: `${isLast ? "2026-01-07" : DAYS[index + 1]}T00:00:00Z`,
      results: bill[index] ?? [],
    };
    const cursor = isLast ? null : `page_${index + 2}`;
    return JSON.stringify({ data: [bucket], has_more: !isLast, next_page: cursor });
  });
}

function earlierOf(organizationId: string, landings: readonly Landing[]): readonly EarlierFetch[] {
  return landings
    .map(({ fetchRow }) => fetchRow)
    .filter((row) => row["organization_id"] === organizationId)
    .map((row) => ({
      fetchId: String(row["fetch_id"]),
      runId: String(row["run_id"]),
      endpoint: String(row["endpoint"]),
      params: String(row["params"]),
      contentSha256: String(row["content_sha256"]),
      sameAsFetchId: row["same_as_fetch_id"] === null ? null : String(row["same_as_fetch_id"]),
      fetchedAt: String(row["fetched_at"]),
      dayTotals: null,
    }));
}

const COSTS = `
  select
    activity_date, workspace_id, model, model_family, cost_type, token_type, service_tier,
    context_window, inference_geo, description, currency, amount_usd
  from \`local.ai_spend.claude_costs\`
  where organization_id = 'ORGANIZATION' and amount_usd <> numeric '0'
  order by activity_date, workspace_id, model, token_type, service_tier, context_window,
    inference_geo, description`;

const SUMMARY = `
  select
    activity_date, workspace_id, model, input_cost_usd, output_cost_usd, cache_read_cost_usd,
    cache_write_cost_usd, other_cost_usd, total_cost_usd
  from \`local.ai_spend.claude_daily_summary\`
  where organization_id = 'ORGANIZATION'
    and (total_cost_usd <> numeric '0' or input_cost_usd <> numeric '0'
      or output_cost_usd <> numeric '0' or cache_read_cost_usd <> numeric '0')
  order by activity_date, workspace_id, model`;
