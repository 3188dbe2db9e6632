/** The style of the TypeScript and JavaScript, as assertions. */

import { createRequire } from "node:module";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

import { linesThatMatch, projectFiles, read } from "../support/files.ts";
import { compiledGraph } from "../support/graph.ts";

const money = projectFiles(/^(ingest|cli)\/.*\.ts$/, /^includes\/.*\.js$/);
const production = projectFiles(/^(ingest|cli|local)\/.*\.ts$/, /^includes\/.*\.js$/);
const tests = projectFiles(/^tests\/.*\.ts$/);

describe("code", () => {
  it("stays within 220 lines a file", () => {
    expect(production.filter((file) => read(file).split("\n").length > 221)).toEqual([]);
  });

  it("starts every file with what it promises", () => {
    expect(production.filter((file) => !/^(#!.*\n)?\/\*\*/.test(read(file)))).toEqual([]);
  });

  it("reads the environment in one file", () => {
    const readers = linesThatMatch(production, /process\.env/).map((line) => line.split(":")[0]);
    expect([...new Set(readers)]).toEqual(["ingest/settings/config.ts"]);
  });

  it("prints in the command line alone", () => {
    expect(linesThatMatch(production, /\bconsole\./)).toEqual([]);
  });

  it("never turns money into a float", () => {
    const pattern = /(parseFloat|Number)\([^)]*(amount|cost|cents|usd)/i;
    expect(linesThatMatch(money, pattern)).toEqual([]);
  });

  it("has no test that is switched off, and nothing left for later", () => {
    const off = /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/;
    expect(linesThatMatch(tests, off).filter((line) => !line.startsWith("tests/tidy/"))).toEqual(
      [],
    );
    const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME"].join("|")})\\b`);
    expect(linesThatMatch([...production, ...tests], later)).toEqual([]);
  });
});

/** The records of all walks and of who was at work, and what people import. */
const WITHOUT_ENDPOINT = new Set([
  "raw_fetches",
  "raw_imports",
  "raw_sync_leases",
  "raw_claude_ai_spend_report",
  "raw_claude_console_cost",
  "raw_cursor_usage_csv",
]);

describe("endpoints", () => {
  const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
  const { ENDPOINTS } = requireInclude("./endpoints.js") as {
    ENDPOINTS: readonly { readonly table: string }[];
  };

  it("have a declared table each, and every declared page table has an endpoint", () => {
    const declared = compiledGraph()
      .declarations.filter(({ target }) => target.schema === "ai_raw")
      .map(({ target }) => target.name)
      .filter((name) => !WITHOUT_ENDPOINT.has(name));
    expect(new Set(ENDPOINTS.map(({ table }) => table))).toEqual(new Set(declared));
  });
});
