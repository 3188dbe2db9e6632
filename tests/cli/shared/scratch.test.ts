/** What a killed process left is cleared by the next of its kind, and nothing else is. */

import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { withScratch } from "../../../cli/shared/scratch.ts";

const verb = `scratch${process.pid}`;
const at = (name: string) => path.join(os.tmpdir(), `ai-spend-${name}`);
const LEFT = { old: at(`${verb}-old`), young: at(`${verb}-young`), other: at(`${verb}x-old`) };

beforeAll(() => {
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  for (const folder of Object.values(LEFT)) {
    mkdirSync(path.join(folder, "home"), { recursive: true });
    writeFileSync(path.join(folder, "home/local.duckdb"), "");
    if (folder !== LEFT.young) utimesSync(folder, longAgo, longAgo);
  }
});
afterAll(() => Object.values(LEFT).forEach((folder) => rmSync(folder, { recursive: true })));

it("removes folders of the same name that are older than a day, and in the end its own", async () => {
  const own = await withScratch(verb, (folder) => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(Object.values(LEFT).filter(existsSync)).toEqual([LEFT.young, LEFT.other]);
    return Promise.resolve(folder);
  });
  expect(existsSync(own)).toBe(false);
  mkdirSync(LEFT.old);
});
