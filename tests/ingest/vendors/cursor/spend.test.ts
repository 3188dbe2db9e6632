/** What a page of Cursor's spend may say of its cycle. */

import { describe, expect, it } from "@jest/globals";

import { readSpend } from "../../../../ingest/vendors/cursor/pages.ts";

function rowsOf(subscriptionCycleStart: number | null): number {
  const page = {
    teamMemberSpend: [{ userId: 1, email: "ann@example.com", spendCents: "5" }],
    subscriptionCycleStart,
    totalPages: 1,
  };
  return readSpend(page, { cursor: null, window: null, onUnknown: () => undefined }).rows;
}

const AT = Date.parse("2026-10-10T12:00:00Z");
const REFUSED =
  /subscriptionCycleStart \(expected milliseconds since 1970 of the years 2015 to 9999\)/;

describe("the start of Cursor's cycle", () => {
  it.each([AT, Date.parse("2015-01-01T00:00:00Z"), null])("may be %d", (at) => {
    expect(rowsOf(at)).toBe(1);
  });

  it.each([
    ["in seconds", AT / 1000],
    ["in microseconds, which is a year that no TIMESTAMP has", AT * 1000],
    ["before 1970", -AT],
    ["of 2014", Date.parse("2014-12-31T23:59:59Z")],
    ["of the year 10000", Date.parse("9999-12-31T23:59:59.999Z") + 1],
  ])("may not be %s", (_what, at) => {
    expect(() => rowsOf(at)).toThrow(REFUSED);
  });
});
