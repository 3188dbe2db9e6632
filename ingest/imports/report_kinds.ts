/**
 * The files that a vendor exports, as one table: what their columns may hold, which of them every generation
 * has, and where the period comes from. Unlike what people keep, they add to what is there.
 */

import { digitsAt, parseDecimal, shortText } from "../money/decimal.ts";
import { landingTable } from "../tables/landing_tables.ts";
import type { Table } from "../tables/tables.ts";
import type { Check } from "./faults.ts";
import { instantOf } from "./instants.ts";
import { noTotals } from "./report_rows.ts";
import {
  ROW_DIGITS,
  type ColumnType,
  day,
  hasAtMost,
  number,
  rowAmount,
  text,
  tokens,
  tooLarge,
  visible,
} from "./column_types.ts";

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
  /** A cell of the money as a decimal, where it holds more than one. */
  readonly amount?: (cell: string) => string;
  /**
   * The column of the UTC day, or of an instant that begins with it; null: rows are sums over the whole range,
   * which the operator must give.
   */
  readonly day: string | null;
  /** Stands for the organization where the operator names none, because no file does. */
  readonly unnamedOrganization: string;
}

const ANY = text.nullable();
const KEY = visible.nullable();
const COUNT = tokens.nullable();

/** Two dashes are the vendor's placeholder for what does not apply. */
const moneyOrNone: ColumnType = number(
  text
    .regex(/^(--|-?\d+(\.\d{1,9})?)$/, {
      error: "is neither a decimal number like 1234.56 nor --",
      abort: true,
    })
    .refine((value) => hasAtMost(ROW_DIGITS, value), tooLarge(ROW_DIGITS)),
).nullable();

/** An instant with its zone, stored in UTC; a spreadsheet that saves the file again drops the zone. */
const INSTANT: ColumnType = text
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/, {
    error:
      "is not an instant like 2026-08-05T06:44:42.863Z: import the file as the dashboard exported it",
    abort: true,
  })
  .refine((value) => instantOf(value) !== null, {
    error: "is an instant that does not exist: check the calendar",
    abort: true,
  })
  .overwrite((value) => {
    const instant = instantOf(value);
    return instant === null ? value : new Date(instant).toISOString();
  });

/** Dollars, with or without their sign, or the export's words for what nobody is billed for. */
const DOLLARS = /^(-?)\$?(\d+(?:\.\d{1,30})?)$/;
const UNBILLED = /^(included|free|-)$/i;
const DOLLARS_OR_WORD: ColumnType = number(
  text
    .refine((value) => DOLLARS.test(value) || UNBILLED.test(value), {
      error:
        "is neither US dollars like 0.55 or $0.55, with a point and without separators, nor Included, Free or -",
      abort: true,
    })
    .refine((value) => hasAtMost(ROW_DIGITS, value), tooLarge(ROW_DIGITS)),
).nullable();

/** Rounded to the nano-dollar, as Cursor's cents are, which are binary numbers too. */
function nanoExactDollars(cell: string): string {
  const [, sign = "", dollars = "0"] = DOLLARS.exec(cell) ?? [];
  return shortText({ digits: digitsAt(parseDecimal(sign + dollars), 9), scale: 9 });
}

/**
 * Columns of the spend report: https://support.claude.com/en/articles/12883420 and public parsers of the file.
 * Columns of the cost file: public exports of 2026-02 (eleven columns), 2026-03 (`list_price_usd`) and 2026-08
 * (`api_key_id`, `api_key_status`). Columns of Cursor's usage export: public exports and parsers of 2025 to
 * 2026-08; those of a team have `User`, those of one person have not and are no team's bill.
 */
export const REPORT_KINDS: readonly ReportKind[] = [
  {
    name: "claude-ai-spend-report",
    table: landingTable("raw_claude_ai_spend_report"),
    columns: {
      user_email: KEY,
      account_uuid: KEY,
      product: ANY,
      model: ANY,
      model_family: ANY,
      total_requests: COUNT,
      total_prompt_tokens: COUNT,
      total_completion_tokens: COUNT,
      total_net_spend_usd: rowAmount,
      total_gross_spend_usd: rowAmount.nullable(),
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
      cost_usd: rowAmount,
      list_price_usd: moneyOrNone,
      cost_type: ANY,
      inference_geo: ANY,
      speed: ANY,
      api_key_id: KEY,
      api_key_status: ANY,
    },
    checks: [],
    needed: ["usage_date_utc", "model", "workspace", "token_type", "cost_usd", "cost_type"],
    money: "cost_usd",
    day: "usage_date_utc",
    unnamedOrganization: "console-csv",
  },
  {
    name: "cursor-usage",
    table: landingTable("raw_cursor_usage_csv"),
    columns: {
      date: INSTANT,
      user: KEY,
      cloud_agent_id: KEY,
      automation_id: KEY,
      kind: KEY,
      model: ANY,
      max_mode: ANY,
      input_w_cache_write: COUNT,
      input_w_o_cache_write: COUNT,
      cache_read: COUNT,
      output_tokens: COUNT,
      total_tokens: COUNT,
      cost: DOLLARS_OR_WORD,
    },
    checks: [],
    needed: ["date", "user", "kind", "model", "cost"],
    money: "cost",
    amount: nanoExactDollars,
    day: "date",
    unnamedOrganization: "cursor-csv",
  },
];
