/** The files of `export focus`, read back by another engine, against the tables of the specification. */

import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { FOCUS_VERSIONS, focusColumns } from "../../../cli/export/focus_query.ts";
import { type MonthFiles, writeMonth } from "../../../cli/export/write_month.ts";
import type { QueryResult, Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { compiledGraph } from "../../support/graph.ts";
import { loadScenario, scenarioNamed } from "../../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { SPECIFIED, VALUES } from "./specification.ts";
import { csvOf, type FileReader, type FileRow, openReader } from "./support.ts";

const STORY = "focus_one_row_for_each_who_bears_it";
const JANUARY = "2026-01-01";
const going = new AbortController().signal;
const graph = compiledGraph();
const assertions = graph.assertions.slice(0, 0);

let local: TestWarehouse;
let reader: FileReader;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-focus-"));
  [local, reader] = await Promise.all([startTestWarehouse(), openReader()]);
  await loadScenario(local, scenarioNamed(STORY));
  await local.build({ ...graph, assertions }, new Set());
});
afterAll(async () => {
  reader.close();
  await local.close();
  rmSync(folder, { recursive: true });
});

interface Writing {
  readonly version?: string;
  readonly month?: string;
  readonly warehouse?: Pick<Warehouse, "queryPages">;
  readonly signal?: AbortSignal;
  readonly onRows?: (rows: number) => void;
}

function write(options: Writing = {}): Promise<MonthFiles> {
  const { warehouse } = local;
  const defaults = { warehouse, version: "1.4", month: JANUARY, signal: going };
  return writeMonth({ folder, onRows: () => undefined, ...defaults, ...options });
}

describe.each(FOCUS_VERSIONS)("version %s", (version) => {
  const specified = SPECIFIED[version] ?? [];
  let files: MonthFiles;
  let rows: readonly FileRow[];

  beforeAll(async () => {
    files = await write({ version });
    rows = await reader.rows(csvOf(files.csv));
  });

  it("has the specification's columns in its order, and after them our own", async () => {
    const names = (await reader.rows(`describe ${csvOf(files.csv)}`)).map(
      (row) => row["column_name"],
    );
    expect(names.slice(0, specified.length)).toEqual(specified.map(({ name }) => name));
    expect(names.slice(specified.length)).not.toEqual([]);
    expect(names.slice(specified.length).filter((name) => !/^x_[A-Z]/.test(name ?? ""))).toEqual(
      [],
    );
  });

  it("has the specification's types in Parquet", async () => {
    const types: Readonly<Record<string, string>> = {
      String: "VARCHAR",
      JSON: "VARCHAR",
      Decimal: "DECIMAL(38,9)",
      "Date/Time": "TIMESTAMP WITH TIME ZONE",
    };
    const found = await reader.rows(`describe select * from '${files.parquet}'`);
    expect(found.slice(0, specified.length).map((row) => row["column_type"])).toEqual(
      specified.map(({ type }) => types[type]),
    );
  });

  it("has no null where the specification allows none", () => {
    expect(rows).toHaveLength(8);
    const empty = specified
      .filter(({ isNullable }) => !isNullable)
      .filter(({ name }) => rows.some((row) => row[name] === null));
    expect(empty.map(({ name }) => name)).toEqual([]);
  });

  it("has no value that the specification does not know", () => {
    for (const [name, allowed] of Object.entries(VALUES)) {
      const values = new Set(rows.map((row) => row[name]).filter((value) => value !== null));
      expect([...values].filter((value) => !allowed.includes(value ?? ""))).toEqual([]);
    }
    const objects = specified.filter(({ type }) => type === "JSON").map(({ name }) => name);
    const texts = rows.flatMap((row) => objects.map((name) => row[name] ?? "{}"));
    expect(texts.filter((text) => !(JSON.parse(text) instanceof Object))).toEqual([]);
    expect(new Set(rows.map((row) => row["PricingUnit"]))).toEqual(
      new Set(["1000000 Tokens", "Charges", "Requests", "Seat-Days"]),
    );
  });

  it("has the same rows in both files", async () => {
    const casts = focusColumns(version).map(({ name, type }) => {
      if (type === "Decimal") return `cast(${name} as decimal(38, 9)) as ${name}`;
      if (type === "Date/Time") return `cast(${name} as timestamptz) as ${name}`;
      return type === "Boolean" ? `cast(${name} as boolean) as ${name}` : name;
    });
    const csv = `select ${casts.join(", ")} from (${csvOf(files.csv)})`;
    const parquet = `select * from '${files.parquet}'`;
    expect(await reader.rows(parquet)).toEqual(await reader.rows(csv));
  });

  it("has every dollar once, and ratios that add up to 1 for each origin charge", async () => {
    const late = await write({ version, month: "2026-02-01" });
    const both = `select * from '${files.parquet}' union all select * from '${late.parquet}'`;
    const [billed] = await local.readRows(
      "select sum(cost_usd) as cost_usd, count(*) as charges from `local.ai_spend.fct_cost_daily`",
    );
    const origins = await reader.rows(
      `select sum(x_AllocatedRatio) as ratio from (${both}) group by x_OriginChargeId`,
    );
    const [sum] = await reader.rows(`select sum(BilledCost) as usd from (${both})`);
    expect(origins).toHaveLength(Number(billed?.["charges"]));
    expect(new Set(origins.map(({ ratio }) => ratio))).toEqual(new Set(["1.000000000"]));
    expect(sum?.["usd"]).toBe("12.150000000");
    expect(billed?.["cost_usd"]).toBe("12.15");
  });

  it("shows no person's address, and none in an id", () => {
    const text = readFileSync(files.csv, "utf8");
    expect(text).not.toContain("example.com");
    const ids = focusColumns(version).filter(({ name }) => name.endsWith("Id"));
    expect(rows.flatMap((row) => ids.map(({ name }) => row[name] ?? "")).join(" ")).not.toContain(
      "@",
    );
  });
});

