/** Statements and scripts: what they make, what a failure leaves, and what ends with the script. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import {
  ask,
  errorOf,
  memoryWarehouse,
  metadataOf,
  rowsOf,
  type TestWarehouse,
} from "./support/client.ts";

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
const unchanged = [
  { id: 1, name: "one" },
  { id: 2, name: "two" },
];

describe("rows", () => {
  it("INSERT, UPDATE, DELETE and TRUNCATE say how many rows they changed", async () => {
    const affected = async (query: string) =>
      (await ask(warehouse, "POST", "/queries", { query })).body["numDmlAffectedRows"];
    expect(await affected("insert into ds.t (id, name) values (3, 'three'), (4, 'four')")).toBe(
      "2",
    );
    expect(await affected("update ds.t set name = upper(name) where id >= 3")).toBe("2");
    expect(await affected("delete from ds.t where id = 4")).toBe("1");
    expect(await all()).toEqual([...unchanged, { id: 3, name: "THREE" }]);
    await run("truncate table ds.t");
    expect(await all()).toEqual([]);
  });

  it("MERGE updates, inserts and deletes, and counts them", async () => {
    const query = `merge ds.t as d using (select 2 as id, 'zwei' as name union all select 3, 'drei') as s on d.id = s.id
      when matched then update set name = s.name
      when not matched then insert (id, name) values (id, name)
      when not matched by source then delete`;
    const { body } = await ask(warehouse, "POST", "/queries", { query });
    expect(body["numDmlAffectedRows"]).toBe("3");
    expect(await all()).toEqual([
      { id: 2, name: "zwei" },
      { id: 3, name: "drei" },
    ]);
  });

  it("MERGE refuses two source rows for one target row", async () => {
    const error = await errorOf(
      run(`merge ds.t as d using (select 1 as id, 'a' as name union all select 1, 'b') as s on d.id = s.id
        when matched then update set name = s.name`),
    );
    expect(error.message).toContain(
      "UPDATE/MERGE must match at most one source row for each target row",
    );
    expect(await all()).toEqual(unchanged);
  });

  it("a statement that fails half-way leaves the table as it was", async () => {
    const fails = [
      "insert into ds.t (id, name) select id, cast(div(1, id - 2) as string) from ds.t",
      "update ds.t set id = div(10, id - 2) where true",
      "create or replace table ds.t as select div(1, id - 2) as id from ds.t",
      "create or replace table ds.t as select nothing from ds.t",
    ];
    for (const sql of fails) expect((await errorOf(run(sql))).code).toBe(400);
    expect(await all()).toEqual(unchanged);
  });

  it("a table may be rebuilt from itself", async () => {
    await run("create or replace table ds.t as select id + 1 as id, name from ds.t");
    expect(await all()).toEqual([
      { id: 2, name: "one" },
      { id: 3, name: "two" },
    ]);
  });
});

describe("tables and views", () => {
  it("CREATE without REPLACE refuses what exists, IF NOT EXISTS leaves it", async () => {
    expect((await errorOf(run("create table ds.t as select 9 as id"))).code).toBe(409);
    await run("create table if not exists ds.t as select 9 as id");
    expect(await all()).toEqual(unchanged);
    expect((await errorOf(run("create schema ds"))).code).toBe(409);
  });

  it("CREATE TABLE keeps column types, NOT NULL, partitioning, clustering and options", async () => {
    await run(`create table ds.made (day date not null, tags array<string>, amount numeric)
      partition by day cluster by amount options (description = "One row per day.", labels = [("team", "finance")])`);
    const metadata = await metadataOf(warehouse.client, "made");
    expect(metadata).toMatchObject({
      description: "One row per day.",
      labels: { team: "finance" },
      timePartitioning: { type: "DAY", field: "day" },
      clustering: { fields: ["amount"] },
      schema: {
        fields: [
          { name: "day", type: "DATE", mode: "REQUIRED" },
          { name: "tags", type: "STRING", mode: "REPEATED" },
          { name: "amount", type: "NUMERIC", mode: "NULLABLE" },
        ],
      },
    });
  });

  it("a view follows its tables, and is refused when its query is invalid", async () => {
    await run("create view ds.v as select count(*) as n from ds.t");
    await run("insert into ds.t (id, name) values (3, 'three')");
    expect(await run("select n from ds.v")).toEqual([{ n: 3 }]);
    expect((await errorOf(run("create view ds.bad as select nothing from ds.t"))).code).toBe(400);
    expect((await errorOf(run("create view ds.bad as select 1 as a from ds.none"))).code).toBe(404);
    const [tables] = await warehouse.client.dataset("ds").getTables();
    expect(tables.map(({ id }) => id).sort()).toEqual(["t", "v"]);
  });

  it("a view survives new columns of its table", async () => {
    await run("create view ds.v as select id from ds.t");
    await run("create or replace table ds.t as select 'x' as more, 5 as id, 'y' as name");
    expect(await run("select * from ds.v")).toEqual([{ id: 5 }]);
  });

  it("a view keeps its GoogleSQL text", async () => {
    await run("create view ds.v as\nselect countif(id > 1) as n from `local.ds.t`");
    const metadata = await metadataOf(warehouse.client, "v");
    expect(metadata).toMatchObject({
      type: "VIEW",
      view: { query: "select countif(id > 1) as n from `local.ds.t`", useLegacySql: false },
    });
  });

  it("a table does not replace a view, nor a view a table", async () => {
    await run("create view ds.v as select 1 as a");
    expect((await errorOf(run("create or replace table ds.v as select 1 as a"))).message).toContain(
      "currently a VIEW",
    );
    expect((await errorOf(run("create or replace view ds.t as select 1 as a"))).message).toContain(
      "currently a TABLE",
    );
    expect((await errorOf(run("drop table ds.v"))).message).toContain("DROP VIEW");
  });

  it("a dropped table is gone with its details", async () => {
    await warehouse.client.dataset("ds").table("t").setMetadata({ description: "Old." });
    await run("drop table ds.t");
    expect((await errorOf(all())).code).toBe(404);
    expect((await errorOf(run("drop table ds.t"))).code).toBe(404);
    await run("drop table if exists ds.t");
    await run("create table ds.t as select 1 as id, 'x' as name");
    const metadata = await metadataOf(warehouse.client, "t");
    expect((metadata as { description?: string }).description).toBeUndefined();
  });
});
