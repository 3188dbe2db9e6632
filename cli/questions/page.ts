/** The questions of docs/questions.md, which is the only place of their SQL, read from its Markdown. Pure. */

import { addDays, nextMonth } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";

export interface Question {
  readonly number: number;
  /** As in the heading, such as "What did a month cost, per platform?". */
  readonly title: string;
  /** Tables that the list at the page's beginning names, such as `finance_totals`. */
  readonly tables: readonly string[];
  /** What the page says before each query, on one line, and the query. */
  readonly queries: readonly { readonly remark: string; readonly sql: string }[];
}

/** Questions in the page's order. Throws ConfigError for a page without any. */
export function readQuestions(markdown: string): readonly Question[] {
  const [list = "", ...sections] = markdown.split(/^## (?=\d+\. )/m);
  const questions = sections.map((section) => questionOf(section, list));
  if (questions.length === 0)
    throw new ConfigError(
      'docs/questions.md has no heading such as "## 1. What did a month cost?": take it from the repository again.',
    );
  return questions;
}

function questionOf(section: string, list: string): Question {
  const [, number = "", title = ""] = /^(\d+)\. (.*)$/m.exec(section) ?? [];
  const row = list.split("\n").find((line) => line.startsWith(`| [${number}. `)) ?? "";
  const tables = [...(row.split(" | ")[1] ?? "").matchAll(/`(\w+)`/g)];
  return {
    number: Number(number),
    title,
    tables: tables.map(([, table = ""]) => table),
    queries: [...section.matchAll(/```sql\n(.*?)```/gs)].map(({ index, 1: sql = "" }) => ({
      remark: remarkBefore(section.slice(0, index)),
      sql: sql.trimEnd(),
    })),
  };
}

/** The last paragraphs of prose above a query: neither heading nor answer nor query. */
function remarkBefore(text: string): string {
  const sinceTable =
    text
      .slice(text.indexOf("\n"))
      .split(/```\n|^\|.*\n/m)
      .at(-1) ?? "";
  return sinceTable
    .replace(/^\*….*$/m, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The month that a query names by its first or last day, `YYYY-MM`; null if it names none. */
export function monthOf(sql: string): string | null {
  for (const [, day = ""] of sql.matchAll(DAY)) if (isEdge(day)) return day.slice(0, 7);
  return null;
}

/** The query with first and last days of months made those of `month`, `YYYY-MM`; other days stay. */
export function inMonth(sql: string, month: string): string {
  return sql.replaceAll(DAY, (literal, day: string) => {
    if (!isEdge(day)) return literal;
    return `date '${day.endsWith("-01") ? `${month}-01` : lastDay(month)}'`;
  });
}

const DAY = /\bdate '(\d{4}-\d\d-\d\d)'/g;

function isEdge(day: string): boolean {
  return day.endsWith("-01") || day === lastDay(day.slice(0, 7));
}

function lastDay(month: string): string {
  return addDays(nextMonth(`${month}-01`), -1);
}
