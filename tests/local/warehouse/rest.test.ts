/** What the REST API of the local warehouse answers and refuses. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ask, errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

describe("a client that goes away", () => {
  const ENDLESS =
    "select count(*) as c from unnest(generate_array(1, 1000000)) as a cross join unnest(generate_array(1, 1000000)) as b where a * b = 7";

  it.each([
    ["a query", "/queries", { query: ENDLESS, useLegacySql: false }],
    ["a job", "/jobs", { configuration: { query: { query: ENDLESS, useLegacySql: false } } }],
  ])("does not leave %s behind that holds up everybody else", async (_what, place, body) => {
    const leaving = new AbortController();
    const asked = fetch(`${warehouse.url}/bigquery/v2/projects/local${place}`, {
      method: "POST",
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
    const next = rowsOf(warehouse.client, "select 1 as one");
    setTimeout(() => leaving.abort(), 500);
    await expect(asked).rejects.toThrow(/abort/);
    expect(await next).toEqual([{ one: 1 }]);
  });

  it("ends its query by cancelling the job, and what changes tables goes on", async () => {
    const start = (jobId: string, sql: string) =>
      ask(warehouse, "POST", "/jobs", {
        jobReference: { jobId },
        configuration: { jobTimeoutMs: "8000", query: { query: sql, useLegacySql: false } },
      });
    const endless = start("endless", ENDLESS);
    const insert = start("insert", "create table ds.made as select 1 as k");
    for (const id of ["endless", "insert"]) {
      const cancel = () => ask(warehouse, "POST", `/jobs/${id}/cancel`);
      let answer = await cancel();
      // The job may not have arrived yet, over a connection of its own.
      while (answer.status === 404) answer = await cancel();
      expect(answer.body).toMatchObject({ kind: "bigquery#jobCancelResponse" });
    }
    const [read, made] = await Promise.all([endless, insert]);
    expect(read.body).toMatchObject({
      status: { errorResult: { reason: "stopped", message: "Nobody waits for the job." } },
    });
    expect(made.body).not.toHaveProperty("status.errorResult");
    expect(await rowsOf(warehouse.client, "select k from ds.made")).toEqual([{ k: 1 }]);
    expect((await ask(warehouse, "POST", "/jobs/none/cancel")).status).toBe(404);
  });

  it("leaves what it changes to be done", async () => {
    await rowsOf(warehouse.client, "create table ds.kept as select 1 as k");
    const leaving = new AbortController();
    const sql = "insert into ds.kept select n from unnest(generate_array(2, 2000000)) as n";
    const asked = fetch(`${warehouse.url}/bigquery/v2/projects/local/queries`, {
      method: "POST",
      body: JSON.stringify({ query: sql, useLegacySql: false }),
      signal: leaving.signal,
    });
    setTimeout(() => leaving.abort(), 100);
    await asked.catch(() => undefined);
    // Another request waits for its turn behind the insert.
    const count = "select count(*) as c from ds.kept";
    expect(await rowsOf(warehouse.client, count)).toEqual([{ c: 2_000_000 }]);
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

  it("of two requests at once with one job id, one is refused", async () => {
    const configuration = { query: { query: "select 1" } };
    const start = () =>
      ask(warehouse, "POST", "/jobs", { configuration, jobReference: { jobId: "twins" } });
    const answers = await Promise.all([start(), start()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
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
