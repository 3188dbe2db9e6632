/** The file of settings: what was written is read again, whatever is in a value. */

import { describe, expect, it } from "@jest/globals";

import { editSettings, parseSettings } from "../../../ingest/settings/settings.ts";

const MARK = "\ufeff";

describe("a byte order mark", () => {
  it("is no part of the first name", () => {
    expect(parseSettings(`${MARK}A=1\r\nB=2\r\n`, ".env")).toEqual({ A: "1", B: "2" });
    expect(parseSettings(`${MARK}# said\nA=1\n`, ".env")).toEqual({ A: "1" });
    expect(editSettings(`${MARK}A=1\n`, { A: "2" })).toBe("A=2\n");
  });
});

describe("a value", () => {
  it.each([
    "plain",
    "a b",
    "a#b",
    "it's",
    'say "x"',
    `it's "x"`,
    "`x`",
    "`it's`",
    `"a" \`b\``,
    "it's \\n",
  ])("%s is read as it was written", (value) => {
    expect(parseSettings(editSettings("B=1\n", { A: value }), ".env")).toEqual({
      A: value,
      B: "1",
    });
  });

  it.each(["'\"`", "'`\\"])("that no quotes can hold is refused: %s", (value) => {
    expect(() => editSettings("", { A: value })).toThrow(
      "A holds every kind of quotes, which a file of settings cannot keep: set it in the environment.",
    );
  });
});
