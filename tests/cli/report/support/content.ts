/** A small report whose every sum can be done in the head, with names that try to break out of the page. */

import { packCube } from "../../../../cli/report/cube.ts";
import { node } from "../../../../cli/trace/node.ts";
import type { ReportContent } from "../../../../cli/report/read_report.ts";
import { type Dimension, SEATS_AND_FEES } from "../../../../cli/report/data/report_data.ts";

export const EVIL = `</script><img src=x onerror=alert(1)>"'&`;

const NAMES: Readonly<Record<Dimension, string | null>> = {
  platform: "claude_api",
  person: "ada@example.com",
  team: "Platform",
  cost_center: "CC-1",
  project: null,
  model: "opus-4.8",
  key: "app (key_1)",
  account: "org-1",
  funding: null,
  mode: "metered",
  sku: "output_tokens",
};

const VERTEX = {
  platform: "vertex_ai",
  project: "lab",
  key: null,
  account: "01A",
  funding: "grant",
};
const SEAT = { platform: "cursor", mode: "seat", model: SEATS_AND_FEES, key: null, sku: "teams" };
const SEARCH = { model: null, sku: "web_search" };

function row(day: string, usd: string, names: Partial<Record<Dimension, string | null>> = {}) {
  return { day, usd, names: { ...NAMES, ...names } };
}

const GRACE = { person: "grace@example.com", team: "Data", cost_center: "CC-2" };
const NOBODY = { person: "unattributed", team: null, cost_center: null };

/** October 1 to November 30, 2026: 100.000000001 in October, 110.5 in November. */
export const ROWS = [
  row("2026-10-01", "60.000000001"),
  row("2026-10-31", "40", { ...GRACE, ...SEAT }),
  row("2026-11-01", "70", { ...VERTEX, ...GRACE, model: "sonnet-5" }),
  row("2026-11-02", "-0.5", { ...VERTEX, ...GRACE, model: "sonnet-5", mode: "credit" }),
  row("2026-11-03", "30", { key: "batch (key_2)", person: EVIL, ...SEARCH }),
  row("2026-11-30", "11", { ...NOBODY, key: "unattributed" }),
];

const INVOICE = {
  period_start: "2026-11-01",
  period_end: "2026-12-01",
  currency: "USD",
  invoice_usd: "41",
  warehouse_usd: "41",
  line_kind: null,
  difference_usd: "0",
  explained_usd: "0",
  rounding_usd: "0",
  unexplained_usd: "0",
};

/** What opens the row of Grace's sonnet-5, and a trace with names that try to break out of the page. */
export const GRACES_COMMAND =
  "npm run -s ai-spend -- trace --day 2026-11-01 --platform vertex_ai --person grace@example.com --model sonnet-5 --project lab --most 100";
export const GRACES_TREE = node(`on 2026-11-01 ${EVIL}`, {
  usd: "70",
  rule: "parts",
  facts: [["charges", "2"]],
  children: [
    node("charge one", {
      usd: "69",
      facts: [
        ["token_type", EVIL],
        [EVIL, EVIL],
      ],
      children: [
        node("ai_raw.raw_google $.rows[0]", { facts: [["word for word", `{"sku": "${EVIL}"}`]] }),
      ],
    }),
    node("charge two", { usd: "1" }),
  ],
});

export const CONTENT: ReportContent = {
  facts: packCube(ROWS, "2026-10-01", 61).facts,
  trees: new Map([[GRACES_COMMAND, GRACES_TREE]]),
  data: {
    asOf: "2026-12-01T06:00:00Z",
    hasPseudonyms: false,
    cube: packCube(ROWS, "2026-10-01", 61).cube,
    active: [
      {
        platform: "cursor",
        person: "grace@example.com",
        days: `${"0".repeat(30)}1${"10".repeat(15)}`,
      },
    ],
    laws: { total: 3, broken: [] },
    marts: {
      months: [
        {
          ...{ month: "2026-11-01", platform: "claude_api", metered_usd: "41", seat_usd: "0" },
          ...{ overage_usd: "0", credit_usd: "0", total_usd: "41", change_pct: "-31.66666667" },
          ...{ unattributed_usd: "11", budget_usd: null, paid_by_invoice_usd: "41" },
          ...{ prepaid_usd: "0", uninvoiced_usd: "0", adjusted_usd: "0", prepaid_balance_usd: "0" },
          ...{ billed_usd: "41", unexplained_usd: "0", forecast_usd: null, forecast_low_usd: null },
          ...{ forecast_high_usd: null, included_worth_usd: "0", is_final: true },
        },
      ],
      invoices: [
        {
          ...INVOICE,
          ...{
            vendor: "anthropic_console",
            invoice_ids: "A-1",
            explained_by: "matches",
          },
        },
        {
          ...INVOICE,
          ...{
            vendor: "google",
            invoice_ids: "G-1",
            explained_by: "unexplained",
            unexplained_usd: "41",
          },
        },
      ],
      seats: [
        {
          ...{ platform: "cursor", person: "grace@example.com", seat_type: "teams" },
          ...{ monthly_fee_usd: "40", valid_from: "2026-10-01", valid_to: null, status: "idle" },
          ...{ on_day: "2026-11-30", is_current: true, last_active_day: "2026-10-31" },
          ...{ days_without_activity: "30", idle_after_days: "30", is_duplicate: false },
          quantity: "1",
        },
        {
          ...{ platform: "cursor", person: "unattributed", seat_type: "teams", quantity: "3" },
          ...{ monthly_fee_usd: "120", valid_from: "2026-10-01", valid_to: null },
          ...{ status: "unassigned", on_day: "2026-11-30", is_current: true },
          ...{ last_active_day: null, days_without_activity: "61", idle_after_days: "30" },
          is_duplicate: false,
        },
        {
          ...{ platform: "cursor", person: "ada@example.com", seat_type: "teams", quantity: "1" },
          ...{ monthly_fee_usd: "40", valid_from: "2026-10-01", valid_to: null, status: "used" },
          ...{ on_day: "2026-11-30", is_current: true, last_active_day: "2026-11-30" },
          ...{ days_without_activity: "0", idle_after_days: "30", is_duplicate: false },
        },
      ],
      restatements: [
        {
          ...{ activity_date: "2026-11-03", vendor: "anthropic", endpoint: "cost_report" },
          ...{ organization_id: "org-1", previous_usd: "31", restated_usd: "30" },
          connection: "default",
          ...{ difference_usd: "-1", restated_at: "2026-11-05T06:00:00Z", was_final: false },
          is_alarming: false,
        },
      ],
      anomalies: [
        {
          ...{ anomaly_date: "2026-11-01", kind: "new_model", scope: "model" },
          ...{ platform: "vertex_ai", scope_value: "sonnet-5", measured_usd: "69.5" },
          ...{ threshold_usd: "50", usual_usd: null, baseline_days: null },
        },
      ],
      freshness: [
        {
          ...{ connection: "demo", vendor: "anthropic", endpoint: "cost_report" },
          ...{ organization_id: "org-1", newest_fetch_at: "2026-12-01T06:00:00Z" },
          ...{ first_day: "2026-10-01", last_day: "2026-11-30", missing_days: "0" },
          ...{ days_behind: "1", is_late: false, as_of: "2026-12-01T06:00:00Z" },
        },
      ],
      standing: [
        {
          ...{ domain: "cursor", stands_still_since: "2026-11-30T06:00:00Z" },
          ...{ broken_laws: "law_cursor_amounts_can_be_read" },
        },
        { domain: "seats", stands_still_since: null, broken_laws: "law_seat_rows_are_valid" },
      ],
    },
  },
};
