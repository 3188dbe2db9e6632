import { describe, expect, it } from "@jest/globals";

import { JudgeError, parseType, typeText } from "../../support/judge/index.ts";
import { fromTypeProto, toTypeProto } from "../../support/judge/types.ts";

const TYPES = [
  "STRING",
  "INT64",
  "NUMERIC",
  "BIGNUMERIC",
  "FLOAT64",
  "BOOL",
  "BYTES",
  "DATE",
  "DATETIME",
  "TIME",
  "TIMESTAMP",
  "JSON",
  "ARRAY<INT64>",
  "STRUCT<a INT64, b STRING>",
  "STRUCT<INT64, STRING>",
  "ARRAY<STRUCT<key STRING, value STRUCT<amounts ARRAY<NUMERIC>, at TIMESTAMP>>>",
];

describe("a GoogleSQL type", () => {
  it.each(TYPES)("%s survives being read and written", (text) => {
    expect(typeText(parseType(text))).toBe(text);
  });

  it.each(TYPES)("%s survives the engine's own form", (text) => {
    expect(typeText(fromTypeProto(toTypeProto(parseType(text))))).toBe(text);
  });

  it.each([
    ["integer", "INT64"],
    ["Boolean", "BOOL"],
    ["FLOAT", "FLOAT64"],
    ["numeric(10, 2)", "NUMERIC"],
    ["array< struct<`a b` int64> >", "ARRAY<STRUCT<a b INT64>>"],
  ])("%s is read as %s", (text, canonical) => {
    expect(typeText(parseType(text))).toBe(canonical);
  });

  it.each([
    "",
    "VARCHAR",
    "ARRAY<INT64",
    "ARRAY<>",
    "INT64 INT64",
    "STRUCT<a INT64,>",
    "constructor",
  ])("%j is refused", (text) => {
    expect(() => parseType(text)).toThrow(JudgeError);
  });
});
