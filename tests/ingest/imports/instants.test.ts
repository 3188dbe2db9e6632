/** One guard for the days and instants of every file: what the calendar does not have is refused and never moved. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { day, dayOrInstant } from "../../../ingest/imports/column_types.ts";
import { instantOf, isDay } from "../../../ingest/imports/instants.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";

const cursorDate = REPORT_KINDS.find(({ name }) => name === "cursor-usage")?.columns["date"];

describe("a day or an instant that does not exist", () => {
  it.each([
    "2026-02-30T10:00:00Z",
    "2025-02-29T10:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-10-01T24:00:00Z",
    "2026-10-01T23:60:00Z",
    "2026-10-01T23:59:60Z",
  ])("%s is none in any kind of file", (text) => {
    expect(instantOf(text)).toBeNull();
    expect(dayOrInstant.safeParse(text).success).toBe(false);
    expect(cursorDate?.safeParse(text).success).toBe(false);
  });

  it.each(["2026-02-30T10:00:00+02:00", "2026-10-01T10:00:00+24:00", "2026-10-01T10:00:00-14:60"])(
    "%s is none, with its zone",
    (text) => {
      expect(instantOf(text)).toBeNull();
      expect(cursorDate?.safeParse(text).success).toBe(false);
    },
  );

  it("is told from every one that does, of any month", () => {
    const parts = fc.record({
      year: fc.integer({ min: 2000, max: 2099 }),
      month: fc.integer({ min: 0, max: 14 }),
      date: fc.integer({ min: 0, max: 33 }),
    });
    fc.assert(
      fc.property(parts, ({ year, month, date }) => {
        const two = (value: number): string => String(value).padStart(2, "0");
        const text = `${year}-${two(month)}-${two(date)}`;
        const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
        const isTrue = month >= 1 && month <= 12 && date >= 1 && date <= days;
        expect(isDay(text)).toBe(isTrue);
        expect(day.safeParse(text).success).toBe(isTrue);
        const stored = cursorDate?.safeParse(`${text}T10:00:00Z`);
        expect(stored?.success).toBe(isTrue);
        if (isTrue) expect(stored?.data).toBe(`${text}T10:00:00.000Z`);
      }),
    );
  });
});
