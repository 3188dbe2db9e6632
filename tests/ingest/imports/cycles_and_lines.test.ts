/** Seats with billing cycles and invoices with lines: what is taken, and the one sentence for what is not. */

import { expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { kindNamed } from "./support.ts";

const SEATS =
  "platform,user_email,seat_type,monthly_fee_usd,valid_from,valid_to,cycle_anchor,cycle_months,cycle_fee_usd,quantity";
const INVOICES =
  "vendor,invoice_id,line,line_kind,period_start,period_end,amount_usd,currency,tax_usd,issued_at,note";

function faults(kind: string, header: string, rows: readonly string[]): readonly string[] {
  const found = checkFile([header, ...rows].join("\n"), kindNamed(kind)).faults;
  return found.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);
}

it.each<[string, string, RegExp | null]>([
  ["a cycle from an instant", "cursor,,teams,40,2026-10-15,,2026-10-15T17:23:04Z,1,,5", null],
  ["a year by its fee", "claude_ai,a@x.org,e,,2026-01-01,,2026-01-01,12,360,", null],
  [
    "an instant at which it begins",
    "cursor,a@x.org,t,40,2026-10-20T09:00:00Z,,2026-10-15,,,",
    null,
  ],
  [
    "a year with a month's fee in cents",
    "claude_ai,a@x.org,e,8.33,2026-01-01,,2026-01-01,12,100,",
    null,
  ],
  [
    "a year's fee that a month's contradicts",
    "claude_ai,a@x.org,e,30,2026-01-01,,2026-01-01,12,300,",
    /^2 cycle_fee_usd: is not what monthly_fee_usd comes to/,
  ],
  [
    "two fees of a month",
    "cursor,a@x.org,t,40,2026-01-01,,2026-01-15,1,40.01,",
    /^2 cycle_fee_usd: is not what monthly_fee_usd comes to/,
  ],
  ["no fee at all", "cursor,a@x.org,t,,2026-01-01,,,,,", /^2 monthly_fee_usd: must be filled in/],
  [
    "a year without its first day",
    "cursor,a@x.org,t,40,2026-01-01,,,12,,",
    /^2 cycle_anchor: must/,
  ],
  [
    "a quarter",
    "cursor,a@x.org,t,40,2026-01-01,,2026-01-01,3,,",
    /^2 cycle_months: must be one of/,
  ],
  ["a 31st of June", "cursor,a@x.org,t,40,2026-01-01,,2026-06-31,,,", /^2 cycle_anchor: is a time/],
  ["half a seat", "cursor,,t,40,2026-01-01,,,,,0.5", /^2 quantity: is not a whole number/],
  [
    "a cycle that begins when the seat has ended",
    "cursor,a@x.org,t,40,2026-01-01,2026-02-01,2026-02-01,,,",
    /^2 cycle_anchor: is not before valid_to/,
  ],
])("seats: %s", (_name, row, fault) => {
  expect(faults("seats", SEATS, [row])).toEqual(
    fault === null ? [] : [expect.stringMatching(fault) as unknown as string],
  );
});

it("seats: nobody's seats side by side, unless they cannot be told apart", () => {
  const two = ["claude_ai,,team,30,2026-01-01,,,,,2", "claude_ai,,team,30,2026-02-01,,,,,3"];
  expect(faults("seats", SEATS, two)).toEqual([]);
  const ends = "claude_ai,,team,30,2026-01-01,2026-03-01,,,,1";
  expect(faults("seats", SEATS, [...two, ends])).toEqual([
    expect.stringMatching(
      /^4 valid_to: differs from line 2, .* give one of them another seat_type/,
    ),
  ]);
});

const line = (number: string, kind: string, amount: string, currency = "USD"): string =>
  `cursor,C-2,${number},${kind},2026-02-01,2026-03-01,${amount},${currency},,2026-02-01,`;

it.each<[string, readonly string[], RegExp | null]>([
  [
    "lines with their total",
    [line("1", "seats", "40"), line("2", "usage", "12.3"), line("", "", "52.30")],
    null,
  ],
  [
    "lines that do not add up",
    [line("1", "seats", "40"), line("2", "usage", "12.3"), line("", "", "52.31")],
    /^4 amount_usd: is not what the 2 lines of the invoice add up to/,
  ],
  [
    "one line twice",
    [line("1", "seats", "40"), line("1", "usage", "12")],
    /^3 line: says again what line 2 of the file says/,
  ],
  [
    "two currencies",
    [line("1", "seats", "40"), line("2", "usage", "12", "EUR")],
    /^3 currency: is not that of line 2/,
  ],
  ["an unknown kind", [line("1", "pizza", "40")], /^2 line_kind: must be one of seats, usage/],
])("invoices: %s", (_name, rows, fault) => {
  expect(faults("invoices", INVOICES, rows)).toEqual(
    fault === null ? [] : [expect.stringMatching(fault) as unknown as string],
  );
});
