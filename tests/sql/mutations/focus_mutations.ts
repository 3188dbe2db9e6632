/** Planted bugs in what other tools are told of the charges. */

import type { Mutation } from "./mutation.ts";

const CHARGES = "definitions/focus/int_focus__charges.sqlx";
const DETAILS = "definitions/intermediate/everyone/int_everyone__charge_details.sqlx";
const COSTS = "definitions/focus/draft_focus_costs.sqlx";
const STORY = "focus_one_row_for_each_who_bears_it";

export const FOCUS_MUTATIONS: readonly Mutation[] = [
  {
    name: "everybody has the same part of a charge",
    story: STORY,
    file: "definitions/focus/int_focus__shares.sqlx",
    find: "abs(borne.cost_usd) * 1000000000",
    replace: "numeric '1'",
  },
  {
    name: "a late correction is billed in the month that it corrects",
    story: STORY,
    file: CHARGES,
    find: "date_trunc(details.invoice_day, month)",
    replace: "date_trunc(charges.charge_date, month)",
  },
  {
    name: "what Google rounds on an invoice is use",
    story: "focus_an_invoice_names_what_it_bills",
    file: "includes/focus/charges.js",
    find: "in ('adjustment', 'rounding_error')",
    replace: "in ('adjustment')",
  },
  {
    name: "an invoice of seats names the use of its days",
    story: "focus_an_invoice_names_what_it_bills",
    file: CHARGES,
    find: "on invoice_reconciliation.pays_for = billed.pays_for",
    replace: "on invoice_reconciliation.pays_for in ('all', 'seats', 'usage')",
  },
  {
    name: "use before the hour of Cursor's cycle has the new cycle's invoice",
    story: "focus_an_invoice_names_what_it_bills",
    file: CHARGES,
    find: "if(details.is_on_two_invoices, null, details.invoice_day)",
    replace: "details.invoice_day",
  },
  {
    name: "tax that is not met has the number of the invoice",
    story: "focus_an_invoice_names_what_it_bills",
    file: CHARGES,
    find: "bills.part <> 'tax' or",
    replace: "true or",
  },
  {
    name: "included usage is billed at its worth",
    story: STORY,
    file: COSTS,
    find: "borne.cost_usd as BilledCost",
    replace: "ifnull(charges.list_cost_usd, borne.cost_usd) as BilledCost",
  },
  {
    name: "the laws of FOCUS look at no charge of nothing",
    story: "",
    law: "law_focus_rows_follow_the_specification",
    file: "definitions/focus/int_focus__rows.sqlx",
    find: 'from ${ref("draft_focus_costs")}',
    replace: `from \${ref("draft_focus_costs")} where BilledCost <> numeric '0'`,
  },
  {
    name: "each row of a charge has all of its list cost",
    story: "claude_ai_top_groups_and_the_rest",
    file: COSTS,
    find: "ifnull(shares.list_cost_usd, numeric '0')",
    replace: "charges.list_cost_usd",
  },
  {
    name: "each row of a charge has all of its tokens",
    story: STORY,
    file: COSTS,
    find: "ifnull(shares.quantity, numeric '0')",
    replace: "charges.quantity",
  },
  {
    name: "a credit hides the tokens of the line that it pays back",
    story: "a_negative_charge_is_mirrored",
    file: DETAILS,
    find: "  where cost_usd >= numeric '0'\n",
    replace: "",
  },
  {
    name: "two lines of one cell both have its tokens",
    story: "a_line_without_a_geo",
    file: DETAILS,
    find: "  ) = 1",
    replace: "  ) >= 1",
  },
  {
    name: "ids are people's addresses",
    story: STORY,
    file: COSTS,
    find: 'null, ${focus.opaqueId("user_email")}) as bearer',
    replace: "null, user_email) as bearer",
  },
];
