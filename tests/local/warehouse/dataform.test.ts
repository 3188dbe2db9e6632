/** The unmodified Dataform CLI against the local warehouse: test, run, run again after a restatement. */

import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  loadRows,
  memoryWarehouse,
  metadataOf,
  rowsOf,
  type TestWarehouse,
} from "./support/client.ts";
import { copyProbe } from "./support/probe.ts";

const ROOT = process.cwd();
const SCHEMA = {
  fields: ["day:DATE", "key:STRING", "amount:STRING"].map((entry) => ({
    name: entry.split(":")[0],
    type: entry.split(":")[1],
  })),
};

let warehouse: TestWarehouse;
let folder: string;

beforeAll(async () => {
  warehouse = await memoryWarehouse();
  folder = copyProbe();
  writeFileSync(
    path.join(folder, "credentials.json"),
    JSON.stringify({ projectId: "local", location: "US" }),
  );
  await warehouse.client.createDataset("probe_raw");
});

afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the CLI; the server lives in this process, so the call must not block it. */
function dataform(...args: string[]): Promise<{ code: number | null; output: string }> {
  const cli = path.join(ROOT, "node_modules/@dataform/cli/bundle.js");
  const child = spawn(
    process.execPath,
    [cli, ...args, folder, "--credentials", path.join(folder, "credentials.json")],
    {
      env: {
        ...{ PATH: process.env["PATH"], HOME: folder },
        BIGQUERY_EMULATOR_HOST: `${warehouse.url}/bigquery/v2`,
        METADATA_SERVER_DETECTION: "none",
      },
    },
  );
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

/** Replaces what was landed. */
async function land(
  rows: readonly (readonly [day: string, key: string, amount: string])[],
): Promise<void> {
  const target = warehouse.client.dataset("probe_raw").table("landed");
  const records = rows.map(([day, key, amount]) => ({ day, key, amount }));
  await loadRows(warehouse.client, target, records, {
    schema: SCHEMA,
    writeDisposition: "WRITE_TRUNCATE",
  });
}

/** A table's rows as "day key amount". */
async function lines(table: string): Promise<string[]> {
  const query = `select concat(cast(day as string), ' ', key, ' ', cast(amount_usd as string)) as line
    from probe.${table} order by line`;
  return (await rowsOf(warehouse.client, query)).map((row) => String(row["line"]));
}

describe("dataform", () => {
  it("a unit test passes", async () => {
    const { code, output } = await dataform("test");
    expect([output, code]).toEqual([expect.stringMatching(/passed/i), 0]);
  });

  it("the first run makes every kind of action", async () => {
    await land([
      ["2026-06-01", "alice", "1.10"],
      ["2026-06-01", "alice", "0.000000001"],
      ["2026-06-02", "bob", "2"],
      ["2026-06-02", "carol", "3"],
    ]);
    const { code, output } = await dataform("run");
    expect([output, code]).toEqual([expect.not.stringMatching(/error|fail/i), 0]);
    const all = ["2026-06-01 alice 1.100000001", "2026-06-02 bob 2", "2026-06-02 carol 3"];
    for (const table of ["costs_by_day", "merged", "overwritten", "appended"]) {
      expect([table, await lines(table)]).toEqual([table, all]);
    }
    expect(await rowsOf(warehouse.client, "select days from probe.counted")).toEqual([{ days: 3 }]);
  });

  it("descriptions, labels and partitions arrive", async () => {
    const metadata = await metadataOf(warehouse.client, "costs_by_day", "probe");
    expect(metadata).toMatchObject({
      description: "One row per day.",
      labels: { team: "finance" },
      timePartitioning: { type: "DAY", field: "day" },
      clustering: { fields: ["key"] },
      schema: {
        fields: [
          { name: "day" },
          { name: "key" },
          { name: "amount_usd", type: "NUMERIC", description: "US dollars." },
        ],
      },
    });
    const view = await metadataOf(warehouse.client, "costs", "probe");
    expect(view).toMatchObject({ type: "VIEW", description: "One row per landed line." });
  });

  it("a second run restates: MERGE updates and adds, overwriting removes, appending adds", async () => {
    await land([
      ["2026-06-01", "alice", "9"],
      ["2026-06-02", "bob", "2.5"],
      ["2026-06-03", "dora", "4"],
    ]);
    const { code, output } = await dataform("run");
    expect([output, code]).toEqual([expect.not.stringMatching(/error|fail/i), 0]);
    expect(await lines("costs_by_day")).toEqual([
      "2026-06-01 alice 9",
      "2026-06-02 bob 2.5",
      "2026-06-03 dora 4",
    ]);
    expect(await lines("merged")).toEqual([
      ...[
        "2026-06-01 alice 1.100000001",
        "2026-06-02 bob 2.5",
        "2026-06-02 carol 3",
        "2026-06-03 dora 4",
      ],
    ]);
    expect(await lines("overwritten")).toEqual([
      ...["2026-06-01 alice 1.100000001", "2026-06-02 bob 2.5", "2026-06-03 dora 4"],
    ]);
    expect(await lines("appended")).toEqual([
      ...[
        "2026-06-01 alice 1.100000001",
        "2026-06-02 bob 2",
        "2026-06-02 carol 3",
        "2026-06-03 dora 4",
      ],
    ]);
  });

  it("an assertion that finds rows fails the run by its name", async () => {
    await land([["2026-06-01", "alice", "-1"]]);
    const { code, output } = await dataform("run");
    expect(code).toBe(1);
    expect(output).toMatch(/no_negative_costs/);
    expect(output).toMatch(/Assertion failed/i);
  });

  it("a dry run changes nothing", async () => {
    const before = await lines("costs_by_day");
    await land([["2026-06-01", "alice", "7"]]);
    const { code, output } = await dataform("run", "--dry-run");
    expect([output, code]).toEqual([expect.not.stringMatching(/error/i), 0]);
    expect(await lines("costs_by_day")).toEqual(before);
  });
});
