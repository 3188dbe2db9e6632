/**
 * What is asked of each vendor, as data: the loader plans its walks from it, the models read from it
 * when a day is final and when a source is late. Sources of the figures: docs/decisions.md, "How long
 * may a vendor restate?".
 *
 * @typedef {object} Endpoint
 * @property {string} vendor Name of the vendor in `raw_fetches.vendor`.
 * @property {string} endpoint Name of the endpoint in `raw_fetches.endpoint`.
 * @property {string} table Landed table in `ai_raw` that holds its pages.
 * @property {"day" | "directory"} kind Asked by UTC day, or whole as it stands.
 * @property {number} reread_days How many days back a plain `sync` asks again.
 * @property {number} final_after_days A day fetched this many days later no longer moves.
 * @property {number} late_after_days Behind by more days than this, the source is late.
 * @property {"usd_cents" | "usd" | null} unit Unit of the endpoint's money, null where it has none.
 */

const { caseWhen } = require("./sql/case_when.js");

/** @type {readonly Endpoint[]} */
const ENDPOINTS = Object.freeze([
  endpoint("anthropic", "cost_report", "raw_anthropic_cost", { days: 7, unit: "usd_cents" }),
  endpoint("anthropic", "usage_by_key", "raw_anthropic_usage", { days: 7 }),
  endpoint("anthropic", "usage_by_workspace", "raw_anthropic_usage", { days: 7 }),
  endpoint("anthropic", "usage_by_account", "raw_anthropic_usage", { days: 7 }),
  endpoint("anthropic", "claude_code", "raw_claude_code", { days: 3 }),
  ...["total", "by_key", "by_workspace", "by_actor", "by_agent", "of_fast_mode"].map((cut) =>
    endpoint("anthropic", `analytics_cost_${cut}`, "raw_anthropic_analytics", {
      days: 31,
      unit: "usd_cents",
    }),
  ),
  endpoint("anthropic", "analytics_usage_by_key", "raw_anthropic_analytics", { days: 31 }),
  directory("anthropic", "api_keys", "raw_anthropic_api_keys"),
  directory("anthropic", "workspaces", "raw_anthropic_workspaces"),
  directory("anthropic", "users", "raw_anthropic_users"),
  directory("anthropic", "service_accounts", "raw_anthropic_service_accounts"),
  endpoint("cursor", "cursor_daily_usage", "raw_cursor_usage", { days: 30 }),
  endpoint("cursor", "cursor_events", "raw_cursor_events", { days: 30, unit: "usd_cents" }),
  directory("cursor", "cursor_spend", "raw_cursor_spend", "usd_cents"),
  directory("cursor", "cursor_members", "raw_cursor_members"),
  ...["cost", "cost_total", "user_cost"].map((report) =>
    endpoint("claude_ai", `claude_ai_${report}`, "raw_claude_ai", { days: 31, unit: "usd_cents" }),
  ),
  endpoint("claude_ai", "claude_ai_user_usage", "raw_claude_ai", { days: 31 }),
  endpoint("claude_ai", "claude_ai_users", "raw_claude_ai", { days: 31 }),
  // Google writes by itself, and nothing on a day without use: a long weekend is not late.
  endpoint("google", "gcp_billing_export", "raw_gcp_billing_export", { days: 7, late: 4 }),
  endpoint("google", "gcp_audit_logs", "raw_gcp_audit_logs", { days: 7, late: 4 }),
]);

/** What a page of each landed table holds; several endpoints may have one table. */
const PAGES = Object.freeze({
  raw_anthropic_cost: "cost_report, grouped by workspace and description",
  raw_anthropic_usage: "usage_report/messages, in three cuts told apart by raw_fetches.endpoint",
  raw_claude_code: "usage_report/claude_code, one UTC day a walk",
  raw_anthropic_analytics:
    "analytics/cost and analytics/usage (beta), in cuts told apart by raw_fetches.endpoint",
  raw_anthropic_api_keys: "the directory of API keys",
  raw_anthropic_workspaces:
    "the directory of workspaces, archived ones and the default one included",
  raw_anthropic_users: "the directory of users",
  raw_anthropic_service_accounts: "the directory of service accounts, archived ones included",
  raw_claude_ai: "claude.ai's analytics; the reports are told apart by raw_fetches.endpoint",
  raw_cursor_usage: "daily-usage-data, every member of the team",
  raw_cursor_events: "filtered-usage-events",
  raw_cursor_spend: "spend of the billing cycle that was open when it was asked for",
  raw_cursor_members: "the directory of members",
});

/**
 * @param {string} vendor
 * @param {string} name
 * @param {string} table
 * @param {{ days: number, late?: number, unit?: "usd_cents" | "usd" | null }} rules
 * @returns {Endpoint}
 */
function endpoint(vendor, name, table, { days, late = 2, unit = null }) {
  return Object.freeze({
    vendor,
    endpoint: name,
    table,
    kind: "day",
    reread_days: days,
    final_after_days: days,
    late_after_days: late,
    unit,
  });
}

/**
 * @param {string} vendor
 * @param {string} name
 * @param {string} table
 * @param {"usd_cents" | null} [unit]
 * @returns {Endpoint}
 */
function directory(vendor, name, table, unit = null) {
  return Object.freeze({
    vendor,
    endpoint: name,
    table,
    kind: "directory",
    reread_days: 0,
    final_after_days: 0,
    late_after_days: 2,
    unit,
  });
}

/**
 * @param {string} vendor
 * @returns {readonly { name: string, description: string }[]} The vendor's landed tables, for `declare`.
 */
function pageTables(vendor) {
  const own = new Set(ENDPOINTS.filter((row) => row.vendor === vendor).map(({ table }) => table));
  return Object.entries(PAGES)
    .filter(([name]) => own.has(name))
    .map(([name, content]) => ({ name, description: `One row per fetch and page of ${content}.` }));
}

/**
 * SQL for one of an endpoint's numbers, chosen by `column`, which holds the endpoint's name.
 *
 * @param {string} column SQL expression, STRING.
 * @param {"final_after_days" | "late_after_days"} property
 * @returns {string} A CASE expression, INT64; an endpoint that is not in the table gets 31 days.
 */
function daysByEndpoint(column, property) {
  return caseWhen(
    ENDPOINTS.map((row) => ({
      when: `${column} = '${row.endpoint}'`,
      then: String(row[property]),
    })),
    "31",
  );
}

module.exports = { ENDPOINTS, PAGES, pageTables, daysByEndpoint };
