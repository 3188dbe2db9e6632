/** Literals, names and comments, and the brackets around them. */
import { describe, expect, it } from "@jest/globals";
import { SqlSyntaxError } from "../../../../local/warehouse/googlesql/index.ts";
import { tokenize } from "../../../../local/warehouse/googlesql/syntax/tokens.ts";
import { parseTree } from "../../../../local/warehouse/googlesql/syntax/tree.ts";

function read(text: string): readonly (readonly [string, string])[] {
  return tokenize(text).map(({ kind, value }) => [kind, value] as const);
}

describe("literals", () => {
  it.each<[string, string, string]>([
    ["'it\\'s'", "string", "it's"],
    [`"say \\"hi\\""`, "string", 'say "hi"'],
    ["'''it's'''", "string", "it's"],
    ['"""a\nb"""', "string", "a\nb"],
    ["r'\\d\\''", "string", "\\d\\'"],
    ['R"\\n"', "string", "\\n"],
    ["'\\u00fc\\x41\\101\\n'", "string", "üAA\n"],
    ["'\\U0001F600\\X41'", "string", "😀A"],
    ["''", "string", ""],
    ["b'a\\xff'", "bytes", "61ff"],
    ["rb'\\x'", "bytes", "5c78"],
    ["b'ü'", "bytes", "c3bc"],
    ["`p.d.t`", "quoted", "p.d.t"],
    ["`a\\`b`", "quoted", "a`b"],
    ["@name", "parameter", "name"],
    ["0x1F", "number", "0x1F"],
    [".5e-3", "number", ".5e-3"],
  ])("%s is a %s", (text, kind, value) => {
    expect(read(text)).toEqual([[kind, value]]);
  });

  it("positional parameters are numbered from left to right", () => {
    expect(read("? + ?").filter(([kind]) => kind === "parameter")).toEqual([
      ["parameter", "1"],
      ["parameter", "2"],
    ]);
  });

  it("what follows a point after a name is a name", () => {
    expect(read("t.5").map(([kind]) => kind)).toEqual(["word", "operator", "word"]);
    expect(
      read("x[0].y")
        .map(([, value]) => value)
        .join(" "),
    ).toBe("x [ 0 ] . y");
  });

  it("a word that looks like a prefix stays a word", () => {
    expect(read("rb b r").map(([, value]) => value)).toEqual(["rb", "b", "r"]);
  });
});

describe("comments", () => {
  it("are dropped, whatever stands in them", () => {
    const text = "a -- it's\nb # \"\nc /* ' ; */ d /* \n * / */ e";
    expect(read(text).map(([, value]) => value)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("do not begin inside of a text", () => {
    expect(read("'-- no' \"# no\" '/* no */'").map(([kind]) => kind)).toEqual([
      "string",
      "string",
      "string",
    ]);
  });
});

describe("positions", () => {
  it("count lines and columns from 1", () => {
    const [, second] = tokenize("a\n  /* x\n */ b");
    expect(second).toMatchObject({ line: 3, column: 5 });
  });

  it.each<[string, number, number]>([
    ["select 'abc", 1, 8],
    ["select\n  'a\nb'", 2, 3],
    ["select /* x", 1, 8],
    ["select `a", 1, 8],
    ["select '\\q'", 1, 8],
    ["select (1", 1, 8],
    ["select 1)", 1, 9],
    ["select (1]", 1, 10],
    ["select \u00a7", 1, 8],
  ])("%j is refused at %i:%i", (text, line, column) => {
    const refusal = refusalOf(() => parseTree(text));
    expect(refusal).toBeInstanceOf(SqlSyntaxError);
    expect(refusal).toMatchObject({ line, column });
  });
});

describe("brackets", () => {
  it("of types end at the matching sign, two at once included", () => {
    const [, outer, after] = parseTree("array<struct<a int64, b array<string>>> x");
    expect(outer).toMatchObject({ kind: "group", open: "<" });
    expect(after).toMatchObject({ value: "x" });
  });

  it("a comparison opens none", () => {
    expect(parseTree("a < b").map((node) => node.kind)).toEqual(["word", "operator", "word"]);
  });
});

function refusalOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
