/** What the invented organizations' finance people would write down: seats, budgets and the invoices of the last month. */

import { type DemoFile, csv } from "./people.ts";
import type { DemoTruth } from "./truths.ts";
import { centsUsd } from "../../ingest/money/nano_usd.ts";
import type { Organization } from "../../local/stand_ins/organization/index.ts";

/** The month that the demo reports on, and the one after it. */
export const MONTH = { start: "2026-10-01", end: "2026-11-01" } as const;

const CURSOR_SEAT = "40.00";
const CLAUDE_AI_SEAT = "25.00";

/**
 * Everybody has a seat of Cursor and of claude.ai, the leaver's end with them. The Console's invoice agrees with
 * the reports; claude.ai's asks for five dollars more than was used, as happens.
 */
export function financeFiles(organization: Organization, truth: DemoTruth): readonly DemoFile[] {
  const { console: billed, claudeAi } = truth.monthNanoUsd(MONTH);
  const seats = organization.people.flatMap(({ email, hasLeft }) => {
    const end = hasLeft ? "2026-10-22" : "";
    return [
      ["cursor", email, "teams", CURSOR_SEAT, "2026-09-01", end],
      ["claude_ai", email, "standard", CLAUDE_AI_SEAT, "2026-09-01", end],
    ];
  });
  const claudeAiSeats = BigInt(organization.people.length) * 25_000_000_000n;
  const leaver = (25_000_000_000n * 10n) / 31n;
  const invoices = [
    invoice("anthropic_console", "INV-0001", centsUsd(billed)),
    invoice("claude_ai", "INV-0002", centsUsd(claudeAi + claudeAiSeats - leaver + 5_000_000_000n)),
  ];
  return [
    {
      kind: "seats",
      fileName: "seats.csv",
      text: csv("platform,user_email,seat_type,monthly_fee_usd,valid_from,valid_to", seats),
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
        "vendor,invoice_id,period_start,period_end,amount_usd,currency,tax_usd,issued_at,note",
        invoices,
      ),
    },
  ];
}

function invoice(vendor: string, id: string, amount: string): readonly string[] {
  return [vendor, id, MONTH.start, MONTH.end, amount, "USD", "", "2026-11-03", ""];
}
