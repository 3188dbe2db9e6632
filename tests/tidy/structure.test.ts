/** Which way the arrows of the TypeScript run, and how full a folder may be. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { projectFiles } from "../support/files.ts";
import { crowdedFolders, folderCircles, type Imports, importsBelow } from "../support/imports.ts";

const ROOTS = ["ingest", "cli", "local", "tools"];
const MOST_FILES = 25;

describe("imports", () => {
  let imports: Imports;

  beforeAll(async () => {
    imports = await importsBelow(".", ROOTS);
  });

  it("are those of every file", () => {
    const files = projectFiles(/^(ingest|cli|local|tools)\/.*\.ts$/);
    expect(imports.files).toEqual(expect.arrayContaining([...files]));
  });

  it("make no circle of files and run from the verbs to the loader and the laptop alone", () => {
    expect(imports.refused).toEqual([]);
  });

  it("make no circle of folders", () => {
    expect(folderCircles(imports.all)).toEqual([]);
  });
});

describe("a folder", () => {
  // What a program writes is read by programs.
  const written = projectFiles(/./).filter((file) => !file.startsWith("infra/schemas/"));

  it(`holds at most ${MOST_FILES} files that people write`, () => {
    expect(crowdedFolders(written, MOST_FILES)).toEqual([]);
  });
});

describe("a planted breach", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-imports-"));
  let imports: Imports;

  const planted = {
    "tsconfig.json": "{}",
    // A circle of types alone.
    "ingest/walk/totals.ts": 'export type { Walk } from "./walk.ts";',
    "ingest/walk/walk.ts": 'import { type Walk as W } from "./totals.ts"; export type Walk = W;',
    "ingest/land.ts": 'export const verb = await import("../cli/sync.ts");',
    "local/warehouse/open.ts": 'import { type verb } from "../../ingest/land.ts";',
    "local/warehouse/send.ts": 'export type Send = typeof import("../stand_ins/cursor/a.ts");',
    "local/stand_ins/cursor/a.ts": 'import "../google/a.ts"; import "../../warehouse/open.ts";',
    "local/stand_ins/google/a.ts": 'import "./b.ts"; import "./gone.ts";',
    "local/stand_ins/google/b.ts": "export {};",
    "cli/sync.ts": 'import "../local/stand_ins/google/b.ts"; import "../tools/write.ts";',
    "cli/demo/run.ts": 'import "../../local/stand_ins/google/b.ts";',
    "tools/write.ts": 'import "../cli/demo/run.ts";',
  };

  beforeAll(async () => {
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    imports = await importsBelow(folder, ROOTS);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("of each rule is seen, and nothing else", () => {
    expect([...imports.refused].sort()).toEqual([
      "every import is found: local/stand_ins/google/a.ts → ./gone.ts",
      "no file imports one that imports it: ingest/walk/totals.ts → ingest/walk/walk.ts → ingest/walk/totals.ts",
      "no stand-in knows another: local/stand_ins/cursor/a.ts → local/stand_ins/google/a.ts",
      "no stand-in knows the warehouse: local/stand_ins/cursor/a.ts → local/warehouse/open.ts",
      "the demo alone has simulated vendors: cli/sync.ts → local/stand_ins/google/b.ts",
      "the laptop knows neither loader nor verbs: local/warehouse/open.ts → ingest/land.ts",
      "the loader knows neither verbs nor laptop: ingest/land.ts → cli/sync.ts",
      "the warehouse knows no vendor: local/warehouse/send.ts → local/stand_ins/cursor/a.ts",
      "verbs know neither tests nor writers of documents: cli/sync.ts → tools/write.ts",
    ]);
  });

  const importsOf = (...pairs: readonly string[]) =>
    pairs.map((pair) => {
      const [from = "", to = ""] = pair.split(" > ");
      return { from, to };
    });

  it("between neighbours is seen at every depth", () => {
    const pair = importsOf("a/x/deep/1.ts > a/y/2.ts", "a/y/other/3.ts > a/x/4.ts");
    expect(folderCircles(pair)).toEqual([
      "a/x → a/y: a/x/deep/1.ts → a/y/2.ts",
      "a/y → a/x: a/y/other/3.ts → a/x/4.ts",
    ]);
    const round = importsOf("x/1.ts > y/1.ts", "y/1.ts > z/1.ts", "z/2.ts > x/2.ts");
    expect(folderCircles(round)).toHaveLength(3);
  });

  it("between a folder's own files and a folder below is seen", () => {
    const both = importsOf("a/index.ts > a/x/1.ts", "a/x/2.ts > a/shared.ts");
    expect(folderCircles(both)).toHaveLength(2);
    const oneWay = importsOf("a/index.ts > a/x/1.ts", "b/1.ts > a/index.ts", "a/x/1.ts > c/2.ts");
    expect(folderCircles(oneWay)).toEqual([]);
  });

  it("of too many files in a folder is seen", () => {
    const files = Array.from({ length: 3 }, (_, index) => `a/b/${index}.ts`);
    expect(crowdedFolders([...files, "a/1.ts"], 2)).toEqual(["a/b: 3"]);
    expect(crowdedFolders(files, 3)).toEqual([]);
  });
});
