/** What a page of Cursor's events says of money: an amount, a fee alone, or nothing. */

import { describe, expect, it } from "@jest/globals";

import { parse } from "../../../../ingest/ask/answer_text.ts";
import { ContractError } from "../../../../ingest/errors.ts";
import { ENDPOINTS } from "../../../../ingest/vendors/cursor/endpoints.ts";
import type { ReadPage } from "../../../../ingest/endpoint/endpoint.ts";
import { readEvents } from "../../../../ingest/vendors/cursor/pages.ts";
import { createTotals } from "../../../../ingest/walk/walk_totals.ts";

const EXACT = ENDPOINTS.find(({ name }) => name === "cursor_events")?.exactFields ?? [];

/** The page of this number among pages that have these events in all. */
function pageOf(number: number, total: number, ...events: readonly string[]): ReadPage {
  const rows = events.map((event) => `{"timestamp": "1772442000000", ${event}}`).join(",");
  const page = `{
    "totalUsageEventsCount": ${total},
    "pagination": {"currentPage": ${number}, "pageSize": 1000, "hasNextPage": false},
    "usageEvents": [${rows}]
  }`;
  return readEvents(parse(page, EXACT), {
    cursor: String(number),
    window: { start: "2026-03-02", end: "2026-03-03" },
    onUnknown: (field) => {
      throw new Error(`${JSON.stringify(field)} is not known`);
    },
  });
}

function amountsOf(...events: readonly string[]): readonly string[] {
  return pageOf(1, events.length, ...events).days.flatMap(({ amounts }) => amounts ?? []);
}

describe("a page of Cursor's events", () => {
  it("takes a fee alone for the charge, and no second time beside an amount", () => {
    expect(
      amountsOf(
        `"kind": "User API Key", "cursorTokenFee": 1.25`,
        `"kind": "Usage-based", "chargedCents": 21.36232, "cursorTokenFee": 1.18`,
      ),
    ).toEqual(["1.25", "21.36232"]);
  });

  it("refuses no event that says no amount", () => {
    expect(
      amountsOf(
        `"kind": "Errored, No Charge", "teamId": 7`,
        `"kind": "Aborted, Not Charged", "chargedCents": null, "cursorTokenFee": null`,
        `"kind": "Usage-based", "isFreeBugbot": true, "chargedCents": 0`,
      ),
    ).toEqual(["0", "0", "0"]);
  });

  it.each(["1e11", "-1e30", "9e90", "1e400"])(
    "refuses a price of %s cents, which a build could not add up",
    (cents) => {
      expect(() =>
        amountsOf(
          `"kind": "Usage-based", "chargedCents": 1, "tokenUsage": {"totalCents": ${cents}}`,
        ),
      ).toThrow(ContractError);
    },
  );

  it("takes a price to compare with", () => {
    const usage = `"tokenUsage": {"totalCents": -99999999999.25}`;
    expect(amountsOf(`"kind": "Usage-based", "chargedCents": 1, ${usage}`)).toEqual(["1"]);
  });

  it.each(["1e22", "-1234567890123456789.5", "9e90"])(
    "refuses %s cents, which no bill has",
    (cents) => {
      expect(() => amountsOf(`"kind": "Usage-based", "chargedCents": ${cents}`)).toThrow(
        /chargedCents .*at most 11 digits before the point/,
      );
      expect(amountsOf(`"kind": "Usage-based", "chargedCents": 1e10`)).toEqual(["10000000000"]);
    },
  );

  it("refuses a count of tokens of which a build could not add up many", () => {
    const tokens = (count: number) =>
      amountsOf(`"chargedCents": 1, "tokenUsage": {"inputTokens": ${count}}`);
    expect(tokens(10 ** 13)).toEqual(["1"]);
    expect(() => tokens(10 ** 13 + 1)).toThrow(/inputTokens .*at most 10,000,000,000,000/);
  });

  it("is refused if an earlier page has the very same events, in the place of others", () => {
    const totalsOf = (...pages: readonly (readonly string[])[]) => {
      const totals = createTotals({ name: "cursor_events", unit: "usd_cents", days: "in_rows" });
      pages.forEach((events, index) =>
        totals.add(pageOf(index + 1, pages.flat().length, ...events)),
      );
      totals.checkWhole();
      return totals.amount();
    };
    const [one, two] = [`"chargedCents": 1`, `"chargedCents": 2`];
    expect(() => totalsOf([one, two], [one, two])).toThrow(ContractError);
    expect(() => totalsOf([one, two], [two], [one, two])).toThrow(/an earlier page of the same/);
    expect(totalsOf([one, one], [one, two])).toBe("5");
    expect(totalsOf([one], [one])).toBe("2");
  });
});
