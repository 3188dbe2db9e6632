/** The page's words for what the marts say in codes. The CSV files keep the codes. Pure. */

import { size } from "../../../ingest/money/decimal.ts";
import { shownUsd } from "../../../ingest/money/nano_usd.ts";
import type { MartRow } from "../data/report_data.ts";

/** Headings that do not read well as the column's own name. */
const HEADINGS: Readonly<Record<string, string>> = {
  metered_usd: "Pay by use",
  seat_usd: "Seats",
  credit_usd: "Credits",
  change_pct: "Change %",
  unattributed_usd: "Nobody's",
  invoice_difference_usd: "Invoice less ours",
  included_worth_usd: "Included, at list price",
  is_final: "Final",
  invoice_ids: "Invoices",
  warehouse_usd: "Ours",
  limit_usd: "Allowed",
  matches: "Agrees",
  explained_by: "Explanation",
  quantity: "Seats",
  last_active_day: "Last day of work",
  days_without_activity: "Days without work",
  anomaly_date: "Day",
  kind: "What",
  scope: "Of",
  scope_value: "Which",
  measured_usd: "Cost",
  baseline_days: "Days compared",
  activity_date: "Day",
  endpoint: "Report",
  uninvoiced_usd: "Accrued",
  paid_by_invoice_usd: "Invoiced",
  previous_usd: "Before",
  restated_usd: "After",
  restated_at: "Changed",
  was_final: "Was final",
  is_alarming: "Alarming",
  missing_days: "Days missing",
  newest_fetch_at: "Last answer",
  is_late: "Late",
};

const VENDORS: Readonly<Record<string, string>> = {
  anthropic: "Anthropic",
  anthropic_console: "Anthropic Console",
  claude_ai: "claude.ai",
  cursor: "Cursor",
  google: "Google",
};

/** Whose numbers stand still, by `domain`. */
const DOMAINS: Readonly<Record<string, string>> = {
  console: "Anthropic Console",
  vertex: "Vertex AI",
  cursor: "Cursor",
  claude_ai: "claude.ai",
  seats: "The list of seats",
};

const CODES: Readonly<Record<string, string>> = {
  matches: "agrees",
  other_currency: "in another currency",
  not_covered: "period not covered yet",
  days_not_final: "days that may still be revised",
  nothing_landed: "nothing was fetched for it",
  seats_missing: "people whose seat is not listed",
  unexplained: "not explained",
  rounding: "rounded to cents",
  prepaid: "used later",
  in_advance: "billed in advance",
  in_arrears: "billed in arrears",
  cycle: "billing cycle not written down",
  tax: "tax in the amount",
  high_day: "far above its usual day",
  new_key: "new key",
  new_model: "new model",
  missing_day: "day without a cost",
};

const IN_CODES = new Set(["explained_by", "kind"]);

/** `days_behind` as `Days behind`; the unit is in the cells. */
export function columnLabel(column: string): string {
  const words = column.replace(/_usd$/, "").replaceAll("_", " ");
  return HEADINGS[column] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** A text of a mart for reading. */
export function codeLabel(column: string, value: string): string {
  if (column === "vendor") return vendorLabel(value);
  if (IN_CODES.has(column)) return CODES[value] ?? value.replaceAll("_", " ");
  return column === "endpoint" ? value.replaceAll("_", " ") : value;
}

export function vendorLabel(vendor: string): string {
  return VENDORS[vendor] ?? vendor;
}

/** What is said of a vendor that stands still, a row of `vendors_standing_still`. */
export function standingSentence(row: MartRow): string {
  const domain = String(row["domain"]);
  const who = DOMAINS[domain] ?? domain;
  const since = row["stands_still_since"];
  const laws = String(row["broken_laws"]);
  if (typeof since !== "string") return `${who} has no numbers yet, because of ${laws}.`;
  const day = since.slice(0, 16).replace("T", " ");
  return `${who} stands still: its numbers are those of ${day} UTC, because of ${laws}.`;
}

/** "$5.00 more than" or "$5.00 less than"; of whole nano-dollars. */
export function moreOrLess(nanos: bigint): string {
  return `${shownUsd(size(nanos))} ${nanos < 0n ? "less" : "more"} than`;
}
