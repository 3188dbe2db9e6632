/** A warehouse's file is there whole or not at all. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";

import { makeDatabase } from "../../../local/warehouse/home/make_file.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-make-"));
  file = path.join(folder, "local.duckdb");
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe("a file that is made", () => {
  it("is a database before it has its name, and nothing else is left", async () => {
    const seen: string[][] = [];
    const create = DuckDBInstance.create.bind(DuckDBInstance);
    jest.spyOn(DuckDBInstance, "create").mockImplementation(async (...asked) => {
      const made = await create(...asked);
      seen.push(readdirSync(folder));
      return made;
    });
    await makeDatabase(file);
    expect(seen.flat()).not.toContain("local.duckdb");
    expect(readdirSync(folder)).toEqual(["local.duckdb"]);
    (await create(file)).closeSync();
  });

  it("is that of whoever was first", async () => {
    const create = DuckDBInstance.create.bind(DuckDBInstance);
    jest.spyOn(DuckDBInstance, "create").mockImplementation(async (...asked) => {
      const made = await create(...asked);
      writeFileSync(file, "another's");
      return made;
    });
    await makeDatabase(file);
    expect(readFileSync(file, "utf8")).toBe("another's");
    expect(readdirSync(folder)).toEqual(["local.duckdb"]);
  });
});

it.each(["", "this is no database"])("a file that is there stays as it is: %j", async (text) => {
  writeFileSync(file, text);
  await makeDatabase(file);
  expect(readFileSync(file, "utf8")).toBe(text);
});
