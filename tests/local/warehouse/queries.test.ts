/** Values, types, parameters, pages and dry runs, through the real client. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ask, errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

/** First row's cells as the API sends them, and the schema's types. */
async function raw(
  query: string,
  options: object = {},
): Promise<{ cells: unknown[]; types: string[] }> {
  const { body, status } = await ask(warehouse, "POST", "/queries", {
    query,
    useLegacySql: false,
    ...options,
  });
  expect([status, body["error"]]).toEqual([200, undefined]);
  const { fields } = body["schema"] as { fields: { type: string; mode: string }[] };
  const [row] = body["rows"] as { f: { v: unknown }[] }[];
  return {
    cells: row?.f.map(({ v }) => v) ?? [],
    types: fields.map(({ type, mode }) => (mode === "REPEATED" ? `${type}[]` : type)),
  };
}

const EVERY_TYPE = `select
  'text' as s, 9007199254740993 as i, 1.5 as f, numeric '12345678901234567890.123456789' as n, true as b,
  date '2026-01-05' as d, timestamp '2026-01-05 06:07:08.25+00' as t,
  cast('2026-01-05 06:07:08' as datetime) as dt, b'ab' as y, cast(null as string) as none,
  [1, 2] as list, struct(1 as a, ['x'] as b) as rec, [struct('k' as key, numeric '1.50' as v)] as recs`;

const EVERY_CELL = [
  "text",
  "9007199254740993",
  "1.5",
  "12345678901234567890.123456789",
  "true",
  "2026-01-05",
  "1767593228.250000",
  "2026-01-05T06:07:08",
  "YWI=",
  null,
  [{ v: "1" }, { v: "2" }],
  { f: [{ v: "1" }, { v: [{ v: "x" }] }] },
  [{ v: { f: [{ v: "k" }, { v: "1.5" }] } }],
];

const EVERY_NAME = [
  ...[
    "STRING",
    "INTEGER",
    "FLOAT",
    "NUMERIC",
    "BOOLEAN",
    "DATE",
    "TIMESTAMP",
    "DATETIME",
    "BYTES",
    "STRING",
  ],
  ...["INTEGER[]", "RECORD", "RECORD[]"],
];

describe("values", () => {
  it("every type comes back exact, under BigQuery's type name", async () => {
    expect(await raw(EVERY_TYPE)).toEqual({ cells: EVERY_CELL, types: EVERY_NAME });
  });

  it("every type survives a table", async () => {
    await rowsOf(warehouse.client, `create table ds.every_type as ${EVERY_TYPE}`);
    expect(await raw("select * from ds.every_type")).toEqual({
      cells: EVERY_CELL,
      types: EVERY_NAME,
    });
  });

  it("timestamps come as seconds, microseconds or ISO text", async () => {
    const query =
      "select timestamp '2026-01-05 06:07:08.25+00' as t, timestamp '1969-12-31 23:59:59.5+00' as u";
    expect((await raw(query)).cells).toEqual(["1767593228.250000", "-0.500000"]);
    const micros = { formatOptions: { useInt64Timestamp: true } };
    expect((await raw(query, micros)).cells).toEqual(["1767593228250000", "-500000"]);
    const iso = { formatOptions: { timestampOutputFormat: "ISO8601_STRING" } };
    expect((await raw(query, iso)).cells).toEqual([
      "2026-01-05T06:07:08.250000Z",
      "1969-12-31T23:59:59.500000Z",
    ]);
  });

  it("a NUMERIC ends without zeros, and a whole one without a point", async () => {
    const query =
      "select numeric '1.500' as a, numeric '100' as b, numeric '0' as c, numeric '-0.000000001' as d";
    expect((await raw(query)).cells).toEqual(["1.5", "100", "0", "-0.000000001"]);
  });

  it("sums and counts are INTEGER and stay 64 bits wide in a table", async () => {
    await rowsOf(
      warehouse.client,
      "create table ds.sums as select sum(n) as s, count(*) as c, countif(n > 1) as d from unnest([1, 2]) as n",
    );
    const { types } = await raw("select * from ds.sums");
    expect(types).toEqual(["INTEGER", "INTEGER", "INTEGER"]);
    const tooBig =
      "create table ds.big as select sum(n) as s from unnest([9223372036854775807, 1]) as n";
    expect((await errorOf(rowsOf(warehouse.client, tooBig))).code).toBe(400);
  });

  it("columns without a name are f0_ and f1_, and make no table", async () => {
    expect(await rowsOf(warehouse.client, "select 1, 2 as a, 'x'")).toEqual([
      { f0_: 1, a: 2, f1_: "x" },
    ]);
    const error = await errorOf(rowsOf(warehouse.client, "create table ds.unnamed as select 1"));
    expect(error.message).toContain("CREATE TABLE columns must be named, but column 1 has no name");
  });
});

describe("parameters", () => {
  it("named parameters of every type arrive as they were sent", async () => {
    const [rows] = await warehouse.client.query({
      query:
        "select @s as s, @i as i, @n as n, @d as d, @t as t, @b as b, @list as list, @s as again",
      params: {
        s: "it's",
        i: "9007199254740993",
        n: "0.123456789",
        d: warehouse.client.date("2026-01-05"),
        t: warehouse.client.timestamp("2026-01-05T06:07:08Z"),
        b: true,
        list: [1, 2],
      },
      types: {
        s: "STRING",
        i: "INT64",
        n: "NUMERIC",
        d: "DATE",
        t: "TIMESTAMP",
        b: "BOOL",
        list: ["INT64"],
      },
      wrapIntegers: true,
    });
    expect(JSON.parse(JSON.stringify(rows))).toEqual([
      {
        s: "it's",
        i: { type: "BigQueryInt", value: "9007199254740993" },
        n: "0.123456789",
        d: { value: "2026-01-05" },
        t: { value: "2026-01-05T06:07:08.000Z" },
        b: true,
        list: [
          { type: "BigQueryInt", value: "1" },
          { type: "BigQueryInt", value: "2" },
        ],
        again: "it's",
      },
    ]);
  });

  it("positional parameters count from the left", async () => {
    const [rows] = await warehouse.client.query({
      query: "select ? as a, ? as b, '?' as c",
      params: ["x", 2],
    });
    expect(rows).toEqual([{ a: "x", b: 2, c: "?" }]);
  });

  it("an array parameter is searched with in unnest", async () => {
    const [rows] = await warehouse.client.query({
      query: "select n from unnest([1, 2, 3]) as n where n in unnest(@wanted) order by n",
      params: { wanted: [3, 1] },
    });
    expect(rows).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it("a missing parameter and a value of another type are refused by name", async () => {
    expect((await errorOf(rowsOf(warehouse.client, "select @absent as a"))).message).toContain(
      "absent",
    );
    const queryParameters = [
      { name: "d", parameterType: { type: "DATE" }, parameterValue: { value: "soon" } },
    ];
    const { status, body } = await ask(warehouse, "POST", "/queries", {
      query: "select @d as d",
      queryParameters,
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("Invalid value for query parameter d of type DATE");
  });
});
