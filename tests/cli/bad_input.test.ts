/** What an operator can get wrong, and the one sentence and exit code that it gets. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { type AnthropicServer, startAnthropic } from "../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../local/stand_ins/organization/index.ts";
import { inProcess, run } from "./support.ts";

const KEY = "sk-ant-admin01-nobody-has-this-key";
let folder: string;
let home: string;
let vendor: AnthropicServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-cli-"));
  home = path.join(folder, "home");
  writeFileSync(path.join(folder, "a file"), "not a folder");
  const organizations = demoOrganizations({ days: 2, second: false });
  vendor = await startAnthropic({ organizations, now: () => Date.parse("2026-11-01T06:00:00Z") });
});
afterAll(async () => {
  await vendor.close();
  rmSync(folder, { recursive: true });
});

type Case = readonly [
  title: string,
  args: readonly string[],
  settings: () => Record<string, string>,
  message: RegExp,
];

const CASES: readonly Case[] = [
  [
    "a folder that nobody can make",
    ["query", "select 1"],
    () => ({ AI_SPEND_HOME: "/proc/x" }),
    /The folder \/proc\/x cannot be written: point AI_SPEND_HOME to a folder of your own/,
  ],
  ...["sync", "report"].map((verb): Case => [
    `centuries to ${verb}`,
    [verb, "--from", "0001-01-01"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /--from 0001-01-01 is before 2020-01-01, when nothing was sold yet: check the year/,
  ]),
  ...[
    [["export", "focus", "--out", ""], "--out is empty: give it a value \\(folder\\)\\."],
    [["report", "--out", ""], "--out is empty: give it a value \\(file\\), or leave it out\\."],
    [["report", "--out", " "], "--out is empty"],
    [["owners", "template", "--out", ""], "--out is empty: give it a value \\(file\\), or leave"],
    [["trace", "--day", "2026-01-01", "--html", ""], "--html is empty"],
    [["import", "invoices", ""], "The file is empty: give it a value \\(CSV with a header"],
    [["import", "", "x.csv"], "The kind is empty: give it a value \\(api-key-owners"],
    [["sync", "--from", ""], "--from is empty: give it a value \\(date\\), or leave it out"],
    [["sync", "--to", "\t"], "--to is empty: give it a value \\(date\\)"],
    [["sync", "--source="], "--source is empty: give it a value \\(names\\)"],
    [["query", ""], "The sql is empty: give it a value\\."],
    [["build", "--only", ""], "--only is empty: give it a value \\(model\\)"],
  ].map(([args = [], message]): Case => [
    `nothing in ${JSON.stringify(args)}`,
    args as string[],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    new RegExp(`^${String(message)}`),
  ]),
  ["an unknown verb", ["snyc"], () => ({}), /Unknown command 'snyc'.*see ai-spend --help/],
  [
    "help for an unknown verb",
    ["help", "biuld"],
    () => ({}),
    /^Unknown command 'biuld' \(Did you mean build\?\); see ai-spend --help\.\n$/,
  ],
  [
    "a project that is none",
    ["build"],
    () => ({ AI_SPEND_WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: "my proj" }),
    /^GOOGLE_CLOUD_PROJECT is "my proj", which is no project id: set it to one such as my-project-1\.\n$/,
  ],
  ["an unknown flag", ["sync", "--form", "x"], () => ({}), /Unknown option '--form'/],
  ["an unknown format", ["query", "select 1", "--format", "xml"], () => ({}), /table, csv, json/],
  [
    "a link to no project",
    ["looker-link"],
    () => ({}),
    /no project is named: set GOOGLE_CLOUD_PROJECT to the id of your project, or give --project/,
  ],
  [
    "a link to what is no project",
    ["looker-link", "--project", "My Project"],
    () => ({}),
    /"My Project" is not the id of a Google Cloud project/,
  ],
  [
    "a link with the address of a report for its id",
    ["looker-link", "--project", "my-project", "--template", "https://lookerstudio.google.com/x"],
    () => ({}),
    /not the id of a report: take what stands after \/reporting\//,
  ],
  ["no SQL", ["query"], () => ({}), /Missing required argument 'sql'/],
  ["no key", ["sync"], () => ({}), /No vendor key is set: set ANTHROPIC_ADMIN_KEY/],
  [
    "a key of the wrong kind",
    ["sync"],
    () => ({ ANTHROPIC_ADMIN_KEY: "crsr_nobody" }),
    /holds a key of another vendor/,
  ],
  [
    "a key for a source",
    ["sync", "--source", KEY],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /"\(a key\)" is not a source/,
  ],
  ["a key for a verb", [KEY], () => ({}), /Unknown command '\(a key\)'/],
  [
    "a key for a warehouse",
    ["build"],
    () => ({ AI_SPEND_WAREHOUSE: "crsr_nobody" }),
    /AI_SPEND_WAREHOUSE is "\(a key\)"/,
  ],
  [
    "a base URL in clear text",
    ["sync"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY, ANTHROPIC_BASE_URL: "http://example.com" }),
    /ANTHROPIC_BASE_URL is not an https address/,
  ],
  [
    "a source nobody knows",
    ["sync", "--source", "openai"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /"openai" is not a source: the sources are anthropic/,
  ],
  [
    "a range that ends before it starts",
    ["sync", "--from", "2026-02-01", "--to", "2026-01-01"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /--from 2026-02-01 is not before --to 2026-01-01/,
  ],
  [
    "a date that does not exist",
    ["sync", "--from", "2026-02-30"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /is a day that does not exist/,
  ],
  [
    "a range that ends in the future",
    ["sync", "--to", "2999-01-01"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY }),
    /is in the future/,
  ],
  [
    "a key that the vendor does not accept",
    ["sync"],
    () => ({ ANTHROPIC_ADMIN_KEY: KEY, ANTHROPIC_BASE_URL: vendor.url, AI_SPEND_HOME: home }),
    /HTTP 401.*the key in ANTHROPIC_ADMIN_KEY is not accepted/,
  ],
  [
    "a home that cannot be written",
    ["query", "select 1"],
    () => ({ AI_SPEND_HOME: path.join(folder, "a file") }),
    /a file/,
  ],
  [
    "a warehouse nobody knows",
    ["build"],
    () => ({ AI_SPEND_WAREHOUSE: "snowflake" }),
    /set it to local or bigquery/,
  ],
  [
    "BigQuery without a project",
    ["build"],
    () => ({ AI_SPEND_WAREHOUSE: "bigquery" }),
    /GOOGLE_CLOUD_PROJECT is not set/,
  ],
  [
    "SQL with an error",
    ["query", "select nothing"],
    () => ({ AI_SPEND_HOME: home }),
    /Unrecognized name: nothing at \[1:8\]/,
  ],
  [
    "SQL that is a comment alone",
    ["query", "-- what did we spend?"],
    () => ({ AI_SPEND_HOME: home }),
    /Syntax error: Unexpected end of script at \[1:1\]/,
  ],
  [
    "SQL that ends too early",
    ["query", "select (1"],
    () => ({ AI_SPEND_HOME: home }),
    /Syntax error: .* at \[1:\d+\]/,
  ],
];

describe("bad input", () => {
  it.each(CASES)(
    "%s gets one sentence and exit code 2",
    async (_title, args, settings, message) => {
      const ended = await inProcess(args, settings());
      expect(ended.stderr).toMatch(message);
      expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(ended.stderr).not.toMatch(/sk-ant-\w+-nobody|at .*\.ts:\d/);
      expect(ended.stdout).toBe("");
      expect(ended.code).toBe(2);
    },
  );

  it("reaches the shell as an exit code and one sentence on stderr", async () => {
    const ended = await run(["snyc"], {});
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "Unknown command 'snyc' (Did you mean sync?); see ai-spend --help.\n",
    });
  });

  it.each(["status", "init", "doctor", "demo", "--help"])(
    "a working folder that is gone is told by %s",
    (verb) => {
      const gone = mkdtempSync(path.join(os.tmpdir(), "ai-spend-gone-"));
      const script = `cd "${gone}"; rmdir "${gone}"; exec "$0" "${path.resolve("cli/start.js")}" ${verb}`;
      const ended = spawnSync("sh", ["-c", script, process.execPath], { encoding: "utf8" });
      expect(ended.stderr).toBe(
        "The working folder is gone or may not be read: change to a folder that is there.\n",
      );
      expect([ended.stdout, ended.status]).toEqual(["", 2]);
    },
  );

  it.each([
    "-- by month\nselect 1 as one",
    "--\tby month\nselect 1 as one",
    "--by month\nselect 1 as one",
  ])("SQL that begins with a comment is no option: %j", async (sql) => {
    const ended = await inProcess(["query", sql, "--format", "csv"], { AI_SPEND_HOME: home });
    expect(ended).toEqual({ code: 0, stdout: "one\r\n1\r\n", stderr: "" });
  });

  it("a damaged table file is named with the remedy", async () => {
    const damaged = path.join(folder, "damaged");
    await inProcess(["query", "select 1"], { AI_SPEND_HOME: damaged });
    writeFileSync(path.join(damaged, "local.duckdb"), "this was a database once".repeat(500));
    const ended = await inProcess(["query", "select 1"], { AI_SPEND_HOME: damaged });
    expect(ended.stderr).toMatch(/local\.duckdb/);
    expect(ended.code).toBe(2);
  });
});

describe("help", () => {
  it("goes to stdout with exit code 0 and names every verb", async () => {
    const ended = await inProcess(["--help"], {});
    expect(ended.code).toBe(0);
    for (const verb of ["sync", "build", "query", "status", "warehouse", "demo"]) {
      expect(ended.stdout).toMatch(new RegExp(`^  ${verb}\\b`, "m"));
    }
  });
});
