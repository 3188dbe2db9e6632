/** Results as text, and the cells they are made of. */

import { describe, expect, it } from "@jest/globals";

import { decodeRow, timestampText } from "../../../ingest/warehouse/cells.ts";
import { formatPieces, formatResult } from "../../../cli/shared/output.ts";
import type { Cell } from "../../../ingest/warehouse/warehouse.ts";

function result(rows: readonly Record<string, Cell>[]) {
  return {
    columns: [
      { name: "who", type: "STRING" },
      { name: "cost_usd", type: "NUMERIC" },
    ],
    rows,
  };
}

describe("CSV", () => {
  it("quotes commas, quotes and line ends, and leaves null empty", () => {
    const text = formatResult(result([{ who: 'a "b", c\nd', cost_usd: null }]), "csv");
    expect(text).toBe('who,cost_usd\r\n"a ""b"", c\nd",\r\n');
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+cmd", "'+cmd"],
    ["-cmd", "'-cmd"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\u200b=1+1", "'\u200b=1+1"],
    ["\ufeff\u202e+cmd", "'\ufeff\u202e+cmd"],
    ["-12.50", "-12.50"],
    ["+3", "+3"],
    ["a=b", "a=b"],
  ])("writes %s as %s, so that no spreadsheet runs it", (cell, written) => {
    const text = formatResult(result([{ who: cell, cost_usd: "1" }]), "csv");
    expect(text).toBe(`who,cost_usd\r\n${written},1\r\n`);
  });
});

describe("an answer that is larger than a text can be", () => {
  // Half a gigabyte is the most; the same cell four hundred times over costs nothing until it is joined.
  const large = result(
    Array.from({ length: 400 }, () => ({ who: "x".repeat(2 ** 21), cost_usd: "1" })),
  );

  it.each(["csv", "json"] as const)("comes piece by piece as %s", (format) => {
    let length = 0;
    let longest = 0;
    for (const piece of formatPieces(large, format)) {
      length += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect(length).toBeGreaterThan(400 * 2 ** 21);
    expect(longest).toBeLessThan(2 ** 23);
  });
});

describe("JSON", () => {
  it("is an array of row objects with money as text", () => {
    const text = formatResult(
      result([
        { who: "a", cost_usd: "0.1" },
        { who: null, cost_usd: "2" },
      ]),
      "json",
    );
    expect(JSON.parse(text)).toEqual([
      { who: "a", cost_usd: "0.1" },
      { who: null, cost_usd: "2" },
    ]);
    expect(formatResult(result([]), "json")).toBe("[]\n");
  });
});

describe("a table", () => {
  it("says that the rows are too many for it; CSV and JSON have all", () => {
    const rows = Array.from({ length: 130_000 }, (_, at) => ({ who: "a", cost_usd: String(at) }));
    expect(() => formatResult(result(rows), "table")).toThrow(
      "The answer has 130000 rows, and a table has 20000 at most: give --format csv or json.",
    );
    expect(formatResult(result(rows), "csv").split("\r\n")).toHaveLength(130_002);
  });

  it("counts its rows and shows null as null", () => {
    const text = formatResult(result([{ who: "a", cost_usd: null }]), "table");
    expect(text).toContain("null");
    expect(text).toMatch(/1 row\n$/);
  });

  const lines = Array.from({ length: 40 }, (_, index) => ({ day: `2026-10-${index}`, usd: "1" }));

  it.each([
    ["a list of records", lines],
    ["a text that is JSON", JSON.stringify(lines)],
  ])("shows the beginning of %s, and says where the rest is", (_what, long) => {
    const rows = [
      { who: long, cost_usd: "1" },
      { who: [{ day: "2026-10-01" }], cost_usd: "2" },
    ];
    const text = formatResult(result(rows), "table");
    expect(text).toMatch(/ \[\{"day":"2026-10-0","usd":"1"\},.{28}… /);
    expect(text).toContain(' [{"day":"2026-10-01"}] ');
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(100);
    expect(text).toMatch(
      /2 rows; JSON that ends in … is longer: query --format json has all of it\n$/,
    );
    for (const format of ["csv", "json"] as const) {
      expect(formatResult(result(rows), format)).toContain("2026-10-39");
    }
  });

  it("leaves other texts whole", () => {
    const long = "a name of a law that is longer than the beginning of JSON ever is, and more";
    expect(formatResult(result([{ who: long, cost_usd: "1" }]), "table")).toContain(long);
  });
});

describe("a cell", () => {
  it("of a large number stays text, digit for digit", () => {
    const fields = [
      { name: "money", type: "NUMERIC" },
      { name: "count", type: "INTEGER" },
    ];
    const row = { f: [{ v: "12345678901234567890.123456789" }, { v: "9007199254740993" }] };
    expect(decodeRow(row, fields)).toEqual({
      money: "12345678901234567890.123456789",
      count: "9007199254740993",
    });
  });

  it("of a list of records is a list of objects", () => {
    const fields = [
      {
        name: "list",
        type: "RECORD",
        mode: "REPEATED",
        fields: [{ name: "yes", type: "BOOLEAN" }],
      },
    ];
    expect(decodeRow({ f: [{ v: [{ v: { f: [{ v: "true" }] } }] }] }, fields)).toEqual({
      list: [{ yes: true }],
    });
  });

  it.each([
    ["1767225600000000", "2026-01-01T00:00:00Z"],
    ["1767225600120000", "2026-01-01T00:00:00.120Z"],
    ["1767225600000001", "2026-01-01T00:00:00.000001Z"],
    ["-1", "1969-12-31T23:59:59.999999Z"],
  ])("of an instant %s is %s", (micros, text) => {
    expect(timestampText(micros)).toBe(text);
  });
});
