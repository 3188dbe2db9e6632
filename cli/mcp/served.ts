/** Which tables a client may read: all of `ai_spend`, or with pseudonyms those that name nobody. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Asked } from "./lending.ts";

/** Marts and reports without a column that names a person, a key, or a project, which may be one person's. */
export const NAMELESS: ReadonlySet<string> = new Set([
  "accruals",
  "active_users_daily",
  "agg_monthly_finance",
  "charge_details",
  "claude_costs",
  "claude_daily_summary",
  "console_csv_cross_check",
  "cost_by_cost_center",
  "cost_by_team",
  "cost_per_accepted_line",
  "cost_per_active_user",
  "cost_restatements",
  "cursor_spend_reconciliation",
  "data_freshness",
  "finance_quarters",
  "finance_totals",
  "invoice_reconciliation",
  "list_price_comparison",
  "month_bookings",
  "month_close",
  "month_over_month",
  "prepaid_balances",
  "productivity_by_tool",
  "rpt_overview",
  "spend_forecast",
  "unrecognised_kinds",
  "unrecognised_models",
  "vertex_billing_accounts",
  "vertex_invoice_tie_out",
]);

/** Views that write pseudonyms if `report_pseudonyms` was true when they were built. */
const RENAMED = ["rpt_details", "rpt_health", "rpt_people", "rpt_seats"];

/** Names of tables of `ai_spend`, sorted. */
export async function servedTables(
  warehouse: Asked,
  hasPseudonyms: boolean,
): Promise<readonly string[]> {
  const built = [...(await warehouse.listTables("ai_spend"))].sort();
  if (!hasPseudonyms) return built;
  const areRenamed = built.includes("dim_report_names") && (await writesPseudonyms(warehouse));
  return built.filter((name) => NAMELESS.has(name) || (areRenamed && RENAMED.includes(name)));
}

async function writesPseudonyms(warehouse: Asked): Promise<boolean> {
  const { rows } = await warehouse.query(`
select countif(name = report_name) as as_written, count(*) as people
from ai_spend.dim_report_names
where may_name_somebody`);
  const [row] = rows;
  return cellText(row?.["as_written"]) === "0" && cellText(row?.["people"]) !== "0";
}
