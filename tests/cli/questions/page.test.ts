/** What `questions` reads of docs/questions.md, and how a question is asked of another month. */

import { describe, expect, it } from "@jest/globals";

import { inMonth, monthOf, readQuestions } from "../../../cli/questions/page.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { inProcess } from "../support.ts";
import { read } from "../../support/files.ts";

const questions = readQuestions(read("docs/questions.md"));

describe("the page", () => {
  it("has twenty questions in order, each with its tables, a remark and its queries", () => {
    expect(questions.map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    for (const { title, tables, queries } of questions) {
      expect({ title, tables: tables.length > 0 }).toEqual({ title, tables: true });
      for (const { remark, sql } of queries) {
        expect(remark).toMatch(/^[A-Z`].*[.:]$/);
        expect(sql).toMatch(/^select\b/);
        expect(sql).toMatch(/\bai_spend\.\w+/);
      }
    }
    expect(questions.flatMap(({ queries }) => queries).length).toBe(22);
  });

  it("keeps apart two queries of a question, and the prose of each", () => {
    const remarks = questions[19]?.queries.map(({ remark }) => remark);
    expect(remarks).toEqual([
      "One row per endpoint that is asked. Nothing here is guessed: a missing day is counted, not filled.",
      "And the days that a vendor changed after it had answered:",
    ]);
  });

  it("without a question is refused", () => {
    expect(() => readQuestions("# Nothing\n")).toThrow(ConfigError);
  });
});

describe("a month", () => {
  it("is that of a query's first or last day of a month", () => {
    expect(monthOf("select 1 where month = date '2026-10-01'")).toBe("2026-10");
    expect(monthOf("between date '2024-02-29' and x")).toBe("2024-02");
    expect(monthOf("where charge_date = date '2026-10-20'")).toBeNull();
  });

  it("takes the place of the one that is written, to its last day", () => {
    const sql = "d between date '2026-10-01' and date '2026-10-31' and e = date '2026-10-20'";
    expect(inMonth(sql, "2028-02")).toBe(
      "d between date '2028-02-01' and date '2028-02-29' and e = date '2026-10-20'",
    );
  });
});

describe("questions", () => {
  const asked = (...args: readonly string[]) => inProcess(["questions", ...args], {});

  it("are listed without a warehouse, for programs too", async () => {
    const { code, stdout } = await asked("--format", "json");
    const rows = JSON.parse(stdout) as readonly Record<string, string>[];
    expect(code).toBe(0);
    expect(rows[1]).toEqual({
      n: "2",
      question: "And all of it, against the month before?",
      tables: "finance_totals",
    });
    expect((await asked()).stdout).toMatch(/20 rows\nquestions N asks one of them/);
  });

  it("write their SQL, of the month that is wanted", async () => {
    const { stdout } = await asked("1", "--sql", "--month", "2027-03");
    expect(stdout).toMatch(/^select platform[^;]*where month = date '2027-03-01'[^;]*;\n$/);
  });

  it.each([
    [["21"], /no question "21": name a number from 1 to 20/],
    [["who"], /no question "who"/],
    [["1", "--month", "2026-13"], /--month 2026-13 is no month/],
    [["2", "--month", "2026-10"], /names no month: leave --month out/],
    [["--sql"], /are for one question: name it by its number/],
  ])("%j is refused in one sentence", async (args, message) => {
    const { code, stdout, stderr } = await asked(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
