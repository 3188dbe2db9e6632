/** Results page by page, and dry runs. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ask, errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

describe("pages", () => {
  it("a result is read page by page without losing or repeating a row", async () => {
    const [job] = await warehouse.client.createQueryJob({
      query: "select n from unnest(generate_array(1, 5000)) as n order by n",
    });
    const [first, next] = await job.getQueryResults({ maxResults: 3, autoPaginate: false });
    expect(first.map((row: { n: number }) => row.n)).toEqual([1, 2, 3]);
    const [second] = await job.getQueryResults({ ...next, autoPaginate: false });
    expect(second.map((row: { n: number }) => row.n)).toEqual([4, 5, 6]);
    const all: number[] = [];
    let options: object | null = { maxResults: 1999, autoPaginate: false };
    while (options !== null) {
      const page: readonly unknown[] = await job.getQueryResults(options);
      all.push(...(page[0] as { n: number }[]).map((row) => row.n));
      options = (page[1] as object | undefined) ?? null;
    }
    expect(all).toEqual(Array.from({ length: 5000 }, (_, at) => at + 1));
    const tail = await ask(warehouse, "GET", `/queries/${job.id}?startIndex=4998&maxResults=10`);
    expect(tail.body).toMatchObject({
      totalRows: "5000",
      rows: [{ f: [{ v: "4999" }] }, { f: [{ v: "5000" }] }],
    });
    expect(tail.body["pageToken"]).toBeUndefined();
  });

  it("a page of long texts ends early and the client reads on", async () => {
    const query =
      "select n, repeat('x', 1000000) as body from unnest(generate_array(1, 40)) as n order by n";
    const rows = await rowsOf(warehouse.client, query);
    expect(rows.map((row) => row["n"])).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });
});

describe("a job with a time limit", () => {
  const endless = `select count(*) as n from unnest(generate_array(1, 1000000)) as a
    cross join unnest(generate_array(1, 1000000)) as b where mod(a * b, 7) = 3`;

  it("is ended when its time is up, and the warehouse goes on", async () => {
    const { client } = warehouse;
    const run = async () => {
      const [job] = await client.createQueryJob({ query: endless, jobTimeoutMs: 200 });
      return job.getQueryResults();
    };
    await expect(run()).rejects.toThrow(/Job timed out after 200 ms/);
    expect(await rowsOf(client, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  it("is run to its end within it", async () => {
    const [job] = await warehouse.client.createQueryJob({
      query: "select 2 as n",
      jobTimeoutMs: 60_000,
    });
    expect((await job.getQueryResults())[0]).toEqual([{ n: 2 }]);
  });
});

describe("dry runs", () => {
  it("a dry run answers the schema and changes nothing", async () => {
    const { client } = warehouse;
    await rowsOf(client, "create table ds.kept as select 1 as a, 'x' as b");
    const dry = async (query: string) =>
      (await client.createQueryJob({ query, dryRun: true }))[0].metadata as Record<string, unknown>;

    expect(await dry("select a, count(*) as n from ds.kept group by a")).toMatchObject({
      statistics: {
        totalBytesProcessed: "8",
        query: {
          schema: {
            fields: [
              { name: "a", type: "INTEGER" },
              { name: "n", type: "INTEGER" },
            ],
          },
        },
      },
    });
    await dry("insert into ds.kept (a, b) values (2, 'y')");
    await dry("delete from ds.kept where true");
    await dry("merge ds.kept t using (select 1 as a) s on t.a = s.a when matched then delete");
    await dry("create or replace table ds.kept as select 'changed' as c");
    await dry("create table ds.made as select 1 as a");
    await dry("drop table ds.kept");
    await dry("truncate table ds.kept");
    await dry("create schema made");
    await dry("create temp table t as select 1 as a; select a from t; drop table t");
    expect(await rowsOf(client, "select * from ds.kept")).toEqual([{ a: 1, b: "x" }]);
    const [tables] = await client.dataset("ds").getTables();
    expect(tables.map(({ id }) => id)).not.toContain("made");
    expect((await client.getDatasets())[0].map(({ id }) => id)).not.toContain("made");
  });

  it("a dry run refuses what the run would refuse", async () => {
    const dry = (query: string) => warehouse.client.createQueryJob({ query, dryRun: true });
    expect((await errorOf(dry("select nothing from ds.kept"))).code).toBe(400);
    expect((await errorOf(dry("select 1 from ds.none"))).code).toBe(404);
    expect((await errorOf(dry("insert into ds.kept (none) values (1)"))).code).toBe(400);
  });
});
