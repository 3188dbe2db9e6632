/** docs/focus.md says what is in each column, in the words of the rule table, and names every method. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

interface RuledColumn {
  readonly name: string;
  readonly allowed: readonly string[];
  readonly versions: readonly string[];
  readonly description: string;
}

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { COLUMNS } = requireInclude("./focus/columns.js") as { COLUMNS: readonly RuledColumn[] };

const cells = (line: string) => line.split("|").map((cell) => cell.trim());
const lines = readFileSync("docs/focus.md", "utf8").split("\n").map(cells);

describe("docs/focus.md", () => {
  it("has one line for each column", () => {
    const wrong = COLUMNS.filter(({ name, versions, description }) => {
      const found = lines.filter((line) => line[1] === `\`${name}\``);
      return (
        found.length !== 1 || found[0]?.[2] !== versions.join(", ") || found[0][3] !== description
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("names every method of allocation once", () => {
    const named = lines
      .slice(
        lines.findIndex(([, cell]) => cell === "AllocatedMethodId"),
        lines.findIndex(([cell]) => cell?.startsWith("## Is anybody named")),
      )
      .flatMap(([, cell = ""]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, method]) => method));
    const methods = COLUMNS.find(({ name }) => name === "AllocatedMethodId")?.allowed;
    expect(named.sort()).toEqual([...(methods ?? [])].sort());
  });
});
