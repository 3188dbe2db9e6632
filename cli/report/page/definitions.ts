/** What each figure of the page means and where it is made: one click away from the figure. */

export interface Definition {
  readonly title: string;
  readonly text: string;
  /** Tables of `ai_spend` that the figure comes from. */
  readonly tables: readonly string[];
}

const COSTS = ["rpt_details", "fct_user_cost_daily", "claude_code_user_costs"];

export const DEFINITIONS = {
  total: {
    title: "Total",
    text: "All US dollars of the selected days and names: metered use, seats, overage, credits and adjustments, every vendor dollar once. Included usage costs nothing. Without a filter it equals fct_cost_daily to the billionth of a dollar. Point at a figure to see it unrounded.",
    tables: COSTS,
  },
  change: {
    title: "Change on the month before",
    text: "The last month of the selected days against the month before it, under the same filters. If the month's last day is not selected, the same first days of both months are compared.",
    tables: COSTS,
  },
  unattributed: {
    title: "Unattributed share",
    text: "The part of the total that belongs to no person, team or automation, in percent of the total. Such dollars are shown under the name 'unattributed' and never dropped.",
    tables: COSTS,
  },
  invoices: {
    title: "Invoice match",
    text: "Invoices whose period lies in part or whole in the selected days: of how many every dollar is in the warehouse or has a reason why it is not, such as prepaid or rounding. What is unexplained is what finance looks at.",
    tables: ["invoice_reconciliation"],
  },
  laws: {
    title: "Laws held",
    text: "A law is a query that finds money lost, doubled or mixed up; it holds while it finds no row. Counted when this file was written, over all data. A table is not replaced while one of its laws is broken.",
    tables: [],
  },
  idle: {
    title: "Idle seats",
    text: "Seats still paid for that nobody has, or whose person never worked with them, or not for the number of days in 'Idle after days'. What they cost goes on each calendar month; a row may stand for several equal seats.",
    tables: ["seat_status"],
  },
  trend: {
    title: "Daily trend",
    text: "The total by day; by week from Monday where more than 92 days are selected, and by month beyond 400. Weeks and months at the ends count only their selected days. Up to seven names have a colour; of more, the six dearest, and the others are one.",
    tables: COSTS,
  },
  person: {
    title: "Cost by person",
    text: "The total by the person's first e-mail address; a team's or an automation's key by its owner as written. Shared keys and projects are split as written down or by use; each charge's parts add up to the charge.",
    tables: COSTS,
  },
  model: {
    title: "Cost by model family",
    text: "The total by model as people read it. 'seats and fees' is what is paid whatever the model; 'no model' is use that the vendor names no model for, such as web searches, code execution and sessions.",
    tables: COSTS,
  },
  key: {
    title: "Cost by API key",
    text: "The total by API key. 'unattributed' is what no key is known for, such as keyless use of the Console; 'no API key' is every platform without keys.",
    tables: ["rpt_details", "fct_key_cost_daily"],
  },
  funding: {
    title: "Cost by funding source",
    text: "The total by who funds the Google Cloud project on the day. 'no funding source' is every platform without such projects, and projects for which nobody wrote one down.",
    tables: ["claude_code_user_costs"],
  },
  team: {
    title: "Cost by team",
    text: "The total by the person's team on the day of the cost. 'no team' are people without one, teams' and automations' own keys, and what belongs to nobody.",
    tables: COSTS,
  },
  cost_center: {
    title: "Cost by cost center",
    text: "The total by the person's cost center on the day of the cost. 'no cost center' are people without one, teams' and automations' own keys, and what belongs to nobody.",
    tables: COSTS,
  },
  seat_usage: {
    title: "Seats beside usage",
    text: "For each person with a seat: US dollars of the seat, US dollars of metered use and overage on the same platform, and days worked on it, all within the selected days.",
    tables: ["seat_status", "fct_user_cost_daily", "fct_usage_daily"],
  },
  details: {
    title: "Every dollar",
    text: "One row per person, platform, model, project or API key, SKU and billing mode in the selected days and names. The rows found add up to the figure above them. A row opens to its days, and each of them to the way of its dollars: from the vendor's own text through every split to the marts, as the command trace shows it. The file has it of the days on which rows cost most; the others name the command.",
    tables: COSTS,
  },
  months: {
    title: "Months",
    text: "Whole calendar months by platform, as finance closes them: what was used, and of it what invoices pay for, what was prepaid and what is accrued; what was adjusted of closed months; what was billed, and what is unexplained of it; and where the month may end. Selected days that cover a part of a month show the whole month here.",
    tables: ["rpt_overview", "month_close", "spend_forecast"],
  },
  restatements: {
    title: "Restatements",
    text: "When a vendor's total for a day that had ended moved, from what, and to what. Alarming is a final day that lost more than a tenth.",
    tables: ["cost_restatements"],
  },
  anomalies: {
    title: "Anomalies",
    text: "Days that cost far more than the same kind of day lately, new keys and models with large spend, and days that are missing, each with the threshold in force.",
    tables: ["cost_anomalies"],
  },
  freshness: {
    title: "Freshness",
    text: "How far each source's data reach, whether days are missing, and whether it is late.",
    tables: ["data_freshness"],
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type Defined = keyof typeof DEFINITIONS;
