/** What the invented organizations' finance people would write down: seats, budgets and the invoices of the last month. */

import { type DemoFile, csv } from "./people.ts";
import type { DemoTruth } from "./truths.ts";
import { centsUsd } from "../../ingest/money/nano_usd.ts";
import type { Organization } from "../../local/stand_ins/organization/index.ts";

/** The month that the demo reports on, and the one after it. */
export const MONTH = { start: "2026-10-01", end: "2026-11-01" } as const;

const CURSOR_SEAT = "40.00";
const CLAUDE_AI_SEAT = "25.00";

const NANO = 1_000_000_000n;

/** Cursor's cycle begins on the 15th, as the simulated Cursor says. */
const CYCLE = { start: "2026-09-15", end: "2026-10-15", next: "2026-11-15" } as const;

/**
 * Everybody has a seat of Cursor and of claude.ai, the leaver's end with them. Vendors bill as they do: seats in advance
 * and use in arrears on one invoice, seats added in mid-cycle at once or a month later, a leaver's refund, credits
 * before they are used, a seat for a year, and tax in the amount. Every line agrees with the truth to the cent.
 */
export function financeFiles(organization: Organization, truth: DemoTruth): readonly DemoFile[] {
  const october = truth.monthNanoUsd(MONTH);
  const cycle = truth.monthNanoUsd(CYCLE);
  const people = BigInt(organization.people.length);
  const seats = organization.people.flatMap(({ email, hasLeft }) => {
    const end = hasLeft ? "2026-10-22" : "";
    return [
      ["cursor", email, "teams", CURSOR_SEAT, CYCLE.start, end, CYCLE.start, "", ""],
      ["claude_ai", email, "standard", CLAUDE_AI_SEAT, "2026-09-01", end, "2026-09-01", "", ""],
    ];
  });
  const nobodys = [
    ["cursor", "", "teams", CURSOR_SEAT, "2026-10-20", CYCLE.next, CYCLE.start, "", "2"],
    ["claude_ai", "", "premium", "30.00", "2026-09-16", "2026-11-01", "2026-09-01", "", "2"],
    ["claude_ai", "", "enterprise", "30.00", "2026-10-01", "2027-10-01", "2026-10-01", "12", ""],
  ];
  const leaver = { cursor: (40n * NANO * 24n) / 31n, claudeAi: (25n * NANO * 10n) / 31n };
  const invoices = [
    line(
      "claude_ai",
      "INV-0000",
      "1",
      "seats",
      "2026-09-01",
      MONTH.start,
      centsUsd(people * 25n * NANO),
    ),
    line("anthropic_console", "CREDIT-1", "1", "credits", "2026-09-17", "2026-09-18", "250.00"),
    line("anthropic_console", "CREDIT-2", "1", "credits", "2026-09-24", "2026-09-25", "250.00"),
    line(
      "anthropic_console",
      "INV-0001",
      "1",
      "usage",
      MONTH.start,
      MONTH.end,
      centsUsd(october.console),
    ),
    line(
      "claude_ai",
      "INV-0002",
      "1",
      "seats",
      MONTH.start,
      MONTH.end,
      centsUsd(people * 25n * NANO - leaver.claudeAi + 60n * NANO),
    ),
    line("claude_ai", "INV-0002", "2", "seats", "2026-09-16", MONTH.start, "30.00"),
    // The tax is in the amount, as happens.
    [
      ...line(
        "claude_ai",
        "INV-0002",
        "3",
        "usage",
        MONTH.start,
        MONTH.end,
        centsUsd(october.claudeAi + 5n * NANO),
      ),
      "5.00",
    ],
    line("claude_ai", "INV-0003", "1", "seats", "2026-10-01", "2027-10-01", "360.00"),
    line("cursor", "C-0001", "1", "seats", CYCLE.start, CYCLE.end, centsUsd(people * 40n * NANO)),
    line("cursor", "C-0002", "1", "seats", CYCLE.end, CYCLE.next, centsUsd(people * 40n * NANO)),
    line("cursor", "C-0002", "2", "usage", CYCLE.start, CYCLE.end, centsUsd(cycle.cursor)),
    line("cursor", "C-0003", "1", "seats", "2026-10-20", CYCLE.next, "67.10"),
    line("cursor", "C-0004", "1", "refund", "2026-10-22", CYCLE.next, centsUsd(-leaver.cursor)),
  ];
  return [
    {
      kind: "seats",
      fileName: "seats.csv",
      text: csv(
        "platform,user_email,seat_type,monthly_fee_usd,valid_from,valid_to,cycle_anchor,cycle_months,quantity",
        [...seats, ...nobodys],
      ),
    },
    {
      kind: "budgets",
      fileName: "budgets.csv",
      text: csv("scope,scope_value,month,budget_usd", [
        ["total", "", MONTH.start, "2000"],
        ["platform", "claude_api", MONTH.start, "400"],
        ["platform", "cursor", MONTH.start, "500"],
        ["team", "Research", MONTH.start, "300"],
      ]),
    },
    {
      kind: "invoices",
      fileName: "invoices.csv",
      text: csv(
        "vendor,invoice_id,line,line_kind,period_start,period_end,amount_usd,currency,issued_at,note,tax_usd",
        invoices.map((cells) => [...cells, ""].slice(0, 11)),
      ),
    },
  ];
}

/** One line of an invoice without its tax. */
function line(...cells: readonly string[]): readonly string[] {
  return [...cells, "USD", "2026-11-03", ""];
}
