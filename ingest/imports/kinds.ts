/**
 * The kinds of files that people make, as one table: which reference table a file fills, what each column may
 * hold, and what the rows must say together. Columns are those of the contract, §5.
 */

import finance from "../../includes/finance.js";
import { referenceTable } from "../tables/reference_tables.ts";
import type { Table } from "../tables/tables.ts";
import { endsAfterStart, needed, noOverlap, once, oneRowAtMost } from "./checks.ts";
import {
  amount,
  type ColumnType,
  count,
  day,
  dayOrInstant,
  email,
  emailList,
  fee,
  key,
  month,
  note,
  oneOf,
  owner,
  price,
  principal,
  projectId,
  secret,
  share,
  signedAmount,
} from "./column_types.ts";
import type { Check } from "./faults.ts";
import { BUDGET_CHECKS, closedAfterItsStart, platform } from "./finance_checks.ts";
import { currency, INVOICE, INVOICE_CHECKS, nothingIsTakenBackUnpaid } from "./invoice_checks.ts";
import {
  keysAreListed,
  type Lookup,
  nobodyHasLeft,
  oneBudgetPerPerson,
  policiesAreKnown,
} from "./lookups.ts";
import { oneAddressOnePerson, personsHaveAnAddress } from "./people_checks.ts";
import { POLICY_CHECKS } from "./policy_checks.ts";
import { SEAT_CHECKS } from "./seat_checks.ts";

export interface Kind {
  /** As typed: `import <name> <file>`. */
  readonly name: string;
  readonly table: Table;
  /** By header: the type of each column. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly checks: readonly Check[];
  /** Columns that a file may leave out, for they may be empty and came later. */
  readonly mayMiss: readonly string[];
  /** Questions to the warehouse, asked once the file itself is good. */
  readonly lookups: readonly Lookup[];
  /** Rows of the table that agree with no row of the file in these columns stay; null: the file is the truth. */
  readonly addsBy: readonly string[] | null;
  /** True if each import's rows are kept for models, because what was known at a month's close is what was booked. */
  readonly keepsHistory: boolean;
  /** True if the file's text is not landed, because more accounts may read `ai_raw` than the table. */
  readonly isSecret: boolean;
}

const PERIOD = { valid_from: day, valid_to: day.nullable() };
const MAY_BE_EMPTY = note.nullable();

export const KINDS: readonly Kind[] = [
  kind("api-key-owners", "api_key_owners", {
    columns: {
      api_key_id: key,
      owner_email: owner,
      owner_type: oneOf("person", "team", "automation"),
      policy_id: key.nullable(),
      ...PERIOD,
      note: MAY_BE_EMPTY,
    },
    checks: [
      endsAfterStart("valid_from", "valid_to"),
      noOverlap(["api_key_id"], "valid_from", "valid_to"),
      personsHaveAnAddress,
    ],
    lookups: [keysAreListed, policiesAreKnown],
  }),
  kind("shared-key-policies", "shared_key_policies", {
    columns: {
      policy_id: key,
      version: key,
      valid_from: day,
      user_email: email,
      share_pct: share,
    },
    checks: POLICY_CHECKS,
    lookups: [nobodyHasLeft],
  }),
  kind("people", "people", {
    columns: {
      email,
      name: MAY_BE_EMPTY,
      team: key.nullable(),
      cost_center: key.nullable(),
      manager_email: email.nullable(),
      aliases: emailList.nullable(),
      ...PERIOD,
    },
    checks: [
      endsAfterStart("valid_from", "valid_to"),
      noOverlap(["email"], "valid_from", "valid_to"),
      oneAddressOnePerson,
    ],
  }),
  kind("vertex-projects", "claude_code_projects", {
    columns: {
      project_id: projectId,
      project_type: oneOf("single_user", "shared"),
      user_email: email.nullable(),
      billing_account_id: key.nullable(),
      funding_source: key.nullable(),
      enabled_date: day.nullable(),
    },
    checks: [
      once("project_id", "enabled_date"),
      needed(
        "user_email",
        ({ project_type }) => project_type === "single_user",
        "must be filled in for a single_user project",
      ),
    ],
  }),
  kind("seats", "seats", {
    columns: {
      platform,
      user_email: email.nullable(),
      seat_type: key,
      monthly_fee_usd: fee.nullable(),
      valid_from: dayOrInstant,
      valid_to: dayOrInstant.nullable(),
      cycle_anchor: dayOrInstant.nullable(),
      cycle_months: oneOf("1", "12").nullable(),
      cycle_fee_usd: fee.nullable(),
      quantity: count.nullable(),
    },
    checks: [endsAfterStart("valid_from", "valid_to"), ...SEAT_CHECKS],
    mayMiss: ["cycle_anchor", "cycle_months", "cycle_fee_usd", "quantity"],
    keepsHistory: true,
  }),
  kind("budgets", "budgets", {
    columns: {
      scope: oneOf("total", "platform", "team", "person"),
      scope_value: principal.nullable(),
      month,
      budget_usd: amount,
    },
    checks: BUDGET_CHECKS,
    lookups: [oneBudgetPerPerson],
  }),
  kind("invoices", "invoices", {
    columns: {
      vendor: oneOf("anthropic_console", "claude_ai", "cursor", "google"),
      invoice_id: key,
      period_start: day,
      period_end: day,
      amount_usd: signedAmount,
      currency: currency.nullable(),
      tax_usd: signedAmount.nullable(),
      issued_at: day.nullable(),
      note: MAY_BE_EMPTY,
      line: key.nullable(),
      line_kind: oneOf(...finance.LINE_KINDS).nullable(),
    },
    checks: [endsAfterStart("period_start", "period_end"), ...INVOICE_CHECKS],
    lookups: [nothingIsTakenBackUnpaid],
    addsBy: INVOICE,
    mayMiss: ["line", "line_kind"],
  }),
  kind("closed-months", "closed_months", {
    columns: { month, platform, closed_at: day },
    checks: [once("month", "platform"), closedAfterItsStart],
  }),
  kind("prices", "prices", {
    columns: {
      model: key,
      token_type: key,
      service_tier: oneOf("standard", "batch", "fast"),
      context_window: oneOf("0-200k", "200k-1M"),
      valid_from: day,
      usd_per_million_tokens: price,
      source: note,
    },
    checks: [once("model", "token_type", "service_tier", "context_window", "valid_from")],
  }),
  kind("pseudonym-salt", "pseudonym_salt", {
    columns: { salt: secret },
    checks: [oneRowAtMost],
    isSecret: true,
  }),
];

function kind(
  name: string,
  table: string,
  given: Pick<Kind, "columns" | "checks"> &
    Partial<Pick<Kind, "mayMiss" | "lookups" | "addsBy" | "keepsHistory" | "isSecret">>,
): Kind {
  return {
    name,
    table: referenceTable(table),
    mayMiss: [],
    lookups: [],
    addsBy: null,
    keepsHistory: false,
    isSecret: false,
    ...given,
  };
}
