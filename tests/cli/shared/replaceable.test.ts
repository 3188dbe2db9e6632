/** What a command's file may take the place of: what this program wrote, and nothing that somebody needs. */

import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { reportHtml } from "../../../cli/report/html.ts";
import { PAGE } from "../../../cli/shared/replaceable.ts";
import { mayWrite, writeFile } from "../../../cli/shared/write_file.ts";
import { treeHtml } from "../../../cli/trace/text.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { projectRoot } from "../../../ingest/project_root.ts";
import { inProcess } from "../support.ts";

const before = process.env;
const cwd = process.cwd();
let folder: string;
const inside = (name: string) => path.join(folder, name);

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "ai-spend-replaceable-")));
  mkdirSync(inside("home/demo/tmp"), { recursive: true });
  mkdirSync(inside("home/tmp"));
  symlinkSync(inside("home"), inside("way"));
  process.env = { PATH: before["PATH"], HOME: folder, AI_SPEND_HOME: inside("home") };
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(cwd);
  process.env = before;
  rmSync(folder, { recursive: true });
});

const TREE = treeHtml({ title: "A day", usd: null, rule: null, facts: [], children: [] });
const REPORT = reportHtml(
  { data: {}, facts: "", trees: new Map() } as unknown as Parameters<typeof reportHtml>[0],
  { script: "", style: "" },
);

/** As the first of their kind began, byte for byte. */
const FIRST_REPORT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-x'; style-src 'sha256-y'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
`;

describe("a page takes the place of", () => {
  it.each([
    ["a report", REPORT],
    ["a trace", TREE],
    ["a report of the first version", FIRST_REPORT],
    ["a page whose line ends somebody's mail changed", REPORT.replaceAll("\n", "\r\n")],
    ["an empty file, as mktemp makes one", ""],
  ])("%s", (_what, content) => {
    writeFileSync(inside("page.html"), content);
    writeFile(inside("page.html"), REPORT, PAGE);
    expect(readFileSync(inside("page.html"), "utf8")).toBe(REPORT);
  });

  it.each([
    ["a list", "api_key_id,owner_email\nk,ada@x.org\n"],
    ["somebody else's page", "<!doctype html>\n<html>\n<head>\n<title>AI spend</title>\n"],
    ["a page that only begins alike", REPORT.slice(0, 60)],
    ["settings", "ANTHROPIC_ADMIN_KEY=x\n"],
    ["bytes", "\0\0\0\0DUCK"],
    ["a blank", "\n"],
  ])("no other file, such as %s", (_what, content) => {
    writeFileSync(inside("other"), content);
    const message = /^.*other exists and is no report .*: name another file, or remove it\.$/;
    expect(() => mayWrite(inside("other"), PAGE)).toThrow(ConfigError);
    expect(() => writeFile(inside("other"), REPORT, PAGE)).toThrow(message);
    expect(readFileSync(inside("other"), "utf8")).toBe(content);
  });
});

it.each([
  "home/local.duckdb",
  "home/local.duckdb.wal",
  "home/warehouse.json",
  "home/warehouse.secret",
  "home/compiled.json",
  "home/compiled_against.json",
  "home/tmp/holder-1",
  "home/demo/local.duckdb",
  "home/demo/tmp/x.ndjson",
  "way/local.duckdb",
  "home/../home/tmp/../local.duckdb",
  ".env",
  "connections.yaml",
])("no page stands in the place of %s, whether anything is there or not", (name) => {
  const file = `${folder}/${name}`;
  for (const place of [file, name]) {
    const message = /is where this program keeps its warehouse or its settings: name another file/;
    expect(() => writeFile(place, REPORT, PAGE)).toThrow(message);
    expect(existsSync(file)).toBe(false);
  }
  writeFileSync(file, "");
  expect(() => writeFile(file, REPORT, PAGE)).toThrow(/keeps its warehouse or its settings/);
  expect(readFileSync(file, "utf8")).toBe("");
  rmSync(file);
});

it("the models' settings and the file that AI_SPEND_SETTINGS names are no place either", () => {
  process.env["AI_SPEND_SETTINGS"] = inside("mine");
  for (const file of [inside("mine"), path.join(projectRoot(), "workflow_settings.yaml")])
    expect(() => writeFile(file, REPORT, PAGE)).toThrow(/keeps its warehouse or its settings/);
  delete process.env["AI_SPEND_SETTINGS"];
});

it("another name for the same file is told by what is in it", () => {
  writeFileSync(inside("home/local.duckdb"), "DUCK");
  linkSync(inside("home/local.duckdb"), inside("report.html"));
  expect(() => writeFile(inside("report.html"), REPORT, PAGE)).toThrow(/exists and is no report/);
  rmSync(inside("report.html"));
});

it.each(["home/report.html", "home/demo/report.html", "home/warehouse.html", "tmp.html", "x.env"])(
  "%s is a place like any other",
  (name) => {
    writeFile(inside(name), REPORT, PAGE);
    writeFile(inside(name), REPORT, PAGE);
    expect(readFileSync(inside(name), "utf8")).toBe(REPORT);
  },
);

it.each([
  [["report", "--out", "precious"]],
  [["trace", "--day", "2026-01-01", "--html", "precious"]],
  [["owners", "template", "--out", "precious"]],
])("%j is refused with 2 before anything is read", async (args) => {
  writeFileSync(inside("precious"), "precious");
  const ended = await inProcess(args, { AI_SPEND_HOME: inside("no home yet") });
  expect(ended.stderr).toMatch(/^precious exists and is no (?:report|list of owners).*\n$/);
  expect(ended.code).toBe(2);
  expect(readFileSync(inside("precious"), "utf8")).toBe("precious");
  expect(existsSync(inside("no home yet"))).toBe(false);
});
