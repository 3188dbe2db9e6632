/** The bytes that a dry run names: BigQuery's sizes of the columns that are read. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
  const { client } = warehouse;
  await rowsOf(
    client,
    "create table ds.costs (day date, who string, usd numeric, is_final bool) partition by day",
  );
  await rowsOf(
    client,
    `insert into ds.costs values
       (date '2026-01-01', 'ann', numeric '1.5', true),
       (date '2026-01-02', 'bö', numeric '2', false),
       (date '2026-01-03', null, null, null)`,
  );
  await rowsOf(client, "create view ds.names as select day, upper(who) as name from ds.costs");
});
afterAll(() => warehouse.close());

async function bytes(query: string): Promise<number> {
  const [job] = await warehouse.client.createQueryJob({ query, dryRun: true });
  const { statistics } = job.metadata as { statistics: { totalBytesProcessed: string } };
  return Number(statistics.totalBytesProcessed);
}

/** A text takes its bytes in UTF-8 and two, NULL nothing. */
const WHO = 2 + 3 + (2 + 3);

describe("a dry run of a query", () => {
  it.each([
    ["a date takes eight bytes", "select day from ds.costs", 3 * 8],
    ["a text takes its bytes and two, NULL nothing", "select who from ds.costs", WHO],
    ["a NUMERIC takes sixteen", "select sum(usd) as usd from ds.costs", 2 * 16],
    ["a truth takes one", "select is_final from ds.costs", 2],
    ["a star is every column", "select * from ds.costs", 3 * 8 + WHO + 2 * 16 + 2],
    ["counting reads nothing", "select count(*) as n from ds.costs", 0],
    ["no table is nothing", "select 1 as one", 0],
    ["a view reads what it is made of", "select name from ds.names", WHO],
    ["a column of a condition is read", "select 1 as one from ds.costs where usd > 1", 2 * 16],
    [
      "a column inside a function of a condition is read",
      "select 1 as one from ds.costs where starts_with(who, 'a')",
      WHO,
    ],
    [
      "a table that is read twice counts once",
      "select a.day from ds.costs as a inner join ds.costs as b on a.day = b.day",
      3 * 8,
    ],
    [
      "partitions that a condition leaves out do not count",
      "select who, day from ds.costs where day >= date '2026-01-02'",
      2 * 8 + (2 + 3),
    ],
    ["nor behind a view", "select name from ds.names where day < date '2026-01-02'", 2 + 3 + 8],
    [
      "a scan without the condition reads them all the same",
      `select a.who from ds.costs as a where a.day >= date '2026-01-02'
       union all select b.who from ds.costs as b`,
      3 * 8 + WHO,
    ],
    [
      "what no row fulfils is read where its partition holds rows",
      "select day from ds.costs where is_final and usd > 100 and day = date '2026-01-01'",
      8 + 16 + 1,
    ],
    [
      "a script is the sum of its queries",
      "select day from ds.costs; select who from ds.costs",
      3 * 8 + WHO,
    ],
  ])("%s", async (_title, query, expected) => {
    expect(await bytes(query)).toBe(expected);
  });

  it("knows the rows that have come since", async () => {
    await rowsOf(warehouse.client, "create table ds.grows as select 1 as n");
    expect(await bytes("select n from ds.grows")).toBe(8);
    await rowsOf(warehouse.client, "insert into ds.grows (n) values (2)");
    expect(await bytes("select n from ds.grows")).toBe(16);
  });

  it("of other statements names no bytes", async () => {
    expect(await bytes("delete from ds.costs where true")).toBe(0);
    expect(await bytes("select day from ds.costs")).toBe(3 * 8);
  });
});
