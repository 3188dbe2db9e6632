/** The rewriter and the macros against Google's own implementation: the same types and the same rows. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  canonicalCell,
  startJudge,
  typeText,
  type Judge,
  type Table,
} from "../../../support/judge/index.ts";
import { cellText } from "./cells.ts";
import { openEngine, type Engine } from "./engine.ts";
import { KNOWN_DIFFERENCES } from "./known_differences.ts";
import { READ_TEXTS, REFUSED_TEXTS } from "./read_texts.ts";

const PROBES = readFileSync("tests/local/warehouse/googlesql/probes.sql", "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("--"));

const NO_TABLES = new Map();
let judge: Judge;
let engine: Engine;

beforeAll(async () => {
  [judge, engine] = await Promise.all([startJudge(), openEngine()]);
});

afterAll(async () => {
  engine.close();
  await judge.close();
});

interface Plain {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly string[];
}

/** Names, types, and rows in the spelling of the judge, which calls unnamed columns as BigQuery does. */
function plain(table: Table): Plain {
  return {
    names: table.columns.map(({ name }) => name),
    types: table.columns.map(({ type }) => typeText(type)),
    rows: rowTexts(table),
  };
}

function rowTexts(table: Table): readonly string[] {
  return table.rows.map((row) =>
    row
      .map((cell, index) => {
        const column = table.columns[index];
        return cellText(column === undefined ? cell : canonicalCell(column, cell));
      })
      .join(", "),
  );
}

describe("both engines give the same types and rows", () => {
  it("has at least 150 probes", () => {
    expect(PROBES.length).toBeGreaterThanOrEqual(150);
  });

  it.each(PROBES)("%s", async (sql) => {
    const expected = plain(await judge.evaluate(sql, NO_TABLES));
    expect(plain(await engine.query(sql))).toEqual(expected);
  });
});

describe("both engines read the same of every text", () => {
  const reading = (expression: string, texts: readonly string[]): string =>
    `select x, ${expression} from unnest([${texts.map((text) => JSON.stringify(text)).join(", ")}]) as x`;

  it.each(READ_TEXTS)("%s", async (expression, texts) => {
    const sql = reading(expression, texts);
    const expected = await judge.evaluate(sql, NO_TABLES);
    expect([...rowTexts(await engine.query(sql))].sort()).toEqual([...rowTexts(expected)].sort());
  });

  it.each(REFUSED_TEXTS)("%s, or both refuse it", async (expression, texts) => {
    for (const text of new Set(texts)) {
      const sql = reading(expression, [text]);
      const [google, local] = await Promise.all(
        [judge.evaluate(sql, NO_TABLES), engine.query(sql)].map((answer) =>
          answer.then(rowTexts, () => "refused"),
        ),
      );
      expect({ text, reads: local }).toEqual({ text, reads: google });
    }
  });
});

describe("the known differences are still there", () => {
  const answer = async (run: Promise<Table>): Promise<string> =>
    run.then(
      (table) => rowTexts(table).join(" | "),
      (error: unknown) =>
        `refused: ${(error as Error).message.replace("Invalid Input Error: ", "")}`,
    );

  // A refusal for another reason is none of these.
  const saying = (text: string): unknown =>
    text.startsWith("refused: ") ? expect.stringContaining(text) : text;

  it.each(KNOWN_DIFFERENCES)("$title", async ({ sql, google, local }) => {
    const google_ = await answer(judge.evaluate(sql, NO_TABLES));
    const local_ = await answer(engine.query(sql));
    expect({ google: google_, local: local_ }).toEqual({
      google: saying(google),
      local: saying(local),
    });
  });
});

describe("arithmetic on random rows", () => {
  const EXPRESSIONS = [
    "x / y",
    "x / n",
    "n / y",
    "x * y",
    "x * n",
    "safe_divide(x, y)",
    "safe_divide(n, m)",
    "x + y",
    "x - n",
    "div(x, y)",
    "mod(x, y)",
    "div(n, m)",
    "mod(n, m)",
    "round(x)",
    "round(x, 2)",
    "trunc(x, 4)",
    "ceil(x)",
    "floor(x)",
    "cast(x as int64)",
    "cast(x as string)",
    "x / 100",
    "x * 0.01",
    "-x",
    "sum(x) over (partition by mod(n, 7)) / m",
    "avg(x) over (partition by mod(n, 5))",
    "x - sum(x) over (order by i rows 3 preceding)",
    "n / m",
    "abs(x) * 3",
    "cast(x / y as string)",
  ];

  it("agrees in every one of a thousand rows", async () => {
    const rows = randomRows(1000);
    const column = (name: string, kind: "INT64" | "NUMERIC") => ({ name, type: { kind } }) as const;
    const columns = [
      column("i", "INT64"),
      column("x", "NUMERIC"),
      column("y", "NUMERIC"),
      column("n", "INT64"),
      column("m", "INT64"),
    ];
    const values = rows.map((row) => `(${row.join(", ")})`).join(", ");
    await engine.run("create schema d");
    await engine.run(
      "create table d.t (i bigint, x decimal(38,9), y decimal(38,9), n bigint, m bigint)",
    );
    await engine.run(`insert into d.t values ${values}`);
    const items = EXPRESSIONS.map((expression, index) => `${expression} as c${index}`).join(", ");
    const sql = `select i, ${items} from \`p.d.t\` order by i`;
    const expected = plain(await judge.evaluate(sql, new Map([["p.d.t", { columns, rows }]])));
    expect(plain(await engine.query(sql))).toEqual(expected);
  });
});

/** Rows of i, x, y, n, m with y and m never zero; the same ones at every run. */
function randomRows(count: number): readonly (readonly string[])[] {
  let state = 20260105n;
  const next = (below: bigint): bigint => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return (state >> 20n) % below;
  };
  const decimal = (): string => {
    const magnitude = 10n ** (1n + next(15n));
    const units = next(magnitude) + 1n;
    const digits = String(units).padStart(10, "0");
    return `${next(2n) === 0n ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
  };
  const integer = (): string => String((next(10n ** (1n + next(9n))) + 1n) * (next(2n) * 2n - 1n));
  return Array.from({ length: count }, (_, i) => [
    String(i),
    decimal(),
    decimal(),
    integer(),
    integer(),
  ]);
}
