/** A file of settings may hold anything: it is refused with a sentence, and never ends the process. */

import { describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import { parseYaml } from "../../../ingest/settings/yaml_text.ts";

const nested: Readonly<Record<string, (depth: number) => string>> = {
  "lists in brackets": (depth) => "[".repeat(depth) + "]".repeat(depth),
  "brackets that stay open": (depth) => "[".repeat(depth),
  "brackets on lines of their own": (depth) => "[\n".repeat(depth),
  "objects in braces": (depth) => "{a: ".repeat(depth) + "1" + "}".repeat(depth),
  "both by turns": (depth) => "- {a: [".repeat(depth / 2),
  "lists on one line": (depth) => `${"- ".repeat(depth)}a`,
  "lists below a name": (depth) => `a:\n  ${"- ".repeat(depth)}a`,
  "lists by lines": (depth) =>
    Array.from({ length: depth }, (_, index) => `${" ".repeat(index)}-`).join("\n"),
  "names by lines": (depth) =>
    Array.from({ length: depth }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
  "names that are lists": (depth) => `${"? ".repeat(depth)}a`,
};

describe.each(Object.entries(nested))("%s", (_kind, text) => {
  it.each([200, 5_000, 200_000])("%i deep are refused before they are parsed", (depth) => {
    // Lines that are indented that deep would be larger than any file that is read.
    if (text === nested["lists by lines"] || text === nested["names by lines"])
      depth = Math.min(depth, 1_000);
    const read = () => parseYaml(text(depth), "connections.yaml");
    expect(read).toThrow(ConfigError);
    expect(read).toThrow("connections.yaml has lists nested more than 100 times: correct it.");
  });
});

it("marks within a text, and many that are not nested, are no depth", () => {
  const marks = "[{".repeat(5_000);
  expect(parseYaml(`# ${marks}\na: "${marks}"\nb: '${marks}'`, "f")).toEqual({
    a: marks,
    b: marks,
  });
  expect(parseYaml("- [a, {b: 1}]\n".repeat(500), "f")).toHaveLength(500);
  expect(parseYaml("- a\n".repeat(5_000), "f")).toHaveLength(5_000);
  const text = parseYaml(`${"[".repeat(90)}${"]".repeat(90)}`, "f");
  expect(JSON.stringify(text)).toBe(`${"[".repeat(90)}${"]".repeat(90)}`);
});
