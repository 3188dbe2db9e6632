/** What a report asks of the warehouse: marts and reports alone, under the names that report_pseudonyms allows. */

import type { MartName } from "./data/report_data.ts";

/** The tables without which there is no report. */
export const NEEDED_TABLES = [
  "rpt_details",
  "rpt_people",
  "rpt_seats",
  "dim_report_names",
  "rpt_overview",
  "invoice_reconciliation",
  "cost_restatements",
  "cost_anomalies",
  "data_freshness",
  "vendors_standing_still",
] as const;

const TOLD_APART = `
  charge_date, platform, person, owner_type, team, cost_center, project_id, model_family, api_key_id, api_key_name,
  billing_account, funding_source, billing_mode, sku`;

/*
 * Every order is one of all rows, so that the same data give the same file: it names what tells rows apart, or else
 * every column.
 */

/** Costs of [@from_day, @to_day) summed to what the page tells apart. */
export const COSTS = `
select ${TOLD_APART}, sum(cost_usd) as usd
from ai_spend.rpt_details
where charge_date >= cast(@from_day as date)
  and charge_date < cast(@to_day as date)
group by ${TOLD_APART}
having sum(cost_usd) != numeric '0'
order by charge_date, platform, person, model_family, api_key_id, project_id, sku, billing_mode, owner_type, team,
  cost_center, api_key_name, billing_account, funding_source`;

/** What is written as it is under pseudonyms too; names that are missing here may be somebody's. */
export const NAMES_OF_NOBODY = `
select kind, report_name
from ai_spend.dim_report_names
where not may_name_somebody`;

/** A row where the views themselves write pseudonyms. */
export const REPLACED_NAMES = `
select name
from ai_spend.dim_report_names
where name <> report_name
limit 1`;

/** The days on which anybody worked, for the days beside seats. */
export const ACTIVE_DAYS = `
select activity_date as day, platform, person
from ai_spend.rpt_people
where days_worked > 0
  and activity_date >= cast(@from_day as date)
  and activity_date < cast(@to_day as date)
group by activity_date, platform, person
order by platform, person, day`;

/** Tables shown as they are; all take @from_day and @to_day, whether their rows have a day or not. */
export const MARTS: Readonly<Record<MartName, string>> = {
  months: `
select month, platform, metered_usd, seat_usd, overage_usd, credit_usd, included_worth_usd, total_usd, change_pct,
  unattributed_usd, budget_usd, paid_by_invoice_usd, prepaid_usd, uninvoiced_usd, adjusted_usd, prepaid_balance_usd,
  billed_usd, unexplained_usd, forecast_usd, forecast_low_usd, forecast_high_usd, is_final
from ai_spend.rpt_overview
where month >= date_trunc(cast(@from_day as date), month)
  and month < cast(@to_day as date)
order by month desc, platform`,
  invoices: `
select vendor, period_start, period_end, currency, line_kind, invoice_ids, invoice_usd, warehouse_usd, difference_usd,
  explained_by, explained_usd, rounding_usd, unexplained_usd
from ai_spend.invoice_reconciliation
where period_end > cast(@from_day as date)
  and period_start < cast(@to_day as date)
order by period_start desc, vendor, period_end, currency, line_kind, invoice_ids, invoice_usd, warehouse_usd,
  difference_usd, explained_by, explained_usd, rounding_usd, unexplained_usd`,
  seats: `
select platform, person, seat_type, quantity, monthly_fee_usd, valid_from, valid_to, on_day, is_current, last_active_day,
  days_without_activity, idle_after_days, status, is_duplicate
from ai_spend.rpt_seats
where valid_from < cast(@to_day as date)
  and (valid_to is null or valid_to > cast(@from_day as date))
order by platform, person, valid_from, valid_to, seat_type, quantity, monthly_fee_usd, on_day, is_current, last_active_day,
  days_without_activity, idle_after_days, status, is_duplicate`,
  restatements: `
select activity_date, vendor, connection, endpoint, organization_id, previous_usd, restated_usd, difference_usd, restated_at,
  was_final, is_alarming
from ai_spend.cost_restatements
where activity_date >= cast(@from_day as date)
  and activity_date < cast(@to_day as date)
order by activity_date desc, vendor, connection, endpoint, restated_at desc, organization_id, previous_usd,
  restated_usd`,
  anomalies: `
select anomaly_date, anomalies.kind, scope, platform,
  if(scope = 'person', coalesce(report_name, 'hidden'), scope_value) as scope_value, measured_usd, threshold_usd,
  usual_usd, baseline_days
from ai_spend.cost_anomalies as anomalies
left join ai_spend.dim_report_names as names
  on anomalies.scope = names.kind
  and anomalies.scope_value = names.name
where anomaly_date >= cast(@from_day as date)
  and anomaly_date < cast(@to_day as date)
order by anomaly_date desc, anomalies.kind, scope, scope_value, platform, measured_usd, threshold_usd, usual_usd,
  baseline_days`,
  freshness: `
select connection, vendor, endpoint, organization_id, newest_fetch_at, first_day, last_day, missing_days,
  days_behind, is_late, as_of
from ai_spend.data_freshness
where @from_day < @to_day
order by vendor, connection, endpoint, organization_id`,
  standing: `
select domain, stands_still_since, broken_laws
from ai_spend.vendors_standing_still
where @from_day < @to_day
order by domain`,
};
