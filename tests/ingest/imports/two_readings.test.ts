/** A number that means one thing where the comma is the decimal point and another where the point is: it is asked about. */

import { expect, it } from "@jest/globals";
import fc from "fast-check";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";
import { kindNamed } from "./support.ts";

function faultsOf(amount: string, separator: string): readonly string[] {
  const lines = ["month,scope,scope_value,budget_usd", `2026-10,total,,${amount}`];
  const content = lines.map((line) => line.replaceAll(",", separator)).join("\n");
  return checkFile(content, kindNamed("budgets")).faults.map(
    ({ line, column, reason }) => `${line} ${column}: ${reason}`,
  );
}

const thousands = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999 }))
  .map(([whole, rest]) => [String(whole), String(rest).padStart(3, "0")] as const);

it("in a file with semicolons an amount that may have thousands is refused, with both readings", () => {
  fc.assert(
    fc.property(thousands, ([whole, rest]) => {
      expect(faultsOf(`${whole}.${rest}`, ";")).toEqual([
        `2 budget_usd: can be read as ${whole}${rest} or as ${whole} and ${rest} thousandths, for the file has semicolons: write ${whole}${rest}.00 or ${whole}.${rest}0`,
      ]);
      expect(faultsOf(`${whole}.${rest}0`, ";")).toEqual([]);
      expect(faultsOf(`${whole}${rest}.00`, ";")).toEqual([]);
      expect(faultsOf(`${whole}.${rest}`, ",")).toEqual([]);
    }),
  );
});

it.each(["0.234", "1234.567", "12.34", "1234", "1.2345"])("%s has one reading", (amount) => {
  expect(faultsOf(amount, ";")).toEqual([]);
});

it("is asked about in every column of money of the vendors' files, and in no other", () => {
  for (const kind of REPORT_KINDS) {
    const columns = Object.keys(kind.columns);
    const content = [columns, columns.map(() => "1.234")]
      .map((cells) => cells.join(";"))
      .join("\n");
    const { faults } = checkFile(content, kind, kind);
    const asked = faults.filter(({ reason }) => reason.startsWith("can be read as 1234"));
    expect(asked.map(({ column }) => column)).toEqual(
      columns.filter((column) => /cost_usd|_usd$|^cost$/.test(column)),
    );
  }
});
