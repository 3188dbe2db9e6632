/** The parts of a trace that need no warehouse: places in JSON, sums of a tree, shares, and what may be asked. */

import { describe, expect, it } from "@jest/globals";

import { readLaws } from "../../../cli/trace/laws.ts";
import { balanceOf, node, unbalanced } from "../../../cli/trace/node.ts";
import { placesIn } from "../../../cli/trace/place.ts";
import { chargesAt } from "../../../cli/trace/queries.ts";
import { selectionOf } from "../../../cli/trace/select.ts";
import { shareOf, shareText } from "../../../cli/trace/share.ts";
import { treeHtml, treeText } from "../../../cli/trace/text.ts";
import { compiledGraph } from "../../support/graph.ts";
import { read } from "../../support/files.ts";
import { inProcess } from "../support.ts";

describe("a place in a page", () => {
  const page = `{ "data" : [ {"a":1, "results": []},
    {"results":[{"amount": 1.10 ,"text":"a \\"]}\\" b","deep":[[1],[2,{"x":null}]]}, "two", -3.50e2]} ], "has_more": false }`;

  it.each([
    ["$.data[1].results[0]", `{"amount": 1.10 ,"text":"a \\"]}\\" b","deep":[[1],[2,{"x":null}]]}`],
    ["$.data[1].results[1]", '"two"'],
    ["$.data[1].results[2]", "-3.50e2"],
    ["$.data[1].results[0].amount", "1.10"],
    ["$.data[1].results[0].deep[1][1].x", "null"],
    ["$.data[0].results", "[]"],
    ["$.has_more", "false"],
  ])("%s is word for word what stands there", (path, words) => {
    expect(placesIn(page)(path)).toBe(words);
  });

  it("is the same whatever was looked for before", () => {
    const reader = placesIn(page);
    const paths = [
      "$.data[1].results[2]",
      "$.data[7]",
      "$.data[1].results[0].deep[1][0]",
      "$.data[0]",
    ];
    const alone = paths.map((path) => placesIn(page)(path));
    expect([...paths, ...paths].map(reader)).toEqual([...alone, ...alone]);
  });

  it.each(["$.data[2]", "$.data[0].results[0]", "$.nothing", "$.data.results", "$.has_more[0]"])(
    "%s is empty",
    (path) => {
      expect(placesIn(page)(path)).toBeNull();
    },
  );
});

describe("a tree", () => {
  const leaf = (usd: string) => node("leaf", { usd });

  it("adds up, or is named where it does not", () => {
    const good = node("good", { usd: "0.3", rule: "parts", children: [leaf("0.1"), leaf("0.2")] });
    const same = node("same", {
      usd: "1",
      rule: "same",
      children: [leaf("1"), node("no dollars")],
    });
    const bad = node("bad", {
      usd: "0.3",
      rule: "parts",
      children: [leaf("0.1"), leaf("0.200000001")],
    });
    const differs = node("differs", { usd: "1", rule: "same", children: [leaf("1"), leaf("2")] });
    expect(unbalanced(node("root", { children: [good, same] }))).toEqual([]);
    expect(unbalanced(node("root", { children: [good, bad, differs] }))).toEqual([
      "root → bad",
      "root → differs",
    ]);
    expect(balanceOf(bad)).toEqual({ count: 2, total: "0.300000001", isEqual: false });
    expect(treeText(bad)).toMatch(/^bad: \$0\.3 ≠ 2 parts together, which are \$0\.300000001\n/);
  });

  it("is a page in which no name can be more than text", () => {
    const page = treeHtml(node("<script>alert(1)</script>", { facts: [["a", '<b>&"</b>']] }));
    expect(page).not.toMatch(/<script|<b>/);
    expect(page).toMatch(/default-src 'none'/);
  });
});

describe("a share", () => {
  it("is the whole part, and one billionth of what was left", () => {
    expect(shareOf("0.000000010", "0.000000004", "1", 3n)).toMatchObject({
      wholeUsd: "0.000000003",
      extra: 1n,
    });
    expect(shareOf("-0.00000001", "-0.000000003", "1", 3n)).toMatchObject({
      wholeUsd: "-0.000000003",
      extra: 0n,
    });
    expect(shareText("0.00000001", "0.000000004", "1.000000000", 3n)).toBe(
      "10 × 1 / 3 billionths → 0.000000003 and 1 billionth that was left over = 0.000000004",
    );
  });
});

describe("a charge in SQL", () => {
  it("is one text of many", () => {
    const ids = Array.from({ length: 101 }, (_, index) => String(index).padStart(32, "0"));
    const { ids: listed } = chargesAt(ids.map((id) => ({ id, day: "2026-10-20" })));
    expect(listed).toBe(`(select id from unnest(split('${ids.join(",")}', ',')) as id)`);
  });

  it("is a hash on a day, and nothing else", () => {
    const id = "0f".repeat(16);
    expect(chargesAt([{ id, day: "2026-10-20" }])).toEqual({
      ids: `('${id}')`,
      first: "date '2026-10-20'",
      last: "date '2026-10-20'",
    });
    expect(() => chargesAt([{ id: "x') or true --", day: "2026-10-20" }])).toThrow(RangeError);
    expect(() => chargesAt([{ id, day: "2026-10-20' or true --" }])).toThrow(RangeError);
  });
});

describe("what is asked for", () => {
  it("is found by days and in the values' own places", () => {
    const { sql, params } = selectionOf({ day: "2026-10-20", person: "a'b@example.com" });
    expect(sql).toMatch(/charge_date = cast\(@day as date\)\n {2}and lower\(user_email\)/);
    expect(sql).not.toMatch(/a'b/);
    expect(params).toEqual({ day: "2026-10-20", person: "a'b@example.com" });
  });

  it.each([
    [[], /Nothing to trace is named: give --charge, --day or --invoice/],
    [["--day", "2026-02-30"], /--day 2026-02-30 is no day/],
    [["--charge", "abc"], /abc is no charge_id/],
    [["--invoice", "I-1", "--day", "2026-10-20"], /--invoice stands without/],
    [["--day", "2026-10-20", "--most", "0"], /--most 0 is no number of charges/],
    [["--day", "2026-10-20", "--format", "xml"], /Allowed choices are tree, text, json/],
  ])("%j is refused in a sentence", async (args, message) => {
    const { code, stderr } = await inProcess(["trace", ...args], {});
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("the laws of marts", () => {
  it("are those that the graph has", () => {
    const laws = readLaws(read("docs/dictionary.md"));
    const known = new Set(compiledGraph().assertions.map(({ target }) => target.name));
    const named = [...laws.values()].flat().map((law) => `law_${law.replaceAll(" ", "_")}`);
    expect(named.filter((law) => !known.has(law))).toEqual([]);
    expect(laws.get("fct_key_cost_daily")).toContain("key costs conserve charges");
  });
});
