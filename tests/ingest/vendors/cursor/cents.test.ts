/** Cursor's numbers of cents: exact as they came, rounded once to the nano-dollar. */

import { describe, expect, it } from "@jest/globals";

import { parse } from "../../../../ingest/ask/answer_text.ts";
import { JSON_NUMBER, nanoExactCents } from "../../../../ingest/vendors/cursor/cents.ts";

describe("a number of cents", () => {
  it.each([
    ["21.36232", "21.36232"],
    ["8", "8"],
    ["0", "0"],
    ["-0.0", "0"],
    ["37.3300", "37.33"],
    ["0.00000005", "0.0000001"],
    ["0.00000004999999999999999999999", "0"],
    ["-0.00000005", "-0.0000001"],
    ["1.23456785", "1.2345679"],
    ["99999999.99999995", "100000000"],
    ["1e-7", "0.0000001"],
    ["1E-8", "0"],
    ["5e-8", "0.0000001"],
    ["2.5e3", "2500"],
    ["-1.5E+1", "-15"],
    ["12345678901234567890.1234567", "12345678901234567890.1234567"],
  ])("%s is %s to the nano-dollar, halves away from zero", (text, cents) => {
    expect(text).toMatch(JSON_NUMBER);
    expect(nanoExactCents(text)).toBe(cents);
  });

  it.each(["", "1.", ".5", "01", "1e100", "0x1", "NaN", "1,5"])("is not %j", (text) => {
    expect(text).not.toMatch(JSON_NUMBER);
  });
});

describe("an answer with numbers of money", () => {
  it("has them as text, digit by digit, where a double would lose some", () => {
    const body =
      '{"chargedCents": 0.12345678901234567891, "other": 1.50, "a": {"chargedCents":-2e-7}}';
    expect(parse(body, ["chargedCents"])).toEqual({
      chargedCents: "0.12345678901234567891",
      other: 1.5,
      a: { chargedCents: "-2e-7" },
    });
  });

  it("keeps a value that talks of them, and null", () => {
    const value = { text: '"chargedCents": 5', chargedCents: null };
    expect(parse(JSON.stringify(value), ["chargedCents"])).toEqual(value);
  });

  it("is refused like any other that is not JSON", () => {
    for (const body of ['{"chargedCents": 05}', '{"chargedCents": 5x}', '{"chargedCents": 1']) {
      expect(parse(body, ["chargedCents"])).toBeUndefined();
    }
  });
});
