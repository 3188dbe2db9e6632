/** Files of a project that are saved: each save is seen, and no compilation is kept for files that it is not of. */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { compileOnce } from "../../../cli/build/compile_once.ts";
import { compileWithFiles } from "../../../cli/build/compiler.ts";
import { watchProject } from "../../../cli/build/watch.ts";
import { projectRoot } from "../../../ingest/project_root.ts";

let root: string;
let home: string;
const MODEL = "definitions/model.sqlx";

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "ai-spend-saved-"));
  home = path.join(root, "home");
  mkdirSync(path.join(root, "definitions"));
  mkdirSync(path.join(root, "includes"));
  cpSync(path.join(projectRoot(), "includes"), path.join(root, "includes"), { recursive: true });
  cpSync(
    path.join(projectRoot(), "workflow_settings.yaml"),
    path.join(root, "workflow_settings.yaml"),
  );
  symlinkSync(path.join(projectRoot(), "node_modules"), path.join(root, "node_modules"));
  save(MODEL, model("1"));
});
afterEach(() => rmSync(root, { recursive: true }));

function save(file: string, text: string): void {
  writeFileSync(path.join(root, file), text);
}

function model(value: string): string {
  return `config { type: "table", schema: "ds" }\nselect ${value} as n\n`;
}

/** What the model says in the graph. */
function compiled(): string {
  return compileOnce(root, home).tables[0]?.query.trim() ?? "";
}

describe("each save is seen", () => {
  const signal = new AbortController().signal;

  it.each<[string, () => void]>([
    ["written", () => save(MODEL, model("2"))],
    ["written with the same text", () => save(MODEL, model("1"))],
    [
      "replaced by another file, and that one written",
      () => {
        save("new", model("2"));
        renameSync(path.join(root, "new"), path.join(root, MODEL));
      },
    ],
    ["removed", () => rmSync(path.join(root, MODEL))],
    [
      "in a new folder",
      () => (mkdirSync(path.join(root, "definitions/a")), save("definitions/a/b.sqlx", "")),
    ],
    ["the settings", () => save("workflow_settings.yaml", "")],
  ])("%s", async (_how, change) => {
    const saves = watchProject(root);
    change();
    await saves.next(signal);
    save(MODEL, model("3"));
    await saves.next(signal);
  });

  it("once", async () => {
    const saves = watchProject(root);
    save(MODEL, model("2"));
    await saves.next(signal);
    const stop = new AbortController();
    let isDone = false;
    const next = saves.next(stop.signal).then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(isDone).toBe(false);
    stop.abort();
    await next;
  });

  it("until nobody waits any more", async () => {
    const stop = new AbortController();
    const waiting = watchProject(root).next(stop.signal);
    stop.abort();
    await waiting;
  });
});

describe("a kept compilation", () => {
  it("is that of the files, and is made again once one of them is another", () => {
    expect([compiled(), compiled()]).toEqual(["select 1 as n", "select 1 as n"]);
    save(MODEL, model("2"));
    expect(compiled()).toBe("select 2 as n");
  });

  it.each([
    ["a file beside definitions and includes", "shared/a.js"],
    ["a hidden file", "includes/.hidden.js"],
  ])("is never that of a model that asks for %s", (_what, file) => {
    mkdirSync(path.join(root, "shared"));
    save(file, `module.exports = { value: "1" };`);
    save(
      MODEL,
      `config { type: "table", schema: "ds" }\njs { const { value } = require("${file}"); }\nselect \${value} as n\n`,
    );
    expect(compiled()).toBe("select 1 as n");
    save(file, `module.exports = { value: "2" };`);
    expect(compiled()).toBe("select 2 as n");
  });

  it("is never that of a file which somebody saves and puts back while it compiles", () => {
    let compilations = 0;
    const graph = compileOnce(root, home, "compiled", (project) => {
      compilations += 1;
      if (compilations > 1) return compileWithFiles(project);
      save(MODEL, model("2"));
      const compiledThen = compileWithFiles(project);
      save(MODEL, model("1"));
      return compiledThen;
    });
    expect(graph.tables[0]?.query.trim()).toBe("select 1 as n");
    expect(compilations).toBe(2);
    expect(compiled()).toBe("select 1 as n");
  });

  it("is not made for ever where somebody saves without end, and then none is kept", () => {
    let compilations = 0;
    compileOnce(root, home, "compiled", (project) => {
      save(MODEL, model(String((compilations += 1))));
      return compileWithFiles(project);
    });
    expect(compilations).toBe(3);
    save(MODEL, model("1"));
    expect(compiled()).toBe("select 1 as n");
  });
});
