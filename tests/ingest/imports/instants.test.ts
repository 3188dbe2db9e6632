/**
 * One guard for the days and instants of every file: what the calendar does not have is refused and never
 * moved, and a day is its midnight, UTC, where it is compared with an instant.
 */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { day, dayOrInstant } from "../../../ingest/imports/column_types.ts";
import { instantOf, isDay, momentOf } from "../../../ingest/imports/instants.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";
import { kindNamed } from "./support.ts";

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

  it("that lacks its seconds is none but in a list, which gets them", () => {
    const text = "2026-10-01T23:59Z";
    expect(instantOf(text)).toBeNull();
    expect(cursorDate?.safeParse(text).success).toBe(false);
    expect(dayOrInstant.parse(text)).toBe("2026-10-01T23:59:00Z");
  });

  it.each([
    "2026-02-30T10:00:00+02:00",
    "2026-10-01T10:00:00+24:00",
    "2026-10-01T10:00:00-14:60",
    "2026-10-01T10:00:00+14:30",
    "2026-10-01T10:00+02:00",
  ])("%s is none, with its zone", (text) => {
    expect(instantOf(text)).toBeNull();
    expect(cursorDate?.safeParse(text).success).toBe(false);
  });

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

const HEADER =
  "platform,user_email,seat_type,monthly_fee_usd,valid_from,valid_to,cycle_anchor,cycle_months,cycle_fee_usd,quantity";

interface Seat {
  readonly email?: string;
  readonly from: string;
  readonly to?: string;
  readonly anchor?: string;
}

function check(seats: readonly Seat[]) {
  const rows = seats.map(
    ({ email = "", from, to = "", anchor = "" }) =>
      `cursor,${email},teams,40,${from},${to},${anchor},,,`,
  );
  return checkFile([HEADER, ...rows].join("\n"), kindNamed("seats"));
}

function faultsOf(seats: readonly Seat[]): readonly string[] {
  return check(seats).faults.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);
}

const FIRST = "2026-01-01";
const FIRST_MIDNIGHT = "2026-01-01T00:00:00Z";
const NEXT = "2026-02-01";
const NEXT_MIDNIGHT = "2026-02-01T00:00:00Z";
const email = "a@x.org";

it.each<[string, readonly Seat[], RegExp | null]>([
  [
    "periods that touch, the first to an instant",
    [
      { email, from: FIRST, to: NEXT_MIDNIGHT },
      { email, from: NEXT },
    ],
    null,
  ],
  [
    "periods that touch, the second from an instant",
    [
      { email, from: FIRST, to: NEXT },
      { email, from: NEXT_MIDNIGHT },
    ],
    null,
  ],
  [
    "one period written twice",
    [
      { email, from: FIRST_MIDNIGHT, to: NEXT },
      { email, from: FIRST, to: NEXT_MIDNIGHT },
    ],
    /^\d valid_from: overlaps the period of line/,
  ],
  [
    "an hour in which both hold",
    [
      { email, from: FIRST, to: "2026-02-01T09:00:00Z" },
      { email, from: NEXT },
    ],
    /^3 valid_from: overlaps the period of line 2/,
  ],
  [
    "a period of no time",
    [{ email, from: FIRST, to: FIRST_MIDNIGHT }],
    /^2 valid_to: is not after/,
  ],
  ["no time, the other way", [{ email, from: FIRST_MIDNIGHT, to: FIRST }], /^2 valid_to: is not/],
  ["an hour is a period", [{ email, from: FIRST, to: "2026-01-01T01:00Z" }], null],
  [
    "a cycle from the midnight with which the seat ends",
    [{ email, from: FIRST, to: NEXT_MIDNIGHT, anchor: NEXT }],
    /^2 cycle_anchor: is not before valid_to/,
  ],
  [
    "seats of nobody that begin on one day, by an instant and not, and end on different ones",
    [
      { from: FIRST, to: NEXT },
      { from: "2026-01-01T09:00:00Z", to: "2026-03-01" },
    ],
    /^3 valid_to: differs from line 2/,
  ],
  [
    "seats of nobody that end together, by an instant and not",
    [
      { from: FIRST, to: NEXT },
      { from: FIRST, to: NEXT_MIDNIGHT },
    ],
    null,
  ],
  [
    "seats of nobody that never end, said and not",
    [{ from: FIRST, to: "9999-12-31" }, { from: FIRST }],
    null,
  ],
])("of seats: %s", (_fact, seats, fault) => {
  const expected = fault === null ? [] : [expect.stringMatching(fault) as unknown as string];
  expect(faultsOf(seats)).toEqual(expected);
});

it("seconds may be left out and are stored, because BigQuery reads no time without them", () => {
  const { lines, faults } = check([{ email, from: "2026-01-01T09:30Z", to: NEXT }]);
  expect(faults).toEqual([]);
  expect(lines[0]?.cells).toMatchObject({ valid_from: "2026-01-01T09:30:00Z", valid_to: NEXT });
});

describe("a midnight", () => {
  const DAYS = ["2026-01-01", "2026-01-02", "2026-01-03"] as const;
  const form = fc.constantFrom("", "T00:00:00Z", "T00:00Z");
  const moment = fc.tuple(fc.constantFrom(...DAYS), form);
  const seat = fc.record({
    email: fc.constantFrom("", "a@x.org", "b@x.org"),
    from: moment,
    to: fc.option(moment),
    anchor: fc.option(moment),
  });

  it("is refused and taken as its day is", () => {
    const written = (hasForm: boolean, [day, end]: readonly [string, string]) =>
      hasForm ? `${day}${end}` : day;
    const property = fc.property(fc.array(seat, { minLength: 1, maxLength: 5 }), (seats) => {
      const [mixed, days] = [true, false].map((hasForm) =>
        faultsOf(
          seats.map(({ email, from, to, anchor }) => ({
            email,
            from: written(hasForm, from),
            to: to === null ? "" : written(hasForm, to),
            anchor: anchor === null ? "" : written(hasForm, anchor),
          })),
        ),
      );
      expect(mixed).toEqual(days);
    });
    fc.assert(property);
  });

  it("is the moment of its day, and what is neither has none", () => {
    for (const text of [FIRST, FIRST_MIDNIGHT]) {
      expect(momentOf(text)).toBe(Date.UTC(2026, 0, 1));
    }
    for (const text of ["", null, undefined, "2026-02-30", "2026-02-30T00:00:00Z", "soon"]) {
      expect(momentOf(text)).toBeNull();
    }
  });
});
