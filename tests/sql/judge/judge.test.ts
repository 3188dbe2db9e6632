import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  type Cell,
  type Judge,
  parseType,
  type Row,
  startJudge,
  type Table,
} from "../../support/judge/index.ts";

let judge: Judge;
beforeAll(async () => {
  judge = await startJudge();
});
afterAll(() => judge.close());

/** A table whose columns are written as a struct's fields. */
function table(fields: string, rows: readonly Row[]): Table {
  const type = parseType(`STRUCT<${fields}>`);
  return { columns: type.kind === "STRUCT" ? type.fields : [], rows };
}

const NONE = new Map<string, Table>();
const COSTS = new Map([
  [
    "acme.spend.costs",
    table("key STRING, usd NUMERIC, lines ARRAY<STRUCT<name STRING, usd NUMERIC>>", [
      ["key_alice", "0.000000001", [{ name: "é", usd: "1" }]],
      ["key_bob", "29999999999999999999999999999.999999999", []],
      [null, "-0.5", []],
    ]),
  ],
]);
const COLUMNS = new Map([...COSTS].map(([name, { columns }]) => [name, columns]));

describe("a query", () => {
  it("sums NUMERIC exactly at its ninth decimal", async () => {
    const { rows } = await judge.evaluate("select sum(usd) from `acme.spend.costs`", COSTS);
    expect(rows).toEqual([["29999999999999999999999999999.5"]]);
  });

  it.each([
    "`acme.spend.costs`",
    "`acme`.`spend`.`costs`",
    "`acme.spend`.costs",
    "acme.spend.costs",
    "acme.spend.costs as costs",
  ])("reads a table written as %s and calls it by its last part", async (path) => {
    const sql = `select 'é' as e, costs.key, line.name from ${path}, costs.lines as line`;
    const { rows } = await judge.evaluate(sql, COSTS);
    expect(rows).toEqual([["é", "key_alice", "é"]]);
  });

  it("gives its columns without being run", async () => {
    const sql = "select key, sum(usd) as usd, date '2026-01-05' from acme.spend.costs group by key";
    expect(await judge.analyze(sql, COLUMNS)).toEqual([
      { name: "key", type: { kind: "STRING" } },
      { name: "usd", type: { kind: "NUMERIC" } },
      { name: "f0_", type: { kind: "DATE" } },
    ]);
  });

  it("reads the result of another query, and an empty one", async () => {
    const big = await judge.evaluate("select * from acme.spend.costs where usd > 1", COSTS);
    const none = await judge.evaluate(
      "select * from p.d.big where false",
      new Map([["p.d.big", big]]),
    );
    const both = new Map([
      ["p.d.big", big],
      ["p.d.none", none],
    ]);
    const sql = "select (select count(*) from p.d.big), (select count(*) from p.d.none)";
    expect((await judge.evaluate(sql, both)).rows).toEqual([["1", "0"]]);
  });

  it("knows script variables, behind columns of the same name", async () => {
    const variable = (type: string, cell: Cell) => ({ type: parseType(type), cell });
    const constants = new Map([
      ["key", variable("STRING", "key_nobody")],
      ["least", variable("NUMERIC", "0.5")],
    ]);
    const sql = "select key from acme.spend.costs where usd > least";
    expect((await judge.evaluate(sql, COSTS, constants)).rows).toEqual([["key_bob"]]);
  });

  it("takes a day in UTC", async () => {
    const sql = "select date(timestamp '2026-01-05 23:59:59+00'), timestamp '2026-01-05'";
    expect((await judge.evaluate(sql, NONE)).rows).toEqual([
      ["2026-01-05", "2026-01-05T00:00:00Z"],
    ]);
  });
});

describe("a query that BigQuery refuses", () => {
  it.each([
    ["a syntax error", "select\n  1 frm x y", 'got identifier "x" [at 2:9]'],
    [
      "an unknown column",
      "select\n\tnope from acme.spend.costs",
      "Unrecognized name: nope [at 2:9]",
    ],
    [
      "an unknown column behind rewritten paths of its line",
      "select 1 from acme.spend.costs, acme.spend.costs as c where nope",
      "Unrecognized name: nope [at 1:61]",
    ],
    [
      "an unknown table",
      "select 1 from acme.spend.cost",
      "Table not found: acme.spend.cost [at 1:15]",
    ],
    ["types that do not meet", "select 1 + 'a'", "[at 1:12]"],
    ["a column name that comes twice", "select 1 as usd, 2 as USD", "Duplicate column names"],
  ])("for %s says where and why", async (_, sql, words) => {
    await expect(judge.analyze(sql, COLUMNS)).rejects.toThrow(words);
    await expect(judge.evaluate(sql, COSTS)).rejects.toThrow(words);
  });

  it("for a value passes the analyzer and fails when run", async () => {
    await expect(judge.analyze("select 1 / 0", COLUMNS)).resolves.toHaveLength(1);
    await expect(judge.evaluate("select 1 / 0", NONE)).rejects.toThrow("division by zero");
  });

  it("by rolling up is refused when run, since the engine would lose its subtotals", async () => {
    const sql = "select key, sum(usd) from acme.spend.costs group by rollup (key)";
    await expect(judge.evaluate(sql, COSTS)).rejects.toThrow(
      /^Unimplemented feature .*rollup_column_list.*$/,
    );
  });

  it("for its size names the tables and their bytes", async () => {
    const rows = Array.from({ length: 50 }, () => ["x".repeat(100_000)]);
    const large = new Map([["p.d.pages", table("body STRING", rows)]]);
    const count = judge.evaluate("select count(*) from p.d.pages", large);
    await expect(count).rejects.toThrow(/4194304 bytes .* p\.d\.pages 500\d{4} bytes/);
  });

  it("for what it holds in memory names the tables and their bytes", async () => {
    const wide = new Map([["p.d.pages", table("body STRING", [["x".repeat(1_000)]])]]);
    const sql = `select row_number() over (order by a) from p.d.pages
      cross join unnest(generate_array(1, 15000)) as a cross join unnest(generate_array(1, 10))
      qualify max(body) over () is null`;
    const refusal = /Out of memory .* reads p\.d\.pages 10\d\d bytes\.$/;
    await expect(judge.evaluate(sql, wide)).rejects.toThrow(refusal);
  });

  it("for a bad cell names the table and the column", async () => {
    const bad = new Map([["p.d.t", table("usd NUMERIC", [["1,5"]])]]);
    const sum = judge.evaluate("select sum(usd) from p.d.t", bad);
    await expect(sum).rejects.toThrow(
      'Table p.d.t: Column "usd" has a cell that is not NUMERIC: "1,5"',
    );
  });
});
