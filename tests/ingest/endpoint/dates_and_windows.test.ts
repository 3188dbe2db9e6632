/** Ranges that an operator may ask for, and the windows that walks are made for. */

import { describe, expect, it } from "@jest/globals";

import { addDays, daysOf, nextMonth, parseRange } from "../../../ingest/dates.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { planWindows } from "../../../ingest/endpoint/windows.ts";

const TODAY = "2026-11-22";

describe("a range", () => {
  it("may be left out at both ends", () => {
    expect(parseRange({}, TODAY)).toEqual({ from: null, to: null });
  });

  it("may reach tomorrow, which includes the part of today that has passed", () => {
    expect(parseRange({ to: "2026-11-23" }, TODAY)).toEqual({ from: null, to: "2026-11-23" });
  });

  it.each([
    [{ to: "2026-11-24" }, /--to 2026-11-24 is in the future: the latest possible is 2026-11-23/],
    [{ from: "2026-02-30" }, /--from 2026-02-30 is a day that does not exist/],
    [{ from: "2026-13-01" }, /does not exist/],
    [{ to: "22.11.2026" }, /is not a date: write it as YYYY-MM-DD/],
    [{ from: "" }, /is not a date/],
    [{ from: "2026-11-05", to: "2026-11-01" }, /--from 2026-11-05 is not before --to 2026-11-01/],
    [{ from: "2026-11-05", to: "2026-11-05" }, /not before/],
    [{ from: TODAY }, /not before today, 2026-11-22/],
  ])("%j is refused with the remedy", (range, message) => {
    expect(() => parseRange(range, TODAY)).toThrow(message);
    expect(() => parseRange(range, TODAY)).toThrow(ConfigError);
  });
});

describe("days", () => {
  it("cross months, years and leap days", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
    expect(nextMonth("2026-12-15")).toBe("2027-01-01");
    expect(daysOf("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });
});

describe("windows", () => {
  const rules = { rereadDays: 7, singleDays: false };

  it("are the days that the vendor may restate, one by one, newest first, without dates", () => {
    const windows = planWindows({ from: null, to: null }, rules, TODAY);
    expect(windows).toHaveLength(7);
    expect(windows[0]).toEqual({ start: "2026-11-21", end: "2026-11-22" });
    expect(windows.at(-1)).toEqual({ start: "2026-11-15", end: "2026-11-16" });
  });

  it("take a settled month at once and clip it by the range", () => {
    const windows = planWindows({ from: "2026-08-20", to: "2026-11-03" }, rules, TODAY);
    expect(windows.filter(({ end }) => end <= "2026-11-01")).toEqual([
      { start: "2026-10-01", end: "2026-11-01" },
      { start: "2026-09-01", end: "2026-10-01" },
      { start: "2026-08-20", end: "2026-09-01" },
    ]);
    expect(windows.filter(({ start }) => start >= "2026-11-01")).toHaveLength(2);
  });

  it("are single days in a month that ends within the days that may be restated", () => {
    const windows = planWindows({ from: "2026-10-01", to: "2026-11-01" }, rules, "2026-11-05");
    expect(windows).toHaveLength(31);
  });

  it("are single days for an endpoint that answers one day at a time", () => {
    const asked = { from: "2026-08-01", to: "2026-09-01" };
    expect(planWindows(asked, { rereadDays: 3, singleDays: true }, TODAY)).toHaveLength(31);
  });

  it("cover the range without gap and without overlap", () => {
    const asked = { from: "2025-12-17", to: "2026-11-23" };
    const days = planWindows(asked, rules, TODAY)
      .reverse()
      .flatMap(({ start, end }) => daysOf(start, end));
    expect(days).toEqual(daysOf("2025-12-17", "2026-11-23"));
  });

  it("start where earlier runs ended, after a pause longer than the vendor restates", () => {
    const paused = { ...rules, coveredUntil: "2026-11-03" };
    const windows = planWindows({ from: null, to: null }, paused, TODAY);
    expect(windows.at(-1)).toEqual({ start: "2026-11-03", end: "2026-11-04" });
    expect(windows).toHaveLength(19);
    const recent = { ...rules, coveredUntil: "2026-11-20" };
    expect(planWindows({ from: null, to: null }, recent, TODAY)).toHaveLength(7);
    expect(planWindows({ from: "2026-11-19", to: null }, paused, TODAY)).toHaveLength(3);
  });

  it("reach back from an explicit end that lies before them", () => {
    const windows = planWindows({ from: null, to: "2026-11-01" }, rules, TODAY);
    expect(windows.at(-1)?.start).toBe("2026-10-25");
    expect(windows[0]?.end).toBe("2026-11-01");
  });
});
