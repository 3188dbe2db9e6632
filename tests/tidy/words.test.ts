/** The glossary: in order, a sentence a word, and no word that nobody uses. */

import { describe, expect, it } from "@jest/globals";

import { projectFiles, read } from "../support/files.ts";

const GLOSSARY = "docs/words.md";
const rows = [...read(GLOSSARY).matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)]
  .map(([, word = "", meaning = "", term = ""]) => ({ word, meaning, term }))
  .slice(2);

describe("the glossary", () => {
  it("has its words in order, each once", () => {
    const words = rows.map(({ word }) => word);
    expect(words.length).toBeGreaterThan(50);
    expect(words).toEqual([...new Set(words)].sort((one, other) => (one < other ? -1 : 1)));
  });

  it("says each in one sentence", () => {
    const odd = rows.filter(
      ({ meaning }) => !/^[A-Z].*\.$/.test(meaning) || /[.;] [A-Z]/.test(meaning),
    );
    expect(odd.map(({ word }) => word)).toEqual([]);
  });

  it("has only words that are used elsewhere", () => {
    const texts = projectFiles(/^(definitions|docs|ingest|cli|local|tests)\/.*\.(sqlx|md|ts)$/)
      .filter((file) => file !== GLOSSARY && !file.startsWith("tests/tidy/words"))
      .map((file) => read(file).toLowerCase())
      .join("\n")
      .replaceAll(/[\s_-]+/g, " ");
    const unused = rows.filter(
      ({ word }) => !texts.includes(word.toLowerCase().replaceAll(/[\s_-]+/g, " ")),
    );
    expect(unused.map(({ word }) => word)).toEqual([]);
  });

  it("is where a newcomer looks", () => {
    expect(read("README.md")).toContain("](docs/words.md)");
    expect(read("definitions/README.md")).toContain("](../docs/words.md)");
  });
});
