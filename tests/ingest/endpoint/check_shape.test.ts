/** Only what is read may refuse; everything else is landed as it came, and told. */

import { describe, expect, it } from "@jest/globals";
import { z } from "zod";

import { checkShape } from "../../../ingest/endpoint/check_shape.ts";
import { unread } from "../../../ingest/endpoint/unread.ts";

const schema = z.looseObject({
  amount: z.string(),
  color: unread(z.string()),
  note: unread(z.string().nullish()),
  place: unread(z.looseObject({ city: z.string() }).nullish()),
  rows: z.array(z.looseObject({ id: z.string(), kind: unread(z.string()) })),
});
const good = { amount: "1", color: "red", place: { city: "x" }, rows: [{ id: "a", kind: "k" }] };

function check(value: unknown) {
  const news: string[] = [];
  const onUnknown = (path: string, what: string): void => void news.push(`${what} ${path}`);
  return { value: checkShape(schema, value, { what: "it", onUnknown }), news };
}

describe("a value", () => {
  it("as expected says nothing", () => {
    expect(check(good)).toEqual({ value: good, news: [] });
  });

  it.each<[string, unknown, readonly string[]]>([
    ["of another type", { ...good, color: 7 }, ["changed color"]],
    ["that is null", { ...good, color: null }, ["changed color"]],
    ["that is missing", { ...good, color: undefined }, ["changed color"]],
    ["that may be missing", { ...good, note: null }, []],
    ["that became a list", { ...good, note: ["x"] }, ["changed note"]],
    ["changed within", { ...good, place: { city: 1 } }, ["changed place"]],
    ["with more within", { ...good, place: { city: "x", zip: 1 } }, ["new place.zip"]],
    [
      "missing in each row",
      { ...good, rows: [{ id: "a" }, { id: "b" }] },
      ["changed rows[].kind", "changed rows[].kind"],
    ],
  ])("that nothing reads, %s, is landed as it came", (_what, json, news) => {
    expect(check(json)).toEqual({ value: json, news });
  });

  it.each([
    ["ada@example.com"],
    ["sk-ant-api03-not_a_real_key"],
    ["\u001b[31mred"],
    ["What did you spend?"],
    ["x".repeat(61)],
    [""],
  ])("under the new name %j is told without it", (name) => {
    const hidden = "(a field whose name is not shown)";
    expect(check({ ...good, [name]: 1 }).news).toEqual([`new ${hidden}`]);
    expect(check({ ...good, rows: [{ ...good.rows[0], [name]: 1 }] }).news).toEqual([
      `new rows[].${hidden}`,
    ]);
  });

  it.each([
    [{ ...good, amount: 1 }, /at amount/],
    [{ ...good, rows: [{ kind: "k" }] }, /at rows\[0\]\.id/],
    [{ ...good, rows: {} }, /at rows/],
    [[], /at its top/],
  ])("that is read and cannot be is refused by its place: %#", (json, place) => {
    expect(() => check(json)).toThrow(place);
  });
});
