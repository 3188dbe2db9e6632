/** What a report asks of the warehouse: marts and reports alone, nothing below them. */

import { type MartName } from "./report_data.ts";

/** The tables without which there is no report. */
export const NEEDED_TABLES = [
  "fct_cost_daily",
  "fct_user_cost_daily",
  "claude_code_user_costs",
  "fct_usage_daily",
  "dim_api_keys",
  "agg_monthly_finance",
  "invoice_reconciliation",
  "seat_status",
  "cost_restatements",
  "cost_anomalies",
  "data_freshness",
] as const;

/**
 * Costs of [@from_day, @to_day) summed to what the page tells apart. Google's come from the table that has SKU,
 * billing account and funding source, the other platforms' from the one table of all; both have every dollar once.
 */
export const COSTS = `
with

people_days as (
  select charge_date, user_email, min(team) as team, min(cost_center) as cost_center
  from ai_spend.fct_user_cost_daily
  where platform = 'vertex_ai'
  group by charge_date, user_email
),

keys as (
  select organization_id, api_key_id, min(name) as key_name
  from ai_spend.dim_api_keys
  group by organization_id, api_key_id
),

google as (
  select *, 'metered' as billing_mode, cost - credits as cost_usd
  from ai_spend.claude_code_user_costs
  union all
  select *, 'credit' as billing_mode, credits as cost_usd
  from ai_spend.claude_code_user_costs
),

costs as (
  select
    user_costs.charge_date as day,
    user_costs.platform,
    user_costs.user_email as person,
    user_costs.owner_type,
    user_costs.team,
    user_costs.cost_center,
    user_costs.project_id as project,
    user_costs.model_family as model,
    user_costs.api_key_id,
    keys.key_name,
    user_costs.organization_id as account,
    cast(null as string) as funding,
    user_costs.billing_mode as mode,
    coalesce(
      user_costs_charges.token_type,
      if(user_costs_charges.cost_type in ('tokens', 'seat'), null, user_costs_charges.cost_type),
      user_costs_charges.product,
      user_costs_charges.cost_type
    ) as sku,
    user_costs.cost_usd
  from ai_spend.fct_user_cost_daily as user_costs
  inner join ai_spend.fct_cost_daily as user_costs_charges
    on user_costs.charge_id = user_costs_charges.charge_id
  left join keys
    on user_costs.organization_id = keys.organization_id
    and user_costs.api_key_id = keys.api_key_id
  where user_costs.platform != 'vertex_ai'

  union all

  select
    google.usage_date as day,
    'vertex_ai' as platform,
    google.user_email as person,
    google.owner_type,
    people_days.team,
    people_days.cost_center,
    google.project_id as project,
    google.model_family as model,
    cast(null as string) as api_key_id,
    cast(null as string) as key_name,
    google.billing_account_id as account,
    google.funding_source as funding,
    google.billing_mode as mode,
    google.sku_description as sku,
    google.cost_usd
  from google
  left join people_days
    on google.usage_date = people_days.charge_date
    and google.user_email = people_days.user_email
)

select
  day, platform, person, owner_type, team, cost_center, project, model, api_key_id, key_name, account, funding,
  mode, sku, sum(cost_usd) as usd
from costs
where day >= cast(@from_day as date)
  and day < cast(@to_day as date)
group by
  day, platform, person, owner_type, team, cost_center, project, model, api_key_id, key_name, account, funding,
  mode, sku
having sum(cost_usd) != numeric '0'
order by day, platform, person, model, api_key_id, project, sku, mode`;

/** The days on which anybody worked, for the days beside seats. */
export const ACTIVE_DAYS = `
select usage_date as day, platform, user_email as person
from ai_spend.fct_usage_daily
where is_active
  and usage_date >= cast(@from_day as date)
  and usage_date < cast(@to_day as date)
order by platform, person, day`;

/** Tables shown as they are; all take @from_day and @to_day, whether their rows have a day or not. */
export const MARTS: Readonly<Record<MartName, string>> = {
  months: `
select month, platform, metered_usd, seat_usd, overage_usd, credit_usd, included_worth_usd, total_usd, change_pct,
  unattributed_usd, budget_usd, invoiced_usd, invoice_difference_usd, is_final
from ai_spend.agg_monthly_finance
where month >= date_trunc(cast(@from_day as date), month)
  and month < cast(@to_day as date)
order by month desc, platform`,
  invoices: `
select vendor, period_start, period_end, currency, invoice_ids, invoice_usd, warehouse_usd, difference_usd,
  limit_usd, matches, explained_by
from ai_spend.invoice_reconciliation
where period_end > cast(@from_day as date)
  and period_start < cast(@to_day as date)
order by period_start desc, vendor`,
  seats: `
select platform, user_email, seat_type, monthly_fee_usd, valid_from, valid_to, on_day, is_current, last_active_day,
  days_without_activity, idle_after_days, status, is_duplicate
from ai_spend.seat_status
where valid_from < cast(@to_day as date)
  and (valid_to is null or valid_to > cast(@from_day as date))
order by platform, user_email, valid_from`,
  restatements: `
select activity_date, vendor, endpoint, organization_id, previous_usd, restated_usd, difference_usd, restated_at,
  was_final, is_alarming
from ai_spend.cost_restatements
where activity_date >= cast(@from_day as date)
  and activity_date < cast(@to_day as date)
order by activity_date desc, vendor, endpoint, restated_at desc`,
  anomalies: `
select anomaly_date, kind, scope, platform, scope_value, measured_usd, threshold_usd, usual_usd, baseline_days
from ai_spend.cost_anomalies
where anomaly_date >= cast(@from_day as date)
  and anomaly_date < cast(@to_day as date)
order by anomaly_date desc, kind, scope, scope_value`,
  freshness: `
select connection, vendor, endpoint, organization_id, newest_fetch_at, first_day, last_day, missing_days,
  days_behind, is_late, as_of
from ai_spend.data_freshness
where @from_day < @to_day
order by vendor, connection, endpoint, organization_id`,
};
