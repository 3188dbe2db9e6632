/** The file of settings: what was written is read again, whatever is in a value. */

import { describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import { editSettings, parseSettings, pathSetting } from "../../../ingest/settings/settings.ts";

const KEY = "sk-ant-admin01-not-a-real-key";
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

describe("a line", () => {
  it.each([
    ['A="/tmp/h1\nB="bigquery"\n', /^\.env, line 1: its quote \("\) is not closed on the line/],
    ["B=1\n\nA='KEY\nB=2\n", /^\.env, line 3: its quote/],
    ["B=1\r\nexport A = `KEY", /^\.env, line 2: its quote/],
    ['A="one" KEY\n', /^\.env, line 1: something follows the value in quotes/],
    ['A="on\\"KEY"\n', /^\.env, line 1: something follows/],
    ["A=1\rB=2\r", /^\.env, line 1: it ends with a carriage return alone/],
    ["A=1\nB=KEY\rC=3\n", /^\.env, line 2: it ends with a carriage return alone/],
    ["A=1\nKEY\n", /^\.env, line 2: neither NAME=value nor a # comment/],
  ])("that is not whole is refused by its number, and not shown: %j", (text, message) => {
    const read = () => parseSettings(text.replace("KEY", KEY), ".env");
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/not-a-real-key/);
  });

  it.each([
    ["A= \nB=2\n", { B: "2" }],
    ["A=\t\r\nB=2\r\n", { B: "2" }],
    ['A=""\nB=2', { B: "2" }],
    ["# don't\nB=2 # it's\n", { B: "2" }],
    ["A=it's\nB='2' # \"\n", { A: "it's", B: "2" }],
    ["A=1\nA=2\nA=\nB=2\n", { B: "2" }],
    ["constructor=1\ntoString=2\nB=2\n", { constructor: "1", toString: "2", B: "2" }],
  ])("says nothing of the lines below: %j", (text, settings) => {
    expect(parseSettings(text, ".env")).toEqual(settings);
  });
});

describe("white space", () => {
  const BLANKS = [" ", "  ", "\t", "\u00a0", "\v", "\f", "\u2028", "\u3000", MARK, " \t "];

  it.each(BLANKS)("%j is no part of a name or a value, wherever it stands", (blank) => {
    for (const line of [
      `export${blank}A=1`,
      `A${blank}=1`,
      `${blank}export A=1`,
      `${blank}A=1`,
      `A=${blank}1`,
      `A=1${blank}`,
      `A=${blank}"1"${blank}`,
      `${blank}export${blank}A${blank}=${blank}'1'${blank}# said`,
    ])
      expect(parseSettings(`B=2\n${line}\n`, ".env")).toEqual({ A: "1", B: "2" });
    expect(parseSettings(`A=${blank}'a#b'${blank}#c`, ".env")).toEqual({ A: "a#b" });
    expect(parseSettings(`A=1${blank}#${blank}b`, ".env")).toEqual({ A: "1" });
    expect(parseSettings(`A=${blank}#b\nB=2${blank}#c`, ".env")).toEqual({ B: "2" });
  });
});

describe("a # without quotes", () => {
  it.each(["A=/home#1", "A=#1", "A =#KEY", "A=KEY#", "A=it's#1 # said", "A=/h#1=/x #2"])(
    "that would cut the value is refused: %s",
    (line) => {
      const read = () => parseSettings(`B=1\n${line.replace("KEY", KEY)}\n`, ".env");
      expect(read).toThrow(/^\.env, line 2: a # in its value begins a comment, .* put quotes/);
      expect(read).not.toThrow(/not-a-real-key/);
    },
  );

  it("is a comment behind a space", () => {
    expect(parseSettings("A=1 #b#c\nB= # c#d=e\nC=/x\t#y\n", ".env")).toEqual({
      A: "1",
      C: "/x",
    });
  });
});

describe("a path", () => {
  const place = (value: string) => ({ env: { HOME: "/home/me", A: value }, cwd: "/work" });

  it.each([
    ["~/spend", "/home/me/spend"],
    ["~", "/home/me"],
    ["~//spend/x", "/home/me/spend/x"],
    ["spend", "/work/spend"],
    ["./~/spend", "/work/~/spend"],
    ["/spend~", "/spend~"],
  ])("%s is %s", (value, whole) => {
    expect(pathSetting(place(value), "A")).toBe(whole);
  });

  it.each([
    ["~you/spend", /^A begins with ~you, .*write the whole path/],
    [KEY, /^A holds a key: set it to a path/],
  ])("%s is refused", (value, message) => {
    expect(() => pathSetting(place(value), "A")).toThrow(message);
    expect(() => pathSetting(place(value), "A")).toThrow(ConfigError);
  });
});
