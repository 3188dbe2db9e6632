/** What stands for a table's contents is another thing once any value in it is another one, however alike they are. */

import { describe, expect, it } from "@jest/globals";

import { action, openLaboratory } from "./support.ts";

const NO_INTEGER = "cast(null as int64)";

/** Two values of one type that a careless digest takes for the same. */
const ALIKE: readonly (readonly [string, string])[] = [
  [NO_INTEGER, "0"],
  ["cast(null as string)", "''"],
  ["cast('0' as float64)", "cast('-0' as float64)"],
  ["cast('nan' as float64)", "cast(null as float64)"],
  [`struct(${NO_INTEGER} as b)`, `if(true, null, struct(${NO_INTEGER} as b))`],
  [
    `struct(${NO_INTEGER} as b, struct(${NO_INTEGER} as d) as c)`,
    `struct(${NO_INTEGER} as b, if(true, null, struct(${NO_INTEGER} as d)) as c)`,
  ],
  [`struct(1 as b, ${NO_INTEGER} as c)`, `struct(${NO_INTEGER} as b, 1 as c)`],
  [
    "struct(numeric '12345678901234567890.123456789' as b)",
    "struct(numeric '12345678901234567890.123456788' as b)",
  ],
  ["['a, b']", "['a', 'b']"],
  ["interval 1 month", "interval 30 day"],
  ["['a']", "['a', '']"],
  ["[struct([1, 2] as b)]", "[struct([1] as b), struct([2] as b)]"],
];

describe("what reads a table is built again once the table has", () => {
  it.each(ALIKE)("%s, then %s", async (before, after) => {
    const laboratory = await openLaboratory();
    const reader = action("d.reader", "select to_json_string(v) as v from `local.d.given`", {
      dependencies: ["d.given"],
    });
    const ends = async (value: string) => {
      const given = action("d.given", `select 1 as k, ${value} as v`);
      const found = await laboratory.build([given, reader]);
      return Object.fromEntries(found.map(({ name, end }) => [name, end]));
    };
    try {
      expect(await ends(before)).toEqual({ "d.given": "made", "d.reader": "made" });
      expect(await ends(before)).toEqual({ "d.given": "alone", "d.reader": "alone" });
      expect(await ends(after)).toEqual({ "d.given": "made", "d.reader": "made" });
    } finally {
      await laboratory.close();
    }
  });
});
