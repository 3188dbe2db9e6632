import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  canonicalCell,
  type Cell,
  type Judge,
  parseType,
  startJudge,
} from "../../support/judge/index.ts";

let judge: Judge;
beforeAll(async () => {
  judge = await startJudge();
});
afterAll(() => judge.close());

/** What a literal of each type looks like as a cell, in both directions. */
const LITERALS: readonly (readonly [type: string, literal: string, cell: Cell])[] = [
  ["STRING", "'it''s é'".replace("''", "\\'"), "it's é"],
  ["STRING", "''", ""],
  ["INT64", "-9223372036854775808", "-9223372036854775808"],
  ["INT64", "9007199254740993", "9007199254740993"],
  ["INT64", "0", "0"],
  ["NUMERIC", "numeric '0'", "0"],
  ["NUMERIC", "numeric '-1.500000000'", "-1.5"],
  ["NUMERIC", "numeric '0.000000001'", "0.000000001"],
  [
    "NUMERIC",
    "numeric '-99999999999999999999999999999.999999999'",
    "-99999999999999999999999999999.999999999",
  ],
  ["BIGNUMERIC", "bignumeric '1.00000000000000000000000000000000000001'", `1.${"0".repeat(37)}1`],
  ["FLOAT64", "0.1", "0.1"],
  ["FLOAT64", "cast('nan' as float64)", "NaN"],
  ["FLOAT64", "cast('-inf' as float64)", "-Infinity"],
  ["BOOL", "false", "false"],
  ["BYTES", "b'\\x00\\xff'", "AP8="],
  ["DATE", "date '1969-12-31'", "1969-12-31"],
  ["DATE", "date '0001-01-01'", "0001-01-01"],
  ["TIMESTAMP", "timestamp '2026-01-05 00:00:00+00'", "2026-01-05T00:00:00Z"],
  ["TIMESTAMP", "timestamp '1969-12-31 23:59:59.000001+00'", "1969-12-31T23:59:59.000001Z"],
  ["DATETIME", "datetime '2026-12-31 23:59:58.25'", "2026-12-31T23:59:58.250000"],
  ["TIME", "time '23:59:58.000001'", "23:59:58.000001"],
  ["JSON", `json '{"a":[1,null]}'`, '{"a":[1,null]}'],
  ["ARRAY<INT64>", "[1, 2]", ["1", "2"]],
  ["ARRAY<STRING>", "cast([] as array<string>)", []],
  [
    "STRUCT<a INT64, b ARRAY<DATE>>",
    "struct(1 as a, [date '2026-01-05'] as b)",
    {
      a: "1",
      b: ["2026-01-05"],
    },
  ],
  ["STRUCT<INT64, STRING>", "(1, 'x')", { _field_1: "1", _field_2: "x" }],
];

describe("a cell", () => {
  it.each(LITERALS)("of %s is read from %s", async (type, literal, cell) => {
    const { columns, rows } = await judge.evaluate(`select ${literal} as v`, new Map());
    expect({ type: columns[0]?.type, rows }).toEqual({ type: parseType(type), rows: [[cell]] });
  });

  it.each(LITERALS)("of %s is sent as %s", async (type, literal, cell) => {
    const sent = new Map([
      ["p.d.t", { columns: [{ name: "v", type: parseType(type) }], rows: [[cell], [null]] }],
    ]);
    const { rows } = await judge.evaluate(
      `select to_json_string(v) = to_json_string(${literal}) from p.d.t where v is not null
      union all select null from p.d.t where v is null`,
      sent,
    );
    expect(rows).toEqual([["true"], [null]]);
  });

  it("is brought to one spelling", () => {
    const spell = (type: string, cell: Cell): Cell =>
      canonicalCell({ name: "v", type: parseType(type) }, cell);
    expect(spell("NUMERIC", "+001.50")).toBe("1.5");
    expect(spell("NUMERIC", "-0.0")).toBe("0");
    expect(spell("TIMESTAMP", "2026-01-05 00:00:00.100+00")).toBe("2026-01-05T00:00:00.100000Z");
    expect(spell("FLOAT64", "1.50")).toBe("1.5");
    expect(spell("ARRAY<NUMERIC>", ["1.0", null])).toEqual(["1", null]);
  });

  it.each<[string, Cell]>([
    ["NUMERIC", "0.0000000001"],
    ["NUMERIC", "1e3"],
    ["INT64", "9223372036854775808"],
    ["INT64", "1.0"],
    ["BOOL", "TRUE"],
    ["DATE", "2026-02-30"],
    ["TIMESTAMP", "2026-01-05T00:00:00"],
    ["FLOAT64", ""],
    ["ARRAY<INT64>", "1"],
    ["STRUCT<a INT64>", {}],
  ])("of %s cannot be %j", (type, cell) => {
    const column = { name: "v", type: parseType(type) };
    expect(() => canonicalCell(column, cell)).toThrow(/^Column "v/);
  });
});
