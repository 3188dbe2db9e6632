/** What `status` asks the marts, one query a section. */

export interface Section {
  readonly title: string;
  /** The table of `ai_spend` without which the section says "not built yet". */
  readonly table: string;
  readonly sql: string;
}

/** Above this percentage of a platform's month on nobody, `status` warns. */
export const UNATTRIBUTED_LIMIT_PCT = 5;

export const SECTIONS: readonly Section[] = [
  {
    title: "vendors that stand still",
    table: "vendors_standing_still",
    sql: `
select domain, stands_still_since, broken_laws, broken_rows
from ai_spend.vendors_standing_still
order by domain`,
  },
  {
    title: "freshness",
    table: "data_freshness",
    sql: `
select connection, endpoint, newest_fetch_at, first_day, last_day, days_behind, is_late
from ai_spend.data_freshness
order by connection, endpoint`,
  },
  {
    title: "gaps",
    table: "data_freshness",
    sql: `
select connection, endpoint, first_day, last_day, missing_days
from ai_spend.data_freshness
where missing_days > 0
order by connection, endpoint`,
  },
  {
    title: "unattributed",
    table: "fct_user_cost_daily",
    sql: `
select
  date_trunc(charge_date, month) as month,
  sum(cost_usd) as cost_usd,
  sum(if(api_key_id = 'unattributed', cost_usd, numeric '0')) as on_no_key_usd,
  sum(if(user_email = 'unattributed', cost_usd, numeric '0')) as on_nobody_usd
from ai_spend.fct_user_cost_daily
group by month
order by month desc
limit 3`,
  },
  {
    // Credits count by their size, so that they hide nothing of what nobody bears.
    title: `platforms with more than ${UNATTRIBUTED_LIMIT_PCT} % of a month on nobody`,
    table: "fct_user_cost_daily",
    sql: `
select
  month,
  platform,
  sum(cost_usd) as cost_usd,
  sum(on_nobody_usd) as on_nobody_usd,
  round(safe_divide(100 * sum(abs(on_nobody_usd)), sum(abs(cost_usd))), 1) as on_nobody_pct
from (
  select
    date_trunc(charge_date, month) as month,
    platform,
    cost_usd,
    if(user_email = 'unattributed', cost_usd, numeric '0') as on_nobody_usd
  from ai_spend.fct_user_cost_daily
)
group by month, platform
having 100 * sum(abs(on_nobody_usd)) > ${UNATTRIBUTED_LIMIT_PCT} * sum(abs(cost_usd))
order by month desc, platform
limit 15`,
  },
  {
    title: "keys without an owner",
    table: "keys_without_owner",
    sql: `
select api_key_id, api_key_name, last_day, cost_usd
from ai_spend.keys_without_owner
order by cost_usd desc
limit 10`,
  },
  {
    title: "unrecognised models",
    table: "unrecognised_models",
    sql: `
select organization_id, model, amount_usd, first_day, last_day
from ai_spend.unrecognised_models
order by organization_id, model`,
  },
  {
    title: "Google's billing accounts",
    table: "vertex_billing_accounts",
    sql: `
select
  export_name,
  count(*) as accounts_seen,
  countif(is_counted) as accounts_counted,
  sum(project_count) as projects_seen,
  sum(counted_project_count) as projects_counted,
  sum(counted_usd) as counted_usd,
  sum(left_out_usd) as left_out_usd
from ai_spend.vertex_billing_accounts
group by export_name
order by export_name`,
  },
  {
    title: "unrecognised kinds of Cursor's events",
    table: "unrecognised_kinds",
    sql: `
select organization_id, kind, amount_usd, event_count, silent_events, first_day, last_day
from ai_spend.unrecognised_kinds
order by organization_id, kind`,
  },
  {
    title: "people in Cursor's events whom no list of members names",
    table: "cursor_outsiders",
    sql: `
select organization_id, user_email, cost_usd, event_count, last_day
from ai_spend.cursor_outsiders
order by cost_usd desc
limit 10`,
  },
  {
    title: "final days that shrank",
    table: "cost_restatements",
    sql: `
select connection, endpoint, activity_date, previous_usd, restated_usd, restated_at
from ai_spend.cost_restatements
where is_alarming
order by activity_date, connection`,
  },
];
