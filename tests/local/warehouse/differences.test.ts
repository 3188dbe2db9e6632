/** What the local warehouse does otherwise than BigQuery: local/README.md lists it, this shows the rest of it. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { KNOWN_DIFFERENCES } from "./googlesql/known_differences.ts";
import {
  ask,
  errorOf,
  loadRows,
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

describe("local/README.md", () => {
  const listed = [...readFileSync("local/README.md", "utf8").matchAll(/^- .* `([^`]+)`$/gm)].map(
    ([, title = ""]) => title,
  );

  it("names a test for each difference, and each of them exists", () => {
    const folder = "tests/local/warehouse";
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(path.join(folder, name), "utf8"))
      .join("\n");
    expect(listed.length).toBeGreaterThan(30);
    expect(listed.filter((title) => !sources.includes(`"${title}"`))).toEqual([]);
  });

  it("ends every line of its lists with a test", () => {
    const [, differences = ""] = readFileSync("local/README.md", "utf8").split("## How it differs");
    const lines = differences.split("\n").filter((line) => line.startsWith("- "));
    expect(lines.filter((line) => !/ `[^`]+`$/.test(line))).toEqual([]);
  });

  it("lists every known difference of the language", () => {
    expect(KNOWN_DIFFERENCES.filter(({ title }) => !listed.includes(title))).toEqual([]);
  });
});

describe("differences of the service", () => {
  it("a job waits for the one before it", async () => {
    const slow =
      "select count(*) as n from unnest(generate_array(1, 3000)) as a, unnest(generate_array(1, 3000)) as b where mod(a * b, 7) = 3";
    const [first, second] = await Promise.all([
      ask(warehouse, "POST", "/jobs", { configuration: { query: { query: slow } } }),
      ask(warehouse, "POST", "/jobs", { configuration: { query: { query: "select 1" } } }),
    ]);
    const end = (answer: { body: Record<string, unknown> }) =>
      Number((answer.body["statistics"] as Record<string, unknown>)["endTime"]);
    expect(end(second)).toBeGreaterThanOrEqual(end(first));
  });

  it("the newest result is kept, whatever its size", async () => {
    const numbers =
      "select a from unnest(generate_array(1, 1500)) as a, unnest(generate_array(1, 1000)) as b";
    const start = async (jobId: string) => {
      await ask(warehouse, "POST", "/jobs", {
        configuration: { query: { query: numbers } },
        jobReference: { jobId },
      });
    };
    await start("older");
    await start("newer");
    await start("newest");
    const status = async (id: string) =>
      (await ask(warehouse, "GET", `/queries/${id}?maxResults=1`)).status;
    expect([await status("older"), await status("newest")]).toEqual([404, 200]);
  });

  it("every dataset is in US", async () => {
    const { body } = await ask(warehouse, "GET", "/datasets/ds");
    expect(body["location"]).toBe("US");
  });

  it("a required partition filter is kept and not enforced", async () => {
    await run(
      "create table ds.filtered partition by day options (require_partition_filter = true, partition_expiration_days = 1) as select date '2020-01-01' as day",
    );
    expect(await metadataOf(warehouse.client, "filtered")).toMatchObject({
      requirePartitionFilter: true,
      timePartitioning: { type: "DAY", field: "day", expirationMs: "86400000" },
    });
    expect(await run("select count(*) as n from ds.filtered")).toEqual([{ n: 1 }]);
  });

  it("partitions by time of arrival or by range are refused", async () => {
    const table = warehouse.client.dataset("ds").table("arrivals");
    const arrival = table.create({ schema: "a:INTEGER", timePartitioning: { type: "DAY" } });
    expect((await errorOf(arrival)).message).toContain("by time of arrival");
    const range = run(
      "create table ds.r partition by range_bucket(a, generate_array(0, 9, 1)) as select 1 as a",
    );
    expect((await errorOf(range)).message).toContain("PARTITION BY range_bucket");
  });

  it("a star over a wildcard shows the suffix", async () => {
    await run("create table ds.shard_1 as select 1 as a");
    expect(await run("select * from `local.ds.shard_*`")).toEqual([{ a: 1, _table_suffix: "1" }]);
  });

  it("two tables cannot differ in case alone", async () => {
    await run("create table ds.cased as select 1 as a");
    expect((await errorOf(run("select * from ds.Cased"))).code).toBe(404);
    expect((await errorOf(run("create table ds.Cased as select 1 as a"))).message).toContain(
      "already exists",
    );
  });

  it("a view with a star shows its table's new columns", async () => {
    await run("create table ds.wide as select 1 as a");
    await run("create view ds.star as select * from ds.wide");
    await run("create or replace table ds.wide as select 1 as a, 2 as b");
    expect(await run("select * from ds.star")).toEqual([{ a: 1, b: 2 }]);
  });

  it("a materialized view is a view", async () => {
    await run("create table ds.base as select 1 as a");
    await run("create materialized view ds.kept as select a from ds.base");
    await run("insert into ds.base (a) values (2)");
    expect(await run("select count(*) as n from ds.kept")).toEqual([{ n: 2 }]);
    expect(await metadataOf(warehouse.client, "kept")).toMatchObject({ type: "MATERIALIZED_VIEW" });
  });

  it("a text may be put into a number's column", async () => {
    await run("create table ds.numbers (n int64)");
    await run("insert into ds.numbers (n) values ('5')");
    expect(await run("select n from ds.numbers")).toEqual([{ n: 5 }]);
    expect((await errorOf(run("insert into ds.numbers (n) values ('five')"))).code).toBe(400);
  });

  it("a field in another case is refused", async () => {
    const load = loadRows(warehouse.client, "spelled", [{ Day: "2026-06-01" }], {
      schema: "day:DATE",
    });
    expect((await errorOf(load)).message).toContain("No such field: Day");
  });
});
