/** Numbers that no true file holds: refused with their place, because the models could not multiply and add them. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import type { ColumnType } from "../../../ingest/imports/column_types.ts";
import { KINDS } from "../../../ingest/imports/kinds.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";
import { faultsOf } from "./support.ts";

const TWENTY = "9".repeat(20);

/** By kind: a line with the number in the place of N, the column, and the digits that are taken. */
const LISTS: readonly (readonly [kind: string, line: string, column: string, digits: number])[] = [
  ["seats", "cursor,,teams,N,2026-09-01,", "monthly_fee_usd", 6],
  ["budgets", "total,,2026-10-01,N", "budget_usd", 12],
  ["invoices", "cursor,A1,2026-09-01,2026-10-01,N,,,,", "amount_usd", 12],
  ["invoices", "cursor,A1,2026-09-01,2026-10-01,1,,N,,", "tax_usd", 12],
  ["prices", "m,input,standard,0-200k,2026-01-01,N,page", "usd_per_million_tokens", 5],
];

describe("a number of a list", () => {
  it.each(LISTS)("%s: %s", (kind, line, column, digits) => {
    for (const text of ["9".repeat(digits), `000${"9".repeat(digits)}.999999999`]) {
      expect(faultsOf(kind, line.replace("N", text))).toEqual([]);
    }
    for (const text of [`1${"0".repeat(digits)}`, `1${"0".repeat(digits)}.5`, TWENTY]) {
      const faults = faultsOf(kind, line.replace("N", text));
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(
        new RegExp(`^2 ${column}: is not below 1[0,]+, which no true value reaches`),
      );
    }
  });

  it("of a share beyond 100 is refused with its line", () => {
    expect(faultsOf("shared-key-policies", `p,1,2026-01-01,a@x.org,${TWENTY}`)).toEqual([
      "2 share_pct: is not below 1,000, which no true value reaches: check the digits",
    ]);
  });

  it("of seats is below a million, and so many at their fee below a billion dollars", () => {
    const header =
      "platform,user_email,seat_type,monthly_fee_usd,valid_from,valid_to,cycle_fee_usd,quantity";
    const kind = KINDS.find(({ name }) => name === "seats");
    const reasons = (fees: string, quantity: string): readonly string[] =>
      checkFile(
        `${header}\ncursor,,teams,${fees.split("/")[0]},2026-09-01,,${fees.split("/")[1] ?? ""},${quantity}\n`,
        kind ?? { columns: {}, checks: [] },
      ).faults.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);
    expect(reasons("40.00", "999999")).toEqual([]);
    expect(reasons("40.00", "1000000")[0]).toMatch(/^2 quantity: is not below 1,000,000,/);
    expect(reasons("40.00", "999999999")[0]).toMatch(/^2 quantity: is not below 1,000,000,/);
    expect(reasons("1000.00", "999999")).toEqual([]);
    expect(reasons("999999.999999999", "1000")).toEqual([]);
    expect(reasons("1001.01", "999999")[0]).toMatch(/^2 quantity: times the fee is not below/);
    expect(reasons("/999999", "1001")[0]).toMatch(/^2 quantity: times the fee is not below/);
    expect(reasons(`/${TWENTY}`, "1")).toHaveLength(1);
  });
});

describe("a number of a vendor's report", () => {
  const cellsOf = (type: ColumnType, text: string): boolean => type.safeParse(text).success;
  const typed = (kind: string, column: string): ColumnType => {
    const type = REPORT_KINDS.find(({ name }) => name === kind)?.columns[column];
    if (type === undefined) throw new Error(`no ${kind} ${column}`);
    return type;
  };

  it.each([
    ["claude-ai-spend-report", "total_net_spend_usd", 8],
    ["claude-ai-spend-report", "total_gross_spend_usd", 8],
    ["claude-ai-spend-report", "total_prompt_tokens", 13],
    ["claude-ai-spend-report", "total_requests", 13],
    ["claude-console-cost", "cost_usd", 8],
    ["claude-console-cost", "list_price_usd", 8],
    ["cursor-usage", "cost", 8],
    ["cursor-usage", "total_tokens", 13],
  ] as const)("%s, %s: has a limit of digits", (kind, column, digits) => {
    const type = typed(kind, column);
    const whole = fc.bigInt({ min: 0n, max: 10n ** 22n });
    fc.assert(
      fc.property(whole, (value) => {
        expect(cellsOf(type, String(value))).toBe(value < 10n ** BigInt(digits));
      }),
      { examples: [[10n ** BigInt(digits)], [10n ** BigInt(digits) - 1n]] },
    );
  });

  it("may be a credit, a word or a placeholder as before", () => {
    expect(cellsOf(typed("cursor-usage", "cost"), "-$5.25")).toBe(true);
    expect(cellsOf(typed("cursor-usage", "cost"), `$${TWENTY}`)).toBe(false);
    expect(cellsOf(typed("cursor-usage", "cost"), "Included")).toBe(true);
    expect(cellsOf(typed("claude-console-cost", "list_price_usd"), "--")).toBe(true);
  });
});
