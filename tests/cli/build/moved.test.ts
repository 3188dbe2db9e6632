/** What `build --watch` says of marts. */

import { describe, expect, it } from "@jest/globals";

import { type MartTotal, movedLines } from "../../../cli/build/mart_totals.ts";

const total = (rows: number, usd: bigint | null): MartTotal => ({ rows, usd });

describe("a mart that changed", () => {
  it("is said with its rows and dollars, and by how much they moved", () => {
    const before = new Map([["ai_spend.costs", total(3, 2_500_000_000n)]]);
    const after = new Map([["ai_spend.costs", total(4, 1_000_000_000n)]]);
    expect(movedLines(["ai_spend.costs"], before, after)).toEqual([
      "  ai_spend.costs: 4 rows (+1), $1.00 (−$1.50)",
    ]);
  });

  it("says rows alone where it has no money, and nothing moved where other rows add up the same", () => {
    const marts = new Map([
      ["ai_spend.people", total(2, null)],
      ["ai_spend.costs", total(2, 0n)],
    ]);
    expect(movedLines(["ai_spend.people", "ai_spend.costs"], marts, marts)).toEqual([
      "  ai_spend.people: 2 rows",
      "  ai_spend.costs: 2 rows, $0.00",
    ]);
  });

  it("was nothing before it stood, and a view or a draft is no mart", () => {
    const after = new Map([["ai_spend.costs", total(1, 10_000_000n)]]);
    expect(movedLines(["ai_staging.draft", "ai_spend.costs"], new Map(), after)).toEqual([
      "  ai_spend.costs: 1 rows (+1), $0.01 (+$0.01)",
    ]);
  });
});
