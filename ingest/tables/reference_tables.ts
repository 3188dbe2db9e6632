/**
 * The tables of `ai_reference`: what people maintain, by CSV or as a Google Sheet of the same headers. Every
 * column is text, because a sheet holds any text: staging types it, and laws name the rows that fail.
 */

import referenceRules from "../../includes/reference.js";
import { nullable, type Table } from "./tables.ts";

export const REFERENCE_DATASET = "ai_reference";

const VALID_FROM = "First day on which the row holds, YYYY-MM-DD.";
const VALID_TO = "The day after the last on which the row holds, YYYY-MM-DD; empty: it still does.";

export const REFERENCE_TABLES: readonly Table[] = [
  reference("api_key_owners", {
    api_key_id: "The vendor's id of the key, apikey_….",
    owner_email: "The person's e-mail address, or the team or automation as written.",
    owner_type: "person, team or automation.",
    policy_id: "The policy in shared_key_policies by which the key's cost is split; empty: none.",
    valid_from: VALID_FROM,
    valid_to: VALID_TO,
    note: "Anything.",
  }),
  reference("shared_key_policies", {
    policy_id: "Name of the policy.",
    version: "Version of the policy; its shares sum to exactly 100.",
    valid_from: "First day of the version, YYYY-MM-DD; it holds until the next one starts.",
    user_email: "E-mail address of the person.",
    share_pct: "Share in percent, decimal.",
  }),
  reference("people", {
    email: "E-mail address of the person.",
    name: "The person's name.",
    team: "Team in the period.",
    cost_center: "Cost center in the period.",
    manager_email: "E-mail address of the manager in the period.",
    aliases: "Other e-mail addresses of the person, separated by semicolons.",
    valid_from: VALID_FROM,
    valid_to: VALID_TO,
  }),
  reference("claude_code_projects", {
    project_id: "Id of the project.",
    project_type: "single_user or shared.",
    user_email: "E-mail address of the owner of a single_user project.",
    billing_account_id: "Billing account that pays.",
    funding_source: "Who funds it.",
    enabled_date: "First day of the row, YYYY-MM-DD.",
  }),
  reference(
    "seats",
    {
      platform: "Platform that bills the seat, such as claude_ai or cursor.",
      user_email: "E-mail address of the person; empty: nobody has the seat.",
      seat_type: "The vendor's name of the seat.",
      monthly_fee_usd: "US dollars a month, decimal; may be empty where there is a cycle_fee_usd.",
      valid_from: VALID_FROM,
      valid_to: VALID_TO,
      cycle_anchor:
        "Day, or instant in UTC, at which one billing cycle begins; empty: cycles are calendar months.",
      cycle_months: "Months of a billing cycle, 1 or 12; empty: 1.",
      cycle_fee_usd:
        "US dollars of a whole cycle, decimal, spread over its days; empty: each month costs monthly_fee_usd.",
      quantity: "So many equal seats; empty: 1.",
    },
    ["cycle_anchor", "cycle_months", "cycle_fee_usd", "quantity"],
  ),
  reference("budgets", {
    scope: "total, platform, team or person.",
    scope_value: "Which platform, team or person; empty for total.",
    month: "First day of the month, YYYY-MM-01.",
    budget_usd: "US dollars, decimal.",
  }),
  reference(
    "invoices",
    {
      vendor: "anthropic_console, claude_ai, cursor or google.",
      invoice_id: "The vendor's number of the invoice.",
      period_start: "First day that the line covers, YYYY-MM-DD.",
      period_end: "The day after the last that the line covers, YYYY-MM-DD.",
      amount_usd:
        "Amount without tax, decimal, in the currency of the invoice; negative for a credit note.",
      currency: "USD, or another currency: kept, and compared with nothing; empty: USD.",
      tax_usd: "Tax beside the amount, decimal; empty: none.",
      issued_at: "Day of issue, YYYY-MM-DD.",
      note: "Anything.",
      line: "Which line of the invoice; empty: the invoice has no lines, or beside lines their total.",
      line_kind:
        "seats, usage, overage, credits (bought), commitment, adjustment, refund or tax; empty: all dollars of the period.",
    },
    ["line", "line_kind"],
  ),
  reference("closed_months", {
    month: "First day of the month, YYYY-MM-01.",
    platform: "Platform that was booked.",
    closed_at: "Day on which the month was booked, YYYY-MM-DD.",
  }),
  reference("prices", {
    model: "Model as the vendor's reports name it.",
    token_type: "Token type as cost_report names it.",
    service_tier: "standard, batch, or fast for fast mode.",
    context_window: "0-200k or 200k-1M.",
    valid_from: "First day of the price, YYYY-MM-DD; it holds until the next one starts.",
    usd_per_million_tokens: "List price in US dollars per million tokens, decimal.",
    source: "Where the price was read, and when.",
  }),
  reference("pseudonym_salt", {
    salt: "At least 32 random characters that nobody who reads reports knows.",
  }),
];

/** Throws RangeError on a name that is not a reference table: a fault of the program. */
export function referenceTable(name: string): Table {
  const table = REFERENCE_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined) throw new RangeError(`${name} is not a reference table`);
  return table;
}

function reference(
  name: keyof typeof referenceRules.TABLES,
  columns: Readonly<Record<string, string>>,
  addedLater: readonly string[] = [],
): Table {
  return {
    dataset: REFERENCE_DATASET,
    name,
    description: referenceRules.TABLES[name],
    fields: Object.entries(columns).map(([column, text]) => nullable(column, "STRING", text)),
    partitionedBy: null,
    clusteredBy: null,
    addedLater,
  };
}
