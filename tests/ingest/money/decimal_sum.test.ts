/** Exact sums of decimal text. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { lostMoreThanATenth, sumDecimals } from "../../../ingest/money/decimal_sum.ts";

describe("a sum", () => {
  it("is exact where doubles are not", () => {
    expect(sumDecimals(["0.1", "0.2"])).toBe("0.3");
    expect(sumDecimals(["9007199254740993", "0.0000001"])).toBe("9007199254740993.0000001");
  });

  it("takes negative terms and drops zeros that say nothing", () => {
    expect(sumDecimals(["-0.50", "0.25"])).toBe("-0.25");
    expect(sumDecimals(["1.50", "0.50"])).toBe("2");
    expect(sumDecimals(["-1", "1.000"])).toBe("0");
    expect(sumDecimals([])).toBe("0");
  });

  it.each(["1e5", "", "1.", ".5", "NaN", "+1", "1,5"])("refuses %j", (text) => {
    expect(() => sumDecimals([text])).toThrow(RangeError);
  });

  it("is that of the integers behind the decimals, in any order", () => {
    const term = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 9 }));
    fc.assert(
      fc.property(fc.array(term), (terms) => {
        const texts = terms.map(([digits, scale]) => decimalText(digits, scale));
        const expected = terms.reduce(
          (sum, [digits, scale]) => sum + digits * 10n ** BigInt(9 - scale),
          0n,
        );
        expect(sumDecimals([...texts].reverse())).toBe(sumDecimals(texts));
        expect(sumDecimals([sumDecimals(texts), decimalText(-expected, 9)])).toBe("0");
      }),
    );
  });
});

describe("losing more than a tenth", () => {
  it.each([
    ["100", "90", false],
    ["100", "89.9999999", true],
    ["100", "0", true],
    ["100", "150", false],
    ["0", "0", false],
    ["0", "5", false],
    ["-3", "0", true],
    ["-3", "-2", false],
  ])("from %s to %s: %p", (was, is, lost) => {
    expect(lostMoreThanATenth(was, is)).toBe(lost);
  });
});

function decimalText(digits: bigint, scale: number): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const cut = text.length - scale;
  return scale === 0 ? sign + text : `${sign}${text.slice(0, cut)}.${text.slice(cut)}`;
}
