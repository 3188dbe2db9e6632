/** What the REST API of the local warehouse answers and refuses. */

import { request } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ask, errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

/** The status of a GET with headers that fetch would not send. */
function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${warehouse.url}/healthz`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("strangers", () => {
  it("a request under another host name is refused", async () => {
    const { port } = new URL(warehouse.url);
    expect(await statusWith({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await statusWith({ host: `localhost:${port}` })).toBe(200);
    expect(await statusWith({ host: `evil.example:${port}` })).toBe(403);
    expect(await statusWith({ host: "127.0.0.1:1" })).toBe(403);
  });

  it("a request from a web page is refused", async () => {
    expect(await statusWith({ origin: "https://evil.example" })).toBe(403);
    expect(await statusWith({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await statusWith({ "sec-fetch-site": "none" })).toBe(200);
  });
});

describe("errors", () => {
  it("a method that is not served is refused by its name and path", async () => {
    const { status, body } = await ask(warehouse, "POST", "/datasets/ds/routines", {});
    expect(status).toBe(501);
    expect(JSON.stringify(body)).toContain("POST /bigquery/v2/projects/local/datasets/ds/routines");
    expect((await ask(warehouse, "POST", "/datasets/ds/tables/t/insertAll", {})).status).toBe(501);
  });

  it("an error has BigQuery's body", async () => {
    const { status, body } = await ask(warehouse, "GET", "/datasets/ds/tables/none");
    expect(status).toBe(404);
    const message = "Not found: Table local:ds.none was not found in location US";
    const errors = [{ message, domain: "global", reason: "notFound" }];
    expect(body).toEqual({ error: { code: 404, message, errors } });
  });

  it("an unknown name is refused with its line and column", async () => {
    const error = await errorOf(
      rowsOf(warehouse.client, "select 1 as a,\n  nothing\nfrom (select 2 as b)"),
    );
    expect(error.code).toBe(400);
    expect(error.message).toContain("Unrecognized name: nothing at [2:3]");
  });

  it("a syntax error is refused with its line and column", async () => {
    const error = await errorOf(rowsOf(warehouse.client, "select *\nform x"));
    expect(error.code).toBe(400);
    expect(error.message).toMatch(/^Syntax error: .* at \[2:\d+\]$/);
  });

  it("an unknown table is not found, in a query too", async () => {
    const error = await errorOf(rowsOf(warehouse.client, "select * from ds.none"));
    expect(error.code).toBe(404);
    expect(error.message).toBe("Not found: Table local:ds.none was not found in location US");
    const other = await errorOf(rowsOf(warehouse.client, "select * from nowhere.none"));
    expect(other.message).toBe("Not found: Dataset local:nowhere was not found in location US");
  });

  it("another project is not found", async () => {
    const error = await errorOf(rowsOf(warehouse.client, "select * from other.ds.t"));
    expect(error.code).toBe(404);
    expect(error.message).toContain("Project other");
  });

  it("a statement that is not supported is refused by its name", async () => {
    const error = await errorOf(rowsOf(warehouse.client, "alter table ds.t add column x int64"));
    expect(error.code).toBe(501);
    expect(error.message).toContain("ALTER");
  });

  it("a setting that would change a query is refused by its name", async () => {
    const query = { query: "select 1", destinationTable: { datasetId: "ds", tableId: "t" } };
    const { status, body } = await ask(warehouse, "POST", "/jobs", { configuration: { query } });
    expect(status).toBe(501);
    expect(JSON.stringify(body)).toContain("configuration.query.destinationTable");
  });

  it("two columns of one name are refused", async () => {
    const error = await errorOf(rowsOf(warehouse.client, "select 1 as a, 2 as a"));
    expect(error.message).toContain("Duplicate column names in the result are not supported");
  });
});

describe("jobs", () => {
  it("a job id is used once", async () => {
    const { client } = warehouse;
    await client.createQueryJob({ query: "select 1", jobId: "once" });
    const error = await errorOf(client.createQueryJob({ query: "select 2", jobId: "once" }));
    expect(error.code).toBe(409);
    expect(error.message).toContain("Already Exists: Job local:US.once");
  });

  it("a failed query is a finished job with an error, and its rows answer 400", async () => {
    const configuration = { query: { query: "select nothing", useLegacySql: false } };
    const job = await ask(warehouse, "POST", "/jobs", {
      configuration,
      jobReference: { jobId: "bad" },
    });
    expect(job.status).toBe(200);
    const status = job.body["status"] as Record<string, unknown>;
    expect(status["state"]).toBe("DONE");
    expect(status["errorResult"]).toMatchObject({ reason: "invalidQuery", location: "query" });
    expect((await ask(warehouse, "GET", "/queries/bad")).status).toBe(400);
  });

  it("an unknown job is not found", async () => {
    expect((await ask(warehouse, "GET", "/jobs/none")).status).toBe(404);
  });
});

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
    const [metadata] = await table.getMetadata();
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
      const [rows, next] = await client.dataset("ds").table("numbers").getRows(options);
      seen.push(...rows.map((row) => (row as { n: number }).n));
      options = (next as object | null) ?? null;
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
