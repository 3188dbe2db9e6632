/** The documents say what the graph and the demo's warehouse say, and their queries do what they promise. */

import { existsSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { comparePlatforms } from "../../cli/demo/platforms.ts";
import { centsUsd, nanoUsd } from "../../ingest/money/nano_usd.ts";
import { localSchemas, type Schemas } from "../support/both_engines.ts";
import type { TextRow } from "../support/cells.ts";
import { type Demo, openDemo } from "../support/demo.ts";
import { read } from "../support/files.ts";
import { compiledGraph } from "../support/graph.ts";
import { startJudge } from "../support/judge/index.ts";
import { type Page, pages, QUOTING } from "../../tools/docs/pages.ts";
import type { Quotation } from "../../tools/docs/quoted.ts";

const graph = compiledGraph();
let local: Demo;
let schemas: Schemas;
let all: readonly Page[];

beforeAll(async () => {
  local = await openDemo();
  schemas = await localSchemas(local);
  all = await pages(local, graph, schemas);
}, 240_000);
afterAll(() => local.close());

function quotationsOf(file: string): readonly Quotation[] {
  return all.find((page) => page.file === file)?.quotations ?? [];
}

async function one(sql: string): Promise<TextRow> {
  const [row] = await local.runQuery(sql);
  if (row === undefined) throw new Error(`no row: ${sql}`);
  return row;
}

describe("documents that are rendered", () => {
  it("are what `npx tsx tools/docs/render.ts` writes", () => {
    const drifted = all.filter(({ file, text }) => !existsSync(file) || read(file) !== text);
    expect(drifted.map(({ file }) => file)).toEqual([]);
  });

  it("describe each column of each table once", () => {
    const shown = graph.tables.filter(({ target }) => target.schema === "ai_spend");
    expect(shown.length).toBeGreaterThan(30);
    const differing = shown.filter(({ target, actionDescriptor }) => {
      const real = schemas.get(`local.ai_spend.${target.name}`)?.map(({ name }) => name) ?? [];
      const described = (actionDescriptor?.columns ?? []).map(({ path }) => path.join("."));
      return [...real].sort().join() !== [...described].sort().join();
    });
    expect(differing.map(({ target }) => target.name)).toEqual([]);
  });
});

describe("queries in documents", () => {
  it("find something", () => {
    const quotations = all.flatMap((page) => page.quotations);
    expect(quotations.length).toBeGreaterThan(40);
    expect(quotations.filter(({ rows }) => rows.length === 0)).toEqual([]);
  });

  it("are accepted by Google's own analyzer", async () => {
    const judge = await startJudge();
    try {
      for (const { sql, rows } of all.flatMap((page) => page.quotations)) {
        const named = sql.replaceAll(/\b(ai_(?:raw|reference|staging|spend)\.\w+)/g, "local.$1");
        const columns = await judge.analyze(named, schemas);
        expect({ sql, columns: columns.map(({ name }) => name) }).toEqual({
          sql,
          columns: Object.keys(rows[0] ?? {}),
        });
      }
    } finally {
      await judge.close();
    }
  });

  it("stand among names of tables and files that exist", () => {
    const known = new Set(
      [...graph.tables, ...graph.assertions, ...graph.declarations].map(
        ({ target }) => target.name,
      ),
    );
    const unknown = QUOTING.flatMap((file) =>
      [...read(file).matchAll(/`([\w./]+)`/g)]
        .map(([, word = ""]) => word)
        .filter((word) =>
          word.includes("/")
            ? !existsSync(word)
            : /^(agg|dim|fct|int|law|raw|stg)_/.test(word) && !known.has(word.split(".")[0] ?? ""),
        )
        .map((word) => `${file} names ${word}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** Dollars of October that a question's rows must add up to: its column, and whose dollars. */
const TOTALS: readonly (readonly [question: number, column: string, condition: string])[] = [
  [1, "total_usd", "true"],
  [3, "cost_usd", "true"],
  [4, "cost_usd", "true"],
  [5, "cost_usd", "true"],
  [6, "cost_usd", "true"],
  [7, "cost_usd", "platform in ('claude_api', 'claude_code')"],
  [10, "cost_usd", "true"],
  [11, "total_usd", "platform in ('claude_api', 'claude_code')"],
  [17, "cost_usd", "true"],
  [19, "cost", "platform = 'vertex_ai'"],
];

describe("docs/questions.md", () => {
  it("has twenty questions, each with a query of the tables that its list names", () => {
    const listed = [
      ...read("docs/questions.md").matchAll(/^\| \[(\d+\. .*?)\]\(#(.*?)\) \| (.*) \|$/gm),
    ];
    expect(listed.map(([, title = ""]) => Number(title.split(".")[0]))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    for (const [, title = "", anchor, tables = ""] of listed) {
      const asked = quotationsOf("docs/questions.md").filter(({ heading }) => heading === title);
      const sql = asked.map((each) => each.sql).join("\n");
      const missing = [...tables.matchAll(/`(\w+)`/g)].filter(
        ([, name = ""]) =>
          !sql.includes(`ai_spend.${name}\n`) && !sql.includes(`ai_spend.${name} `),
      );
      expect({ title, missing: missing.map(([, name]) => name) }).toEqual({ title, missing: [] });
      expect(anchor).toBe(
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
    }
  });

  it.each(TOTALS)(
    "question %i adds up to every dollar once",
    async (question, column, condition) => {
      const [asked] = quotationsOf("docs/questions.md").filter(({ heading }) =>
        heading.startsWith(`${question}. `),
      );
      const { usd } = await one(`select sum(${column}) as usd from (${asked?.sql ?? ""})`);
      const { billed } = await one(
        `select sum(cost_usd) as billed from ai_spend.fct_cost_daily
       where charge_date between date '2026-10-01' and date '2026-10-31' and ${condition}`,
      );
      expect(usd).toBe(billed);
    },
  );

  it("has nobody's dollars as the months have them", async () => {
    const [asked] = quotationsOf("docs/questions.md").filter(({ heading }) =>
      /^9\. /.test(heading),
    );
    const { usd } = await one(`select sum(cost_usd) as usd from (${asked?.sql ?? ""})`);
    const { unattributed } = await one(
      `select sum(unattributed_usd) as unattributed
       from ai_spend.agg_monthly_finance where month = date '2026-10-01'`,
    );
    expect(usd).toBe(unattributed);
  });
});

describe("README.md", () => {
  const lines = read("README.md").split("\n");
  /** Cells of the lines of the first screen whose numbers have so many decimals, by platform. */
  const cellsOf = (decimals: number): ReadonlyMap<string, readonly string[]> =>
    new Map(
      lines.flatMap((line) => {
        const found = new RegExp(
          `^    ([a-z_]+(?: \\+ [a-z_]+)*) +(-?\\d+\\.\\d{${decimals}}\\b.*)$`,
        ).exec(line);
        return found?.[1] === undefined ? [] : [[found[1], (found[2] ?? "").split(/ +/)] as const];
      }),
    );

  it("shows what the demo billed, by person and on nobody", async () => {
    const shown = cellsOf(9);
    expect(shown.size).toBe(4);
    for (const [platforms, [billed, fromTruth, byPerson, unattributed]] of shown) {
      const truth = { platforms: platforms.split(" + "), total: 0n, people: null };
      const [row] = await comparePlatforms(local.warehouse, [truth]);
      const cells = [billed, byPerson, unattributed].map((cell = "") => nanoUsd(cell));
      expect([platforms, cells]).toEqual([
        platforms,
        [row?.billed, row?.byPerson, row?.unattributed],
      ]);
      expect(fromTruth).toBe("0.000000000");
    }
  });

  it("shows the demo's October, in cents", async () => {
    const shown = cellsOf(2);
    expect(shown.size).toBe(5);
    for (const [platform, cells] of shown) {
      const row = await one(
        `select metered_usd, seat_usd, overage_usd, credit_usd, total_usd, budget_usd, invoiced_usd, invoice_difference_usd
         from ai_spend.agg_monthly_finance where month = date '2026-10-01' and platform = '${platform}'`,
      );
      const known = Object.values(row).filter((usd) => usd !== "null");
      expect([platform, cells]).toEqual([
        platform,
        known.map((usd) => centsUsd(nanoUsd(usd ?? ""))),
      ]);
    }
  });

  it("counts the checks that there are", () => {
    const isLaw = ({ target }: { readonly target: { readonly name: string } }) =>
      target.name.startsWith("law_");
    const laws = graph.assertions.filter(isLaw).length;
    const others = graph.assertions.length - laws;
    expect(lines).toContain(
      `    ${laws} laws held, and ${others} checks of keys and columns (--verbose names them).`,
    );
  });
});

describe("docs/one_dollar.md", () => {
  it("ends with the dollar that it began with", () => {
    const quotations = quotationsOf("docs/one_dollar.md");
    const cells = (heading: string, column: string): readonly string[] =>
      quotations
        .filter((each) => each.heading.startsWith(heading))
        .flatMap(({ rows }) => rows.flatMap((row) => row[column] ?? []));
    const [dollar = ""] = cells("3.", "amount_usd");
    expect(cells("1.", "amount")).toContain(cells("3.", "amount_cents")[0]);
    expect(cells("6.", "cost_usd")).toEqual([dollar]);
    for (const heading of ["7.", "8."]) {
      const nanos = cells(heading, "cost_usd").map((usd) => nanoUsd(usd));
      expect(nanos.length).toBeGreaterThan(1);
      expect(nanos.reduce((sum, each) => sum + each, 0n)).toBe(nanoUsd(dollar));
    }
    expect(Object.values(quotations.at(-1)?.rows[0] ?? {})).toEqual(Array(4).fill(dollar));
    expect(cells("5.", "cents")).toEqual(cells("2.", "amount_total"));
  });
});
