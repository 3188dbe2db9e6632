/** Money bugs planted in what Cursor, claude.ai, seats and finance make of a bill. */

import type { Mutation } from "./mutation.ts";

const STAGED_EVENTS = "definitions/staging/cursor/stg_cursor__events.sqlx";
const EVENTS_SUMMED = "definitions/intermediate/cursor/int_cursor__events_summed.sqlx";
const EVENTS_COUNTED = "definitions/intermediate/cursor/int_cursor__events_counted.sqlx";
const KINDS = "includes/cursor/kinds.js";
const FINANCE_MONTHS = "definitions/intermediate/finance/int_finance__months.sqlx";

export const PLATFORM_MUTATIONS: readonly Mutation[] = [
  {
    name: "Cursor's list price before the discount is taken for what is charged",
    story: "cursor_events_are_counted_not_keyed",
    file: STAGED_EVENTS,
    find: `money.binaryCentsToUsd("charged_cents")`,
    replace: `money.binaryCentsToUsd("tokens_cents")`,
  },
  {
    name: "equal events of Cursor are counted once",
    story: "cursor_events_are_counted_not_keyed",
    file: EVENTS_COUNTED,
    find: "  sum(ifnull(ranked.charged_usd, numeric '0')) as charged_usd,",
    replace: "  sum(distinct ifnull(ranked.charged_usd, numeric '0')) as charged_usd,",
  },
  {
    name: "included usage of Cursor is billed",
    story: "cursor_documented_responses",
    file: EVENTS_SUMMED,
    find: "sum(if(is_included, numeric '0', charged)) as cost_usd",
    replace: "sum(charged) as cost_usd",
  },
  {
    name: "what failed in Cursor is billed",
    story: "cursor_kinds_that_cost_nothing",
    file: KINDS,
    find: "(^|_)(?:no_charge|not_charged)(?:_|$)",
    replace: "^errored_no_charge$",
  },
  {
    name: "what Cursor gives away is billed",
    story: "cursor_kinds_that_cost_nothing",
    file: KINDS,
    find: `pattern: "^free(?:_|$)", charge: "free"`,
    replace: `pattern: "^free(?:_|$)", charge: "billed"`,
  },
  {
    name: "the kinds' other spelling is not read",
    story: "cursor_kinds_that_cost_nothing",
    file: KINDS,
    find: "r'^usage_event_kind_'",
    replace: "r'^no_such_prefix_'",
  },
  {
    name: "an unknown kind of Cursor's events loses its money",
    story: "cursor_kinds_that_cost_nothing",
    file: "includes/cursor.js",
    find: "ifnull(${chargeOfKind(kind)} = 'free', false)",
    replace: "ifnull(${chargeOfKind(kind)} = 'free', true)",
  },
  {
    name: "Cursor's fee without an amount is lost",
    story: "cursor_a_fee_alone_is_the_charge",
    file: "includes/cursor.js",
    find: `"ifnull(fee_usd, numeric '0')"`,
    replace: `"numeric '0'"`,
  },
  {
    name: "Cursor's export counts beside the API's events of the same day",
    story: "cursor_export_for_days_without_the_api",
    file: EVENTS_SUMMED,
    find: `\${ref("int_cursor__csv_events")} where not is_covered`,
    replace: `\${ref("int_cursor__csv_events")}`,
  },
  {
    name: "a service account of Cursor is told by its name",
    story: "cursor_a_service_account_renamed",
    file: STAGED_EVENTS,
    find: "'$.serviceAccountId'",
    replace: "'$.serviceAccountName'",
  },
  {
    name: "what no group of claude.ai's report holds is lost",
    story: "claude_ai_top_groups_and_the_rest",
    file: "definitions/intermediate/claude_ai/int_claude_ai__report_charges.sqlx",
    find: "where rest_usd <> numeric '0' or rest_list_usd <> numeric '0'",
    replace: "where false",
  },
  {
    name: "claude.ai's groups are believed although the total is newer",
    story: "claude_ai_reports_revised_apart",
    file: "definitions/intermediate/claude_ai/int_claude_ai__days.sqlx",
    find: "(total_usd is null or groups_usd <= total_usd or groups_at > total_at)",
    replace: "(total_usd is null or groups_usd is not null)",
  },
  {
    name: "a spend report counts beside the cost report of the same day",
    story: "claude_ai_spend_report_of_a_team",
    file: "definitions/intermediate/claude_ai/int_claude_ai__spend_days.sqlx",
    find: "where days_asked.activity_date is null",
    replace: "where true",
  },
  {
    name: "a seat costs its whole fee in a month that it is held in part",
    story: "seats_are_spread_over_days",
    file: "includes/seats.js",
    find: `
  and shares.charge_date >= cycles.first_day
  and shares.charge_date < cycles.end_day`,
    replace: "",
  },
  {
    name: "seats are counted as usage of the month",
    story: "seats_are_spread_over_days",
    file: FINANCE_MONTHS,
    find: "sum(if(billing_mode = '${mode}', cost_usd, numeric '0')) as ${mode}_usd,",
    replace:
      "sum(if(billing_mode = '${mode}' or ('${mode}' = 'metered' and billing_mode = 'seat'), cost_usd, numeric '0')) as ${mode}_usd,",
  },
  {
    name: "what is learned of a closed month changes what was booked",
    story: "finance_a_closed_month_and_its_invoice",
    file: "definitions/intermediate/books/draft_month_bookings.sqlx",
    find: "when changes.learned_on <= closed_months.closed_at then 'booked'",
    replace: "when true then 'booked'",
  },
  {
    name: "an invoice in euros is compared as dollars",
    story: "finance_a_closed_month_and_its_invoice",
    file: "definitions/intermediate/finance/int_finance__invoice_periods.sqlx",
    find: "if(currency = 'USD', sum(amount), null) as amount_usd",
    replace: "sum(amount) as amount_usd",
  },
  {
    name: "a part of a seat's cycle is rounded for each seat instead of once a line",
    story: "invoices_have_lines",
    file: "definitions/intermediate/seats/int_seats__cycles.sqlx",
    find: '"first_day", "paid_seconds", "one_seat_usd", "import_id"])}',
    replace: '"first_day", "paid_seconds", "one_seat_usd", "import_id", "user_email"])}',
  },
  {
    name: "a cycle that begins in a short month is billed for more than a month",
    story: "seats_of_billing_cycles",
    file: "definitions/intermediate/finance/int_finance__term_periods.sqlx",
    find: "date_diff(period_end, period_start, day) > 31",
    replace: "period_end > date_add(period_start, interval 1 month)",
  },
  {
    name: "a cycle from the 31st stays on the 29th after a short month",
    story: "seats_of_billing_cycles",
    file: "definitions/intermediate/seats/int_seats__cycle_parts.sqlx",
    find: "date_add(anchor, interval step * (number + 1) month) as cycle_end",
    replace:
      "date_add(date_add(anchor, interval step * number month), interval step month) as cycle_end",
  },
  {
    name: "a line of an invoice and the invoice without lines are both compared with the same dollars",
    story: "invoices_have_lines",
    file: "definitions/intermediate/finance/int_finance__invoices_compared.sqlx",
    find: "where rest_bill_id <> bill_id and amount_usd is not null",
    replace: "where false",
  },
  {
    name: "use before the hour of Cursor's cycle is on the new cycle's invoice",
    story: "use_before_the_hour_of_the_cycle",
    file: "definitions/intermediate/cursor/int_cursor__last_cycle_use.sqlx",
    find: "where date_add(date(anchor_at), interval months_away month) = activity_date",
    replace: "where false",
  },
  {
    name: "credits that nobody used in their time are kept",
    story: "prepaid_credits_and_years",
    file: "definitions/intermediate/finance/int_finance__prepaid_expired.sqlx",
    find: "where step > 0",
    replace: "where false",
  },
  {
    name: "use from before credits were bought is of these credits",
    story: "prepaid_ends_in_its_own_days",
    file: "definitions/intermediate/finance/int_finance__prepaid_windows.sqlx",
    find: "max(ends.used_usd - starts.used_usd) as left_usd",
    replace: "max(ends.used_usd) as left_usd",
  },
  {
    name: "a refund of credits lasts for a day, as if it were bought then",
    story: "prepaid_is_given_back",
    file: "definitions/intermediate/finance/int_finance__prepaid_lots.sqlx",
    find: "ifnull(given_back.expires_on, bills.expires_on) as expires_on",
    replace: "bills.expires_on as expires_on",
  },
  {
    name: "use that credits pay for is accrued beside them",
    story: "prepaid_credits_and_years",
    file: "definitions/intermediate/finance/int_finance__invoice_payers.sqlx",
    find: "when parts.part <> 'seats' and paid.usage_has_credits then 'credits'",
    replace: "when false then 'credits'",
  },
  {
    name: "a refund of use is taken from the longer commitment",
    story: "a_refund_corrects_the_bill_of_its_days",
    file: "definitions/intermediate/finance/int_finance__invoice_periods.sqlx",
    find: "targets.kind_pays_for = 'prepaid',",
    replace: "",
  },
  {
    name: "overage is compared with what the commitment paid for as well",
    story: "a_commitment_and_its_overage",
    file: "definitions/intermediate/finance/int_finance__invoices_compared.sqlx",
    find: "days.usage_usd - days.usage_credits_usd",
    replace: "days.usage_usd",
  },
  {
    name: "more of a year is used than was billed",
    story: "bills_of_more_than_a_month",
    file: "definitions/intermediate/finance/int_finance__prepaid_uses.sqlx",
    find: "asked_usd - beyond_usd as used_usd",
    replace: "asked_usd as used_usd",
  },
  {
    name: "seats that are added near the end of a year are a month's",
    story: "bills_of_more_than_a_month",
    file: "definitions/intermediate/finance/int_finance__term_periods.sqlx",
    find: "where bills.line_kind = 'seats' and not bills.is_long and years.is_long",
    replace: "where false",
  },
  {
    name: "an invoice's total counts beside its lines",
    story: "invoices_have_lines",
    file: "definitions/staging/reference/stg_reference__invoices.sqlx",
    find: "where line is not null or has_lines = 0",
    replace: "where true",
  },
  {
    name: "a month is forecast from one week",
    story: "seats_idle_and_a_cycle_across_months",
    file: "includes/watch/forecast.js",
    find: 'ifnull(${goneOnWith("usual_week_usd")}, straight_usd)',
    replace: 'ifnull(${goneOnWith("week_1_usd")}, straight_usd)',
  },
  {
    name: "a list of seats imported after the close changes what was booked",
    story: "seats_imported_again_after_a_close",
    file: "definitions/intermediate/books/int_books__seat_changes.sqlx",
    find: "greatest(ifnull(imported_at, timestamp(charge_date)), timestamp(charge_date)) as known_from",
    replace: "timestamp(charge_date) as known_from",
  },
];
