/** Datasets and tables as resources of the REST API. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
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

describe("datasets and tables", () => {
  it("datasets are made, listed, read and deleted", async () => {
    const { client } = warehouse;
    await client.createDataset("more");
    const [datasets] = await client.getDatasets();
    expect(datasets.map(({ id }) => id).sort()).toEqual(["ds", "more"]);
    expect((await errorOf(client.createDataset("more"))).code).toBe(409);
    await client.dataset("more").createTable("t", { schema: "a:INTEGER" });
    expect((await errorOf(client.dataset("more").delete())).message).toContain("still in use");
    await client.dataset("more").delete({ force: true });
    expect((await errorOf(client.dataset("more").get())).code).toBe(404);
  });

  it("a table keeps its descriptions, labels, partitioning and modes", async () => {
    const table = warehouse.client.dataset("ds").table("described");
    await table.create({
      schema: {
        fields: [
          { name: "day", type: "DATE", mode: "REQUIRED" },
          { name: "n", type: "INT64" },
        ],
      },
      timePartitioning: { type: "DAY", field: "day" },
      clustering: { fields: ["n"] },
    });
    await table.setMetadata({
      description: "One row per day.",
      labels: { team: "finance" },
      schema: {
        fields: [
          { name: "day", type: "DATE", mode: "REQUIRED", description: "UTC." },
          { name: "n", type: "INTEGER" },
          { name: "added", type: "STRING" },
        ],
      },
    });
    const metadata = await metadataOf(warehouse.client, "described");
    expect(metadata).toMatchObject({
      type: "TABLE",
      description: "One row per day.",
      labels: { team: "finance" },
      timePartitioning: { type: "DAY", field: "day" },
      clustering: { fields: ["n"] },
      numRows: "0",
    });
    expect((metadata as { schema: { fields: unknown } }).schema.fields).toEqual([
      { name: "day", type: "DATE", mode: "REQUIRED", description: "UTC." },
      { name: "n", type: "INTEGER", mode: "NULLABLE" },
      { name: "added", type: "STRING", mode: "NULLABLE" },
    ]);
    const insert = rowsOf(warehouse.client, "insert into ds.described (n) values (1)");
    expect((await errorOf(insert)).message).toMatch(/NOT NULL/);
  });

  it("a patch that would change a column's type is refused", async () => {
    const table = warehouse.client.dataset("ds").table("fixed");
    await table.create({ schema: "a:INTEGER" });
    const error = await errorOf(
      table.setMetadata({ schema: { fields: [{ name: "a", type: "STRING" }] } }),
    );
    expect(error.message).toContain("Field a has changed type from INT64 to STRING");
  });

  it("tables are listed, read row by row in pages, and deleted", async () => {
    const { client } = warehouse;
    await rowsOf(
      client,
      "create table ds.numbers as select n from unnest(generate_array(1, 2500)) as n",
    );
    const [tables] = await client.dataset("ds").getTables();
    expect(tables.map(({ id }) => id)).toContain("numbers");
    const seen: number[] = [];
    let options: object | null = { maxResults: 999, autoPaginate: false };
    while (options !== null) {
      const page: readonly unknown[] = await client.dataset("ds").table("numbers").getRows(options);
      seen.push(...(page[0] as { n: number }[]).map((row) => row.n));
      options = (page[1] as object | undefined) ?? null;
    }
    expect(seen.length).toBe(2500);
    expect(new Set(seen).size).toBe(2500);
    await client.dataset("ds").table("numbers").delete();
    expect((await errorOf(client.dataset("ds").table("numbers").get())).code).toBe(404);
  });

  it("the server's own schema is out of reach", async () => {
    expect((await errorOf(rowsOf(warehouse.client, "select * from _warehouse.tables"))).code).toBe(
      404,
    );
    expect((await errorOf(warehouse.client.createDataset("_warehouse"))).code).toBe(400);
  });
});
