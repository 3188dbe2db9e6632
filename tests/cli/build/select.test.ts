/** Which part of the graph `--only` means. */

import { describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import { readSelection, selected } from "../../../cli/build/select.ts";
import { action } from "../../local/warehouse/build/support.ts";

const on = (name: string, ...dependencies: readonly string[]) =>
  action(name, "select 1 as one", {
    dependencies,
    ...(name.startsWith("laws.") ? { kind: "assertion" as const } : {}),
  });

const ACTIONS = [
  on("a.staged"),
  on("a.summed", "a.staged"),
  on("laws.summed_once", "a.summed"),
  on("a.mart", "a.summed", "laws.summed_once"),
  on("a.other"),
  on("a.report", "a.mart", "a.other"),
  on("laws.mart_and_other", "a.mart", "a.other"),
];

const names = (text: string) => selected(ACTIONS, readSelection(text)).map(({ name }) => name);

describe("--only", () => {
  it("means a model with what it is made from, and the laws that look at nothing else", () => {
    expect(names("summed")).toEqual(["a.staged", "a.summed", "laws.summed_once"]);
    expect(names("a.mart")).toEqual(["a.staged", "a.summed", "laws.summed_once", "a.mart"]);
  });

  it.each(["mart+", "+mart+"])(
    "means with %s also what stands on it, and what that is made from",
    (text) => {
      expect(names(text)).toEqual(ACTIONS.map(({ name }) => name));
    },
  );

  it.each(["", "+", "two words", "mart-", "a.b.c"])("refuses %p with what to type", (text) => {
    expect(() => readSelection(text)).toThrow(/--only takes the name of a model, such as/);
  });

  it.each(["summed.sqlx", "definitions/a/summed.sqlx", "definitions\\a\\summed.sqlx"])(
    "takes a model by its file, such as %s",
    (file) => {
      expect(names(file)).toEqual(names("summed"));
      expect(names(`${file}+`)).toEqual(names("summed+"));
    },
  );

  it.each([
    ["sum", "There is no model sum; did you mean a.summed?"],
    ["SUMMED", "There is no model SUMMED; did you mean a.summed?"],
    ["b.summed", "There is no model b.summed; did you mean a.summed?"],
    ["mart_of_all", "There is no model mart_of_all."],
    ["reports", "There is no model reports; did you mean a.report?"],
    ["nothing", "There is no model nothing."],
  ])("says what is near %s, which there is not", (typed, sentence) => {
    expect(() => names(typed)).toThrow(new ConfigError(sentence));
  });
});
