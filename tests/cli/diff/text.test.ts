/** A diff in words, and the workflow that says it in a pull request. */

import { readFileSync } from "node:fs";

import { Command } from "commander";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";

import { moneyColumns } from "../../../cli/diff/compare.ts";
import { diff as verb } from "../../../cli/diff/command.ts";
import { type Diff, type MartDiff, withoutPeople } from "../../../cli/diff/mart_diff.ts";
import { diffJson, diffText, hasMoved, numbersLine } from "../../../cli/diff/text.ts";
import { NO_TROUBLE } from "../../../cli/diff/trouble.ts";

const MART: MartDiff = {
  mart: "fct_cost_daily",
  is: "on both sides",
  key: ["charge_id"],
  rows: { added: 2, gone: 0, changed: 1 },
  money: [
    {
      column: "cost_usd",
      usd: -250_000_001n,
      by: {
        platform: [{ value: "cursor", usd: -250_000_001n }],
        person: Array.from({ length: 10 }, (_, index) => ({ value: `p${index}`, usd: 1n })),
      },
    },
  ],
  columns: { added: [], gone: [], retyped: [] },
};

function diffOf(more: Partial<Diff>): Diff {
  return { against: "HEAD (0123abcde)", marts: [], before: NO_TROUBLE, after: NO_TROUBLE, ...more };
}

describe("a diff", () => {
  it("names rows, dollars to the last decimal, the first values, and the commit's line last", () => {
    expect(diffText(diffOf({ marts: [MART] }))).toBe(
      `fct_cost_daily: 1 row changed, 2 added by charge_id
  cost_usd −$0.250000001
    by platform: cursor −$0.250000001
    by person: ${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `p${n} +$0.000000001`).join(", ")}, and 2 more

Numbers: fct_cost_daily cost_usd −$0.250000001 (1 row changed, 2 added)
`,
    );
  });

  it("of many marts has the first five in the commit's line", () => {
    const marts = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ ...MART, mart: `m${n}`, money: [] }));
    expect(numbersLine(diffOf({ marts }))).toMatch(
      /^Numbers: m1 1 row changed, 2 added; m2 .*; m5 [^;]*; 2 more$/,
    );
  });

  it("is JSON with exact decimals for programs", () => {
    const { marts, numbers } = JSON.parse(diffJson(diffOf({ marts: [MART] }))) as {
      marts: { money: { usd: string; by: { platform: object[] } }[] }[];
      numbers: string;
    };
    expect(marts[0]?.money[0]).toMatchObject({
      usd: "-0.250000001",
      by: { platform: [{ value: "cursor", usd: "-0.250000001" }] },
    });
    expect(numbers).toMatch(/^Numbers: fct_cost_daily cost_usd /);
  });

  it("names nobody where that is asked for", () => {
    const text = diffText(withoutPeople(diffOf({ marts: [MART] })));
    expect(text).not.toMatch(/by person|p0/);
    expect(text).toMatch(/by platform: cursor/);
  });

  it("shows, and does not obey, what a name would do to a terminal", () => {
    const money = [
      { column: "cost_usd", usd: 1n, by: { person: [{ value: "\u001b[2J", usd: 1n }] } },
    ];
    expect(diffText(diffOf({ marts: [{ ...MART, money }] }))).toContain("\\u001b[2J +$0.000000001");
  });

  it("is not spoiled by a law that is red in the commit already", () => {
    const trouble = {
      red: [{ name: "a.law_x", because: "3" }],
      refused: [],
      held: ["month_close"],
    };
    const both = diffOf({ before: trouble, after: trouble });
    expect(numbersLine(both)).toBe(
      "Numbers: unchanged; not known, held back on both sides: month_close",
    );
    expect(hasMoved(both)).toBe(false);
    const own = diffOf({ after: trouble });
    expect(numbersLine(own)).toBe(
      "Numbers: not known before this is mended: law_x, which holds back month_close",
    );
    expect(hasMoved(own)).toBe(true);
  });
});

describe("columns of dollars", () => {
  it("are those with dollars in their names, the mart's own first, and no price of one thing", () => {
    const names = ["list_cost_usd", "cost_usd", "cost_per_accepted_line_usd", "BilledCost", "rows"];
    const columns = names.map((name) => ({ name, type: "NUMERIC" }));
    expect(moneyColumns(columns)).toEqual(["cost_usd", "list_cost_usd", "BilledCost"]);
    expect(moneyColumns([{ name: "note_usd", type: "STRING" }])).toEqual([]);
  });
});

describe("the workflow for pull requests", () => {
  const text = readFileSync("docs/diff_in_pull_requests.yml", "utf8");

  it("is YAML whose diff has options that there are", () => {
    const { on, jobs } = parse(text) as {
      on: object;
      jobs: { diff: { steps: { run?: string }[] } };
    };
    expect(Object.keys(on)).toEqual(["pull_request"]);
    const runs = jobs.diff.steps.flatMap(({ run = "" }) => run.split("\n"));
    const [asked = ""] = runs.filter((line) => line.includes("start.js diff"));
    const options = new Set(verb.declare(new Command()).options.map(({ long }) => long));
    const named = [...asked.matchAll(/--[a-z-]+/g), ...text.matchAll(/add (--days)/g)];
    expect(named.length).toBeGreaterThan(2);
    expect(named.map((match) => match[1] ?? match[0]).filter((name) => !options.has(name))).toEqual(
      [],
    );
  });
});
