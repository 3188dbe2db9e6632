/** The renderers refuse what would lose dollars, and render rule tables as they stand. */

import { createRequire } from "node:module";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { caseWhen } = requireInclude("./sql/case_when.js") as {
  caseWhen: (rules: readonly { when: string; then: string }[], otherwise?: string) => string;
};
const { conserves, unique } = requireInclude("./laws.js") as {
  conserves: (law: object) => string;
  unique: (law: object) => string;
};
const { pick } = requireInclude("./columns.js") as { pick: (...names: string[]) => object };

describe("caseWhen", () => {
  it("renders rules in order, the ELSE last", () => {
    const rules = [
      { when: "a = 1", then: "'one'" },
      { when: "a = 2", then: "'two'" },
    ];
    expect(caseWhen(rules, "'other'")).toBe(
      "case\n      when a = 1 then 'one'\n      when a = 2 then 'two'\n      else 'other'\n    end",
    );
  });

  it("refuses to render without rules", () => {
    expect(() => caseWhen([], "'other'")).toThrow("at least one WHEN");
  });

  it.each([undefined, "", "  "])("refuses to render with %j for an ELSE", (otherwise) => {
    expect(() => caseWhen([{ when: "a", then: "b" }], otherwise)).toThrow("no ELSE");
  });
});

describe("laws", () => {
  it("cannot compare two sides without a key", () => {
    const side = { from: "t", measure: "x" };
    expect(() => conserves({ expected: side, actual: side, per: [] })).toThrow("at least one key");
    expect(() => unique({ from: "t", key: [] })).toThrow("at least one key");
  });
});

describe("columns", () => {
  it("refuse a name without a description", () => {
    expect(() => pick("activity_date", "no_such_column")).toThrow("no_such_column");
  });
});
