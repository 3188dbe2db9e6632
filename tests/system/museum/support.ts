/** One synced and built organization for the museum, with its truth beside it. */

import type { SyncSummary } from "../../../ingest/sync/sync_summary.ts";
import { startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { connectionTo, syncOnce } from "../../ingest/support/vendor_sync.ts";
import { buildGraph } from "../../support/build.ts";
import type { TextRow } from "../../support/cells.ts";
import { ancestorsOf, compiledGraph } from "../../support/graph.ts";
import { startTestWarehouse } from "../../support/warehouse.ts";

export const FIRST_DAY = "2026-10-01";
export const LAST_DAY = "2026-10-31";

/** Late enough that the month is settled and asked for in one walk. */
export const NOW = Date.parse("2026-11-20T06:00:00Z");

const GRAPH = ancestorsOf(
  compiledGraph(),
  "claude_costs",
  "claude_usage_keys",
  "fct_key_cost_daily",
  "unrecognised_models",
  "int_console__api_keys_latest",
);

/** A month of an organization with more keys than fit on a page of a hundred. */
export async function openMuseum() {
  const [organization] = demoOrganizations({ days: 31, keys: 110, requestsPerKeyDay: 0.4 });
  if (organization === undefined) throw new Error("there is no organization");
  const vendor = await startAnthropic({ organizations: [organization], now: () => NOW });
  const local = await startTestWarehouse();
  const built = new Set<string>();
  const sync = (options: { readonly from?: string } = {}): Promise<SyncSummary> =>
    syncOnce(vendor, local.warehouse, {
      connections: [connectionTo(vendor)],
      now: () => NOW,
      ...options,
    });
  return {
    organization,
    vendor,
    sync,
    build: () => buildGraph(local.runQuery, GRAPH, built),
    /** Rows as text; tables are named without the project. */
    rows: (sql: string): Promise<readonly TextRow[]> => local.runQuery(sql),
    async close(): Promise<void> {
      await local.close();
      await vendor.close();
    },
  };
}

export type Museum = Awaited<ReturnType<typeof openMuseum>>;
