/** Folders that a command makes where the operator says. */

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, expect, it } from "@jest/globals";

import { makeFolder } from "../../../cli/shared/write_file.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-folders-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("are made with those above them, and found the next time", () => {
  const deep = path.join(folder, "a/b/c");
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

it("end below a file and below what nobody can write", () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  for (const place of [file, path.join(file, "x"), "/proc/x", "/proc/x/y"]) {
    expect(() => makeFolder(place)).toThrow(/ENOTDIR|EEXIST|ENOENT/);
  }
});
