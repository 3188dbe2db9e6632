/** What a load job refuses, and how its rows arrive. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ask, errorOf, memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";
import { AMOUNTS, amountsIn } from "./support/amounts.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

const { load, read } = amountsIn(() => warehouse);

describe("bad rows", () => {
  const cases: readonly (readonly [title: string, row: unknown, says: string])[] = [
    ["an unknown field", { day: "2026-06-01", surprise: 1 }, "No such field: surprise"],
    ["a missing required field", { amount: "1" }, "Missing required field: day"],
    [
      "a day that does not exist",
      { day: "2026-02-30" },
      "Field day does not take this value as DATE",
    ],
    [
      "an amount that is no number",
      { day: "2026-06-01", amount: "1,5" },
      "Field amount does not take",
    ],
    [
      "an amount that a double would change",
      { day: "2026-06-01", amount: 12345678901.123457 },
      "send a string",
    ],
    [
      "an object for a text",
      { day: "2026-06-01", note: {} },
      "Field note does not take this value as STRING",
    ],
    ["a line that is no object", [1], "not a JSON object"],
  ];
  const schema = {
    fields: [
      { name: "day", type: "DATE", mode: "REQUIRED" },
      { name: "amount", type: "NUMERIC" },
      { name: "note", type: "STRING" },
    ],
  };

  it.each(cases)(
    "%s is refused by row and name, and nothing is loaded",
    async (_title, row, says) => {
      await load("checked", [{ day: "2026-06-01" }], {
        schema,
        writeDisposition: "WRITE_TRUNCATE",
      });
      const error = await errorOf(load("checked", [{ day: "2026-06-02" }, row]));
      expect(error.message).toContain("row 2");
      expect(error.message).toContain(says);
      expect(await read("checked")).toHaveLength(1);
    },
  );

  it("an amount beyond NUMERIC is refused and nothing is loaded", async () => {
    await load("range", [], { schema: AMOUNTS });
    const error = await errorOf(load("range", [{ amount: "1" }, { amount: "1e40" }]));
    expect(error.message).toContain("1e40");
    expect(await read("range")).toEqual([]);
  });

  it("unknown fields pass when the job says so", async () => {
    await load("lenient", [{ day: "2026-06-01", surprise: { deep: 1 } }], {
      schema: AMOUNTS,
      ignoreUnknownValues: true,
    });
    expect(await read("lenient")).toEqual([["2026-06-01", null]]);
  });
});

describe("job ids and uploads", () => {
  it("a load's job id is used once, and its record is kept with its rows", async () => {
    await load("landed", [{ day: "2026-06-01" }], { schema: AMOUNTS, jobId: "load-1" });
    const again = load("landed", [{ day: "2026-06-01" }], { jobId: "load-1" });
    expect((await errorOf(again)).message).toContain("Already Exists: Job local:US.load-1");
    expect(await read("landed")).toHaveLength(1);
    const job = await ask(warehouse, "GET", "/jobs/load-1");
    expect(job.body).toMatchObject({
      status: { state: "DONE" },
      statistics: { load: { outputRows: "1" } },
    });
    const rows = await rowsOf(warehouse.client, "select 1 as a");
    expect(rows).toHaveLength(1);
  });

  it("a body that is cut off loads nothing", async () => {
    const metadata = {
      configuration: {
        load: {
          destinationTable: { datasetId: "ds", tableId: "cut" },
          sourceFormat: "NEWLINE_DELIMITED_JSON",
          schema: AMOUNTS,
        },
      },
    };
    const body = `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(metadata)}\r\n--b\r\nContent-Type: x\r\n\r\n{"amount":"1"}\n`;
    const url = `${warehouse.url}/upload/bigquery/v2/projects/local/jobs?uploadType=multipart`;
    const send = (text: string) =>
      fetch(url, {
        method: "POST",
        body: text,
        headers: { "content-type": "multipart/related; boundary=b" },
      });
    expect((await send(body)).status).toBe(400);
    expect((await ask(warehouse, "GET", "/datasets/ds/tables/cut")).status).toBe(404);
    expect((await send(`${body}\r\n--b--`)).status).toBe(200);
    expect(await read("cut")).toHaveLength(1);
  });

  it("a resumable upload arrives in pieces", async () => {
    const url = `${warehouse.url}/upload/bigquery/v2/projects/local/jobs?uploadType=resumable`;
    const resource = {
      configuration: {
        load: {
          destinationTable: { datasetId: "ds", tableId: "pieces" },
          sourceFormat: "NEWLINE_DELIMITED_JSON",
          schema: AMOUNTS,
        },
      },
    };
    const begun = await fetch(url, { method: "POST", body: JSON.stringify(resource) });
    const address = begun.headers.get("location") ?? "";
    const text = '{"amount":"1"}\n{"amount":"2"}\n';
    const put = (from: number, to: number) =>
      fetch(address, {
        method: "PUT",
        body: text.slice(from, to),
        headers: { "content-range": `bytes ${from}-${to - 1}/${text.length}` },
      });
    const first = await put(0, 10);
    expect([first.status, first.headers.get("range")]).toEqual([308, "bytes=0-9"]);
    expect((await put(10, text.length)).status).toBe(200);
    expect(await read("pieces", "2")).toEqual([
      [null, "1"],
      [null, "2"],
    ]);
  });

  it("a format or setting that is not supported is refused by name", async () => {
    expect(
      (await errorOf(load("csv", "a,b", { sourceFormat: "CSV", schema: AMOUNTS }))).message,
    ).toContain("sourceFormat CSV");
    const lenient = load("bad", [], { schema: AMOUNTS, maxBadRecords: 3 });
    expect((await errorOf(lenient)).message).toContain("configuration.load.maxBadRecords");
  });
});
