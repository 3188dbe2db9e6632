import { describe, expect, it } from "@jest/globals";

import { diffTables, parseType, type Row, type Table } from "../../support/judge/index.ts";

function costs(...rows: readonly Row[]): Table {
  const columns = [
    { name: "day", type: parseType("DATE") },
    { name: "key", type: parseType("STRING") },
    { name: "usd", type: parseType("NUMERIC") },
  ];
  return { columns, rows };
}

const ALICE = ["2026-01-05", "key_alice", "12.5"];
const BOB = ["2026-01-05", "key_bob", "0.25"];

describe("two tables", () => {
  it("agree in any order of rows and columns and in any spelling of an amount", () => {
    const columns = [...costs().columns].reverse();
    const actual = { columns, rows: [BOB, ["2026-01-05", "key_alice", "12.500"]] };
    actual.rows = actual.rows.map((row) => [...row].reverse());
    expect(diffTables(costs(ALICE, BOB), actual)).toEqual([]);
  });

  it("differ in one cell, which is named with the row it stands in", () => {
    const wrong = ["2026-01-05", "key_alice", "12.500000001"];
    expect(diffTables(costs(ALICE, BOB), costs(BOB, wrong))).toEqual([
      "2 rows expected, 2 found",
      'row differs in usd (expected "12.5", found "12.500000001") where day="2026-01-05", key="key_alice"',
    ]);
  });

  it("differ if a row comes twice in one of them", () => {
    expect(diffTables(costs(ALICE), costs(ALICE, ALICE))).toEqual([
      "1 rows expected, 2 found",
      'unexpected row: day="2026-01-05", key="key_alice", usd="12.5"',
    ]);
    expect(diffTables(costs(ALICE, ALICE), costs(ALICE))).toHaveLength(2);
  });

  it("differ where one has a null and the other the word or nothing", () => {
    const nobody = (key: string | null) => costs(["2026-01-05", key, "1"]);
    expect(diffTables(nobody(null), nobody("null"))).toHaveLength(2);
    expect(diffTables(nobody(null), nobody(""))).toHaveLength(2);
  });

  it("differ in a type even if their cells are spelled alike", () => {
    const columns = costs().columns.map((column) =>
      column.name === "usd" ? { name: "usd", type: parseType("FLOAT64") } : column,
    );
    expect(diffTables(costs(ALICE), { columns, rows: [ALICE] })).toEqual([
      "column usd is FLOAT64, expected NUMERIC",
    ]);
  });

  it("differ in a column that only one has", () => {
    const columns = costs().columns.map((column) => ({ ...column, name: `${column.name}_` }));
    expect(diffTables(costs(), { columns, rows: [] })).toHaveLength(6);
  });

  it("agree where one has a null array and the other an empty one", () => {
    const columns = [{ name: "days", type: parseType("ARRAY<DATE>") }];
    expect(diffTables({ columns, rows: [[null]] }, { columns, rows: [[[]]] })).toEqual([]);
  });

  it("that differ in everything are shown in part", () => {
    const many = Array.from({ length: 30 }, (_, i) => [
      `2026-01-${i < 9 ? "0" : ""}${i + 1}`,
      "k",
      "1",
    ]);
    const problems = diffTables(costs(...many), costs());
    expect(problems).toHaveLength(12);
    expect(problems.at(-1)).toBe("and 20 more");
  });
});
