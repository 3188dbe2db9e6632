/** Scripts of several statements, and queries over many tables at once. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

const run = (sql: string) => rowsOf(warehouse.client, sql);

beforeEach(async () => {
  await run("drop schema if exists ds cascade");
  await run("create schema ds");
  await run("create table ds.t as select 1 as id, 'one' as name union all select 2, 'two'");
});

const all = () => run("select id, name from ds.t order by id, name");

describe("scripts", () => {
  it("a script answers with the rows of its last query", async () => {
    const script =
      "declare n int64 default 2; set n = n + 1; insert into ds.t (id, name) values (n, 'x'); select n; select n + 1 as next; drop table if exists none";
    expect(await run(script)).toEqual([{ next: 4 }]);
    expect(await run("select count(*) as n from ds.t")).toEqual([{ n: 3 }]);
  });

  it("temporary tables, variables and functions end with their script", async () => {
    const script = `create temp function twice(x int64) as (x * 2);
      declare v int64 default 21; create temp table tmp as select twice(v) as a; select a from tmp`;
    // BigQuery wants DECLARE first; the local warehouse takes it anywhere.
    expect(await run(script)).toEqual([{ a: 42 }]);
    expect((await errorOf(run("select a from tmp"))).message).toContain(
      "must be qualified with a dataset",
    );
    expect((await errorOf(run("select v"))).message).toContain("Unrecognized name: v");
    expect((await errorOf(run("select twice(1)"))).message).toContain("TWICE");
  });

  it("they end with a script that fails, too", async () => {
    await errorOf(run("create temp table tmp as select 1 as a; select nothing"));
    expect((await errorOf(run("select a from tmp"))).message).toContain(
      "must be qualified with a dataset",
    );
    expect(await run("create temp table tmp as select 2 as a; select a from tmp")).toEqual([
      { a: 2 },
    ]);
  });

  it.each([
    ["exists (select 1 from ds.t where id = 2)", "then"],
    ["(select count(*) from ds.t) > 2", "else"],
    ["cast(null as bool)", "else"],
  ])("goes one way where IF %s", async (condition, way) => {
    const script = `if ${condition} then
        create temp table kept as select 'then' as way; else create temp table kept as select 'else' as way;
      end if; select way from kept`;
    expect(await run(script)).toEqual([{ way }]);
  });

  it("a failing statement ends the script after what was done before", async () => {
    await errorOf(
      run("delete from ds.t where id = 1; select div(1, 0); delete from ds.t where true"),
    );
    expect(await all()).toEqual([{ id: 2, name: "two" }]);
  });

  it("a place in a script is counted from its first line", async () => {
    const error = await errorOf(run("select 1;\nselect 2;\nselect  nothing"));
    expect(error.message).toContain("at [3:9]");
  });

  it("bare names stand in the default dataset", async () => {
    const [rows] = await warehouse.client.query({
      query: "select count(*) as n from t",
      defaultDataset: { datasetId: "ds" },
    });
    expect(rows).toEqual([{ n: 2 }]);
  });
});

describe("many tables at once", () => {
  const shards = async () => {
    await run("create table ds.log_20260601 as select 1 as id");
    await run("create table ds.log_20260602 as select 2 as id, 'x' as name");
  };

  it("a wildcard reads all shards, with the newest one's columns", async () => {
    await shards();
    const query =
      "select id, name, _table_suffix as day from `local.ds.log_*` where _TABLE_SUFFIX >= '20260601' order by id";
    expect(await run(query)).toEqual([
      { id: 1, name: null, day: "20260601" },
      { id: 2, name: "x", day: "20260602" },
    ]);
    expect((await errorOf(run("select * from `local.ds.none_*`"))).code).toBe(404);
  });

  it("a view over shards sees shards that come later", async () => {
    await shards();
    await run("create view ds.days as select count(*) as n from `local.ds.log_*`");
    await run("create view ds.days_twice as select n * 2 as n from ds.days");
    await run("create table ds.log_20260603 as select 3 as id, 'y' as name");
    expect(await run("select n from ds.days")).toEqual([{ n: 3 }]);
    expect(await run("select n from ds.days_twice")).toEqual([{ n: 6 }]);
  });

  it("INFORMATION_SCHEMA shows tables, views and columns under BigQuery's names", async () => {
    await run("create view ds.v as select [struct(numeric '1' as a)] as list");
    expect(
      await run(
        "select table_name, table_type from ds.INFORMATION_SCHEMA.TABLES order by table_name",
      ),
    ).toEqual([
      { table_name: "t", table_type: "BASE TABLE" },
      { table_name: "v", table_type: "VIEW" },
    ]);
    const query =
      "select table_name, column_name, ordinal_position, is_nullable, data_type from `local.ds.INFORMATION_SCHEMA.COLUMNS` order by 1, 3";
    expect(await run(query)).toEqual([
      {
        table_name: "t",
        column_name: "id",
        ordinal_position: 1,
        is_nullable: "YES",
        data_type: "INT64",
      },
      {
        table_name: "t",
        column_name: "name",
        ordinal_position: 2,
        is_nullable: "YES",
        data_type: "STRING",
      },
      {
        table_name: "v",
        column_name: "list",
        ordinal_position: 1,
        is_nullable: "YES",
        data_type: "ARRAY<STRUCT<a NUMERIC>>",
      },
    ]);
    expect((await errorOf(run("select * from ds.INFORMATION_SCHEMA.PARTITIONS"))).code).toBe(501);
  });
});
