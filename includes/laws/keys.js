/**
 * Keys of the tables behind a vendor's laws, by domain and table.
 *
 * @typedef {object} TableKeys
 * @property {readonly string[]} [unique] Columns that no two rows share; null equals null.
 * @property {readonly string[]} filled Columns that are never null.
 */

/** @type {Readonly<Record<string, Readonly<Record<string, TableKeys>>>>} */
const KEYS = Object.freeze({
  console: {
    stg_console__claude_code: {
      unique: ["fetch_id", "page_number", "bucket_number", "line_number"],
      filled: ["fetch_id", "activity_date", "actor_type"],
    },
    int_console__api_keys_latest: {
      unique: ["organization_id", "api_key_id"],
      filled: ["organization_id", "api_key_id"],
    },
    int_console__csv_lines: {
      filled: ["charge_id", "organization_id", "activity_date", "cost_usd", "is_covered"],
    },
    int_console__users_latest: {
      unique: ["organization_id", "user_id"],
      filled: ["organization_id", "user_id"],
    },
    int_console__workspaces_latest: {
      unique: ["organization_id", "workspace_id"],
      filled: ["organization_id", "workspace_id"],
    },
    draft_claude_costs: {
      unique: [
        "organization_id",
        "activity_date",
        "workspace_id",
        "model",
        "cost_type",
        "token_type",
        "service_tier",
        "context_window",
        "inference_geo",
        "description",
      ],
      filled: ["organization_id", "activity_date", "workspace_id", "amount_usd", "currency"],
    },
    draft_claude_usage_keys: {
      unique: [
        "organization_id",
        "activity_date",
        "api_key_id",
        "workspace_id",
        "model",
        "service_tier",
        "context_window",
        "inference_geo",
      ],
      filled: ["organization_id", "activity_date"],
    },
    draft_claude_code_productivity: {
      unique: [
        "organization_id",
        "activity_date",
        "actor_type",
        "user_email",
        "api_key_name",
        "terminal_type",
        "is_remote",
        "customer_type",
      ],
      filled: ["organization_id", "activity_date", "actor_type"],
    },
    draft_console_csv_cross_check: {
      unique: ["organization_id", "charge_date"],
      filled: ["organization_id", "charge_date", "file_usd", "rounding_limit_usd"],
    },
    draft_fct_agent_cost_daily: {
      unique: ["organization_id", "charge_date", "agent_id", "workspace_id", "model"],
      filled: ["organization_id", "charge_date", "workspace_id", "cost_usd"],
    },
    draft_dim_api_keys: {
      unique: ["organization_id", "api_key_id", "valid_from"],
      filled: ["organization_id", "api_key_id", "status"],
    },
    draft_dim_workspaces: {
      unique: ["organization_id", "workspace_id"],
      filled: ["organization_id", "workspace_id", "is_default", "is_claude_code"],
    },
    int_console__key_costs: {
      unique: ["charge_id", "api_key_id", "attribution_method"],
      filled: [
        "charge_date",
        "platform",
        "charge_id",
        "api_key_id",
        "attribution_method",
        "cost_usd",
      ],
    },
  },
  vertex: {
    int_vertex__audit_entries_counted: {
      unique: ["usage_date", "log_table", "reason", "project_id", "user_email", "model"],
      filled: ["reason", "project_id", "user_email"],
    },
    int_vertex__candidates_found: {
      unique: ["charge_id", "owner_type", "owner"],
      filled: ["charge_id", "method", "weight"],
    },
    int_vertex__charges_mapped: { unique: ["charge_id"], filled: ["charge_id", "resolution"] },
    int_vertex__costs_named: {
      unique: ["charge_id"],
      filled: ["charge_id", "model", "model_family", "cost_type"],
    },
    int_vertex__costs_summed: {
      unique: ["charge_id"],
      filled: ["charge_id", "usage_date", "billing_mode", "cost_usd", "is_final"],
    },
    int_vertex__user_costs: {
      unique: ["charge_id", "owner_type", "owner"],
      filled: ["charge_id", "charge_date", "cost_usd", "attribution_method"],
    },
    int_vertex__days_covered: {
      unique: ["connection", "organization_id", "endpoint"],
      filled: ["connection", "endpoint", "newest_fetch_at"],
    },
    draft_vertex_billing_accounts: {
      unique: ["export_name", "billing_account_id"],
      filled: [
        "export_name",
        "is_counted",
        "project_count",
        "counted_project_count",
        "counted_usd",
      ],
    },
    draft_vertex_invoice_tie_out: {
      unique: ["billing_account_id", "invoice_month", "currency"],
      filled: ["billing_account_id", "currency", "billed_total", "total_usd"],
    },
    draft_claude_code_daily_usage: {
      unique: ["usage_date", "project_id", "user_email", "model"],
      filled: [
        "usage_date",
        "project_id",
        "user_email",
        "principal_type",
        "model",
        "requests",
        "claude_code_requests",
      ],
    },
    draft_claude_code_user_costs: {
      unique: [
        "usage_date",
        "project_id",
        "user_email",
        "owner_type",
        "billing_account_id",
        "invoice_month",
        "sku_description",
        "model_family",
        "google_cost_type",
        "currency",
        "usage_unit",
        "attribution_method",
      ],
      filled: ["usage_date", "user_email", "cost", "usage_amount", "attribution_method"],
    },
  },
  cursor: {
    int_cursor__events_counted: {
      unique: [
        "fetch_id",
        "activity_date",
        "service_account",
        "user_email",
        "model",
        "kind",
        "is_included",
      ],
      filled: ["row_count"],
    },
    int_cursor__cycles: {
      unique: ["organization_id", "cycle_start_at"],
      filled: ["organization_id", "cycle_start_at"],
    },
    int_cursor__closed_cycle_days: {
      unique: ["organization_id", "activity_date"],
      filled: ["organization_id", "activity_date"],
    },
    int_cursor__closed_cycle_compared: {
      unique: ["organization_id", "user_email"],
      filled: ["known_usd", "heard_usd"],
    },
    draft_cursor_outsiders: {
      unique: ["organization_id", "user_email"],
      filled: ["organization_id", "user_email", "cost_usd"],
    },
    draft_unrecognised_kinds: {
      unique: ["organization_id", "kind"],
      filled: ["organization_id", "kind", "amount_usd"],
    },
    draft_cursor_productivity: {
      unique: ["organization_id", "activity_date", "user_email"],
      filled: ["organization_id", "activity_date", "user_email", "is_active"],
    },
    draft_cursor_spend_reconciliation: {
      unique: ["organization_id", "cycle_start_at"],
      filled: ["organization_id", "cycle_start_at", "asked_at", "spend_usd", "events_usd"],
    },
  },
  seats: {
    int_seats__people_months: {
      unique: ["seat_month_id"],
      filled: ["seat_month_id", "month", "seat_usd"],
    },
  },
});

module.exports = { KEYS };
