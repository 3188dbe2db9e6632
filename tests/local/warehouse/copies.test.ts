/** A copy of the warehouse as of one moment, and rows that a build keeps beside those in their place. */

import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import type { BuildAction } from "../../../local/warehouse/build/index.ts";
import { copyWarehouse, openWarehouse } from "../../../local/warehouse/index.ts";
import { startEngine } from "../../support/engine.ts";
import { clientOf, rowsOf } from "./support/client.ts";
import { startOther } from "./support/other.ts";

let folder: string;
let home: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "copies-"));
  home = path.join(folder, "home");
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const COUNT = "select count(*) as n from ds.t";

async function countIn(where: string): Promise<unknown> {
  const opened = await openWarehouse({ home: where });
  try {
    return (await rowsOf(clientOf(opened), COUNT))[0]?.["n"];
  } finally {
    await opened.close();
  }
}

async function fill(): Promise<void> {
  const opened = await openWarehouse({ home });
  const client = clientOf(opened);
  await client.createDataset("ds");
  await rowsOf(client, "create table ds.t as select 1 as a");
  await opened.close();
}

describe("a copy", () => {
  it("holds what stood, is its owner's alone, and leaves every byte as it was", async () => {
    await fill();
    const file = path.join(home, "local.duckdb");
    const before = readFileSync(file);
    await copyWarehouse(home, path.join(folder, "copy"));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(await countIn(path.join(folder, "copy"))).toBe(1);
    expect(statSync(path.join(folder, "copy")).mode & 0o777).toBe(0o700);
  });

  it("holds what a process that has the file open has written, and lets it go on", async () => {
    await fill();
    const other = startOther(home);
    children.push(other.process);
    await other.says();
    const joined = await openWarehouse({ home });
    expect(joined.owned).toBe(false);
    const client = clientOf(joined);
    const writes = Array.from({ length: 10 }, () => rowsOf(client, "insert into ds.t values (2)"));
    const copies = [1, 2, 3].map((n) => copyWarehouse(home, path.join(folder, `copy${n}`)));
    await Promise.all([...writes, ...copies]);
    await copyWarehouse(home, path.join(folder, "last"));
    expect((await rowsOf(client, COUNT))[0]?.["n"]).toBe(11);
    await joined.close();
    expect(await countIn(path.join(folder, "last"))).toBe(11);
    expect(Number(await countIn(path.join(folder, "copy1")))).toBeGreaterThan(0);
  });

  it("of nothing, of a damaged file, or one that is not wanted any more is refused", async () => {
    await expect(copyWarehouse(home, path.join(folder, "copy"))).rejects.toThrow(
      /^There is no warehouse in .*home yet: run sync and build, or let AI_SPEND_HOME name/,
    );
    await fill();
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(copyWarehouse(home, path.join(folder, "copy"), stop.signal)).rejects.toThrow(
      "enough",
    );
    copyFileSync(path.join(home, "local.duckdb"), path.join(folder, "good"));
    writeFileSync(path.join(home, "local.duckdb"), "this is no database at all, but a text file");
    await expect(copyWarehouse(home, path.join(folder, "copy"))).rejects.toThrow(/is damaged/);
  });
});

describe("a build that is asked to keep rows", () => {
  const action = (
    name: string,
    query: string,
    kind: BuildAction["kind"] = "table",
  ): BuildAction => ({
    ...{ name, kind, query, incrementalQuery: query },
    ...{ preOps: [], incrementalPreOps: [], partitionBy: null, clusterBy: [], isProtected: false },
    ...{ description: "One row per number.", columns: [], dependencies: [] },
  });
  const keep = { tables: ["ds.a", "ds.b", "ds.c"], ending: "__was" };
  const common = { sources: [], all: false, fullRefresh: false };

  it("keeps those alone that get others, whatever comes in their place", async () => {
    const engine = await startEngine();
    try {
      const first = ["a", "b", "c"].map((name) => action(`ds.${name}`, "select 1 as n"));
      await engine.build({ ...common, actions: first, keep });
      const second = [
        action("ds.a", "select 2 as n"),
        action("ds.b", "-- a remark\nselect 1 as n"),
        action("ds.c", "select 3 as n", "view"),
      ];
      const ends = await engine.build({ ...common, actions: second, keep });
      expect(ends.map(({ name, end }) => [name, end]).sort()).toEqual(
        ["a", "b", "c"].map((name) => [`ds.${name}`, "made"]),
      );
      const tables = await engine.query(
        "select table_name as name, table_type as type from ds.INFORMATION_SCHEMA.TABLES order by name",
      );
      expect(tables.map(({ name }) => name)).toEqual(["a", "a__was", "b", "c", "c__was"]);
      for (const [name, n] of [
        ["a", "2"],
        ["a__was", "1"],
        ["b", "1"],
        ["c", "3"],
        ["c__was", "1"],
      ])
        expect(await engine.query(`select n from ds.${name}`)).toEqual([{ n }]);
    } finally {
      await engine.close();
    }
  });

  it("keeps a table as it was where the engine refuses what should come in its place", async () => {
    const engine = await startEngine();
    try {
      await engine.build({ ...common, actions: [action("ds.a", "select 1 as n")] });
      const [end] = await engine.build({
        ...{ ...common, keep },
        actions: [action("ds.a", "select nothing as n")],
      });
      expect(end?.end).toBe("failed");
      expect(await engine.query("select n from ds.a")).toEqual([{ n: "1" }]);
    } finally {
      await engine.close();
    }
  });
});
