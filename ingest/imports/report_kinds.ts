/**
 * The files that a vendor exports, as one table: what their columns may hold, which of them every generation
 * has, and where the period comes from. Unlike what people keep, they add to what is there.
 */

import { landingTable } from "../tables/landing_tables.ts";
import type { Table } from "../tables/tables.ts";
import type { Check } from "./faults.ts";
import { noTotals } from "./report_rows.ts";
import { type ColumnType, day, signedDecimal, text } from "./column_types.ts";

export interface ReportKind {
  /** As typed: `import <name> <file>`. */
  readonly name: string;
  readonly table: Table;
  /** By header: the type of each column that is kept. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly checks: readonly Check[];
  /** Columns without which a file is not of this kind. */
  readonly needed: readonly string[];
  /** The column of the money, US dollars. */
  readonly money: string;
  /** The column of the UTC day; null: rows are sums over the whole range, which the operator must give. */
  readonly day: string | null;
  /** Stands for the organization where the operator names none, because no file does. */
  readonly unnamedOrganization: string;
}

const ANY = text.nullable();
const COUNT = text
  .regex(/^\d{1,18}$/, "is not a whole number: write it like 1234, without separators")
  .nullable();

/** A placeholder of the vendor for what does not apply. */
const NOT_APPLICABLE = "--";
const moneyOrNone: ColumnType = text
  .refine(
    (value) => value === NOT_APPLICABLE || signedDecimal.safeParse(value).success,
    "is neither a decimal number like 1234.56 nor --",
  )
  .nullable();

/**
 * Columns of the spend report: https://support.claude.com/en/articles/12883420 and public parsers of the file.
 * Columns of the cost file: public exports of 2026-02 (eleven columns), 2026-03 (`list_price_usd`) and 2026-08
 * (`api_key_id`, `api_key_status`).
 */
export const REPORT_KINDS: readonly ReportKind[] = [
  {
    name: "claude-ai-spend-report",
    table: landingTable("raw_claude_ai_spend_report"),
    columns: {
      user_email: ANY,
      account_uuid: ANY,
      product: ANY,
      model: ANY,
      model_family: ANY,
      total_requests: COUNT,
      total_prompt_tokens: COUNT,
      total_completion_tokens: COUNT,
      total_net_spend_usd: signedDecimal,
      total_gross_spend_usd: signedDecimal.nullable(),
    },
    checks: [noTotals],
    needed: ["user_email", "product", "model", "total_net_spend_usd"],
    money: "total_net_spend_usd",
    day: null,
    unnamedOrganization: "claude-ai-csv",
  },
  {
    name: "claude-console-cost",
    table: landingTable("raw_claude_console_cost"),
    columns: {
      usage_date_utc: day,
      model: ANY,
      workspace: ANY,
      api_key: ANY,
      usage_type: ANY,
      context_window: ANY,
      token_type: ANY,
      cost_usd: signedDecimal,
      list_price_usd: moneyOrNone,
      cost_type: ANY,
      inference_geo: ANY,
      speed: ANY,
      api_key_id: ANY,
      api_key_status: ANY,
    },
    checks: [],
    needed: ["usage_date_utc", "model", "workspace", "token_type", "cost_usd", "cost_type"],
    money: "cost_usd",
    day: "usage_date_utc",
    unnamedOrganization: "console-csv",
  },
];
