/** What a project that does not compile is told: each cause once, and none of what follows from it. */

import { readFileSync } from "node:fs";

import { expect, it } from "@jest/globals";

import { compileProject } from "../../../cli/build/compiler.ts";
import { ConfigError } from "../../../ingest/errors.ts";

function linesFor(file: string, find: string, replace: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(find);
  try {
    compileProject(process.cwd(), { [file]: text.replace(find, () => replace) });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return String((error as Error).message).split("\n");
  }
  throw new Error("it compiles");
}

it("a fault in an include is one line, whatever asks for it", () => {
  const file = "includes/allocation.js";
  const lines = linesFor(
    file,
    "function split(",
    "function split(unused, nothing = of_this_name) {}\nfunction old(",
  );
  const said = lines.filter((line) => line.includes("of_this_name is not defined"));
  expect(said).toEqual([expect.stringMatching(/^definitions\/\S+ and \d+ more: of_this_name/)]);
  expect(lines.join("\n")).not.toContain("Missing dependency");
});

it("a fault in a model is its own, and not that of the models that ask for it", () => {
  const file = "definitions/marts/everyone/fct_cost_daily.sqlx";
  expect(linesFor(file, "${ref(", "${rf(")).toEqual([
    "The Dataform project does not compile:",
    `${file}: rf is not defined`,
  ]);
});

it("a model that does not exist is named with who asks for it", () => {
  const file = "definitions/marts/everyone/fct_cost_daily.sqlx";
  const lines = linesFor(file, 'ref("draft_fct_cost_daily")', 'ref("draft_of_nothing")');
  expect(lines[1]).toMatch(/fct_cost_daily\.sqlx: Could not resolve "draft_of_nothing"/);
});
