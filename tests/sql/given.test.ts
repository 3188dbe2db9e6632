/** What stories and violations are written in: read as it stands, and refused where it says something else. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, describe, expect, it } from "@jest/globals";

import { readWalk } from "../support/given_walk.ts";
import type { CompiledGraph } from "../support/graph.ts";
import { readViolation } from "../support/violation.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-given-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(text: string): string {
  const file = path.join(folder, "given");
  writeFileSync(file, text);
  return file;
}

describe("a walk", () => {
  const walk = (pages: string) => write(`{ "endpoint": "costs", "pages": ${pages} }`);

  it("has the text of its pages, whatever is in them", () => {
    const texts = [
      String.raw`{ "amount": 1.10, "many": 1e2, "b": 12345678901234567890, "a": "]}, {[ \" \\" }`,
      `[ { "data": [[], {}] } ]`,
      `{}`,
    ];
    expect(readWalk(walk(`[\n${texts.join(",\n")}\n]`))).toEqual({
      endpoint: "costs",
      pages: texts,
    });
  });

  it("of no page has none", () => {
    expect(readWalk(walk("[]")).pages).toEqual([]);
  });

  it("is refused where a page is a number or a text", () => {
    expect(() => readWalk(walk(`[{}, 1]`))).toThrow("a page is an object or a list");
    expect(() => readWalk(walk(`["{}"]`))).toThrow("a page is an object or a list");
  });
});

describe("a violation", () => {
  const target = { database: "local", schema: "ai_staging", name: "costs" };
  const graph = { tables: [{ target }], declarations: [] } as unknown as CompiledGraph;
  const section = (heading: string, csv: string) => `## ${heading}\n\n\`\`\`csv\n${csv}\n\`\`\`\n`;
  const given = section("given costs", "day,cents:STRING\n2026-01-05,1.10");
  const expected = section("expect", "day\nnull");
  const read = (...parts: readonly string[]) => readViolation(write(parts.join("\n")), graph);

  it("has given tables and the rows that are expected", () => {
    expect(read("A sentence.\n", given, expected)).toEqual({
      given: [
        {
          name: "ai_staging.costs",
          columns: ["day", "cents:STRING"],
          rows: [{ day: "2026-01-05", "cents:STRING": "1.10" }],
        },
      ],
      expected: { columns: ["day"], rows: [{ day: "null" }] },
    });
  });

  it.each([
    ["without expected rows", [given], "needs one ## expect"],
    ["without a row that is expected", [given, section("expect", "day")], "to return no row"],
    ["with two kinds of expected rows", [given, expected, expected], "needs one ## expect"],
    ["that gives a table twice", [given, given, expected], "gives a table twice"],
    ["of a table that is not there", [section("given it", "a"), expected], "the graph has no it"],
    ["with another heading", [section("gives costs", "a"), expected], "cannot read ## gives costs"],
    ["with more below a table", [`${given}and more\n`, expected], "cannot read ## given costs"],
    ["with a table that is not fenced", ["## given costs\n\nday\n", expected], "cannot read"],
  ])("%s is refused", (_what, parts, said) => {
    expect(() => read(...parts)).toThrow(said);
  });
});