describe("a month's files", () => {
  it("are the same bytes each time", async () => {
    const { csv, parquet } = await write();
    const before = [readFileSync(csv), readFileSync(parquet)];
    await write();
    expect([readFileSync(csv), readFileSync(parquet)]).toEqual(before);
  });

  it("are written page by page", async () => {
    const counts: number[] = [];
    const warehouse = { queryPages: (sql: string, params = {}) => inPagesOf(3, sql, params) };
    const whole = await write();
    const before = readFileSync(whole.csv, "utf8");
    const { rows } = await write({ warehouse, onRows: (count) => counts.push(count) });
    expect({ rows, counts }).toEqual({ rows: 8, counts: [3, 6, 8] });
    expect(readFileSync(whole.csv, "utf8")).toBe(before);
    expect(await reader.rows(`select count(*) as n from '${whole.parquet}'`)).toEqual([{ n: "8" }]);
  });

  it("stay as they were when a page fails or the operator stops", async () => {
    const { csv, parquet } = await write();
    const before = [readFileSync(csv), readFileSync(parquet)];
    const failing = {
      async *queryPages(sql: string, params = {}): AsyncGenerator<QueryResult> {
        for await (const page of inPagesOf(3, sql, params)) {
          yield page;
          throw new Error("the connection is gone");
        }
      },
    };
    await expect(write({ warehouse: failing })).rejects.toThrow("the connection is gone");
    await expect(write({ signal: AbortSignal.abort() })).rejects.toThrow(/^Interrupted/);
    expect([readFileSync(csv), readFileSync(parquet)]).toEqual(before);
    expect(unfinished()).toEqual([]);
  });

  it("are whole when two write the same month at once", async () => {
    const { csv, parquet } = await write();
    const before = [readFileSync(csv), readFileSync(parquet)];
    const slow = { queryPages: (sql: string, params = {}) => inPagesOf(1, sql, params) };
    const fast = { queryPages: (sql: string, params = {}) => inPagesOf(5, sql, params) };
    const both = await Promise.all([write({ warehouse: slow }), write({ warehouse: fast })]);
    expect(both.map(({ rows }) => rows)).toEqual([8, 8]);
    expect([readFileSync(csv), readFileSync(parquet)]).toEqual(before);
    expect(unfinished()).toEqual([]);
  });

  it("take the place of an earlier export alone", async () => {
    const { csv, parquet } = await write({ version: "1.2" });
    await write({ version: "1.2" });
    for (const file of [csv, parquet]) {
      const exported = readFileSync(file);
      writeFileSync(file, "mine");
      await expect(write({ version: "1.2" })).rejects.toThrow(/exists and is no .*: name another/);
      expect(readFileSync(file, "utf8")).toBe("mine");
      writeFileSync(file, exported);
    }
  });

  it("go through no link that somebody laid in their way", async () => {
    const { csv, parquet } = await write();
    const precious = path.join(folder, "precious");
    writeFileSync(precious, "as it was");
    const links = [csv, parquet, `${csv}.part`, `${parquet}.part`];
    for (const link of links) {
      rmSync(link, { force: true });
      symlinkSync(precious, link);
    }
    await write();
    expect(readFileSync(precious, "utf8")).toBe("as it was");
    expect([csv, parquet].map((file) => lstatSync(file).isFile())).toEqual([true, true]);
    for (const link of links) rmSync(link, { force: true });
  });

  it("are both as they were where a folder stands in the way of one", async () => {
    const { csv, parquet } = await write();
    const before = readFileSync(csv, "utf8");
    writeFileSync(csv, before.slice(0, before.indexOf("\n") + 1));
    rmSync(parquet);
    mkdirSync(parquet);
    await expect(write()).rejects.toThrow(
      `${parquet} is a folder: remove it, or give --out another`,
    );
    expect(readFileSync(csv, "utf8")).toBe(before.slice(0, before.indexOf("\n") + 1));
    rmSync(parquet, { recursive: true });
  });

  it("are refused with a sentence where nothing can be written", async () => {
    const file = path.join(folder, "a file");
    writeFileSync(file, "not a folder");
    const options = { warehouse: local.warehouse, version: "1.4", month: JANUARY, signal: going };
    const writing = writeMonth({ folder: file, onRows: () => undefined, ...options });
    await expect(writing).rejects.toThrow(/a file cannot be written to: give --out a folder/);
  });
});

function unfinished(): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes(".part"));
}

/** The warehouse's answer in pages of so many rows. */
async function* inPagesOf(
  size: number,
  sql: string,
  params: Readonly<Record<string, string>>,
): AsyncGenerator<QueryResult> {
  const { columns, rows } = await local.warehouse.query(sql, params);
  for (let start = 0; start < rows.length; start += size) {
    yield { columns, rows: rows.slice(start, start + size) };
  }
}
