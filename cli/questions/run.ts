/** `ai-spend questions`: the questions of docs/questions.md, listed, or one of them asked. */

import { ConfigError, LandingError } from "../../ingest/errors.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import type { QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command } from "../shared/context.ts";
import type { Format } from "../shared/format.ts";
import { openReading } from "../shared/open_warehouse.ts";
import { formatResult } from "../shared/output.ts";
import { inMonth, monthOf, type Question } from "./page.ts";
import { questionsOfPage } from "./read_page.ts";

export interface QuestionsOptions {
  readonly n?: string;
  readonly format: Format;
  readonly month?: string;
  readonly sql?: boolean;
}

export const run: Command<QuestionsOptions> = async (options, { stdout, signal }) => {
  const all = questionsOfPage();
  if (options.n === undefined) {
    if (options.month !== undefined || options.sql === true)
      throw new ConfigError("--month and --sql are for one question: name it by its number.");
    stdout(formatResult(listOf(all), options.format));
    if (options.format === "table") stdout("questions N asks one of them; --sql writes it.\n");
    return 0;
  }
  const question = dated(chosen(all, options.n), options.month);
  if (options.sql === true) {
    stdout(question.queries.map(({ sql }) => `${sql};\n`).join("\n"));
    return 0;
  }
  const warehouse = await openReading(readConfig(), signal);
  try {
    stdout(await answerText(warehouse, question, options.format));
    return 0;
  } finally {
    await warehouse.close();
  }
};

function listOf(questions: readonly Question[]): QueryResult {
  const columns = [
    { name: "n", type: "INTEGER" },
    { name: "question", type: "STRING" },
    { name: "tables", type: "STRING" },
  ];
  const rows = questions.map(({ number, title, tables }) => ({
    n: String(number),
    question: title,
    tables: tables.join(", "),
  }));
  return { columns, rows };
}

function chosen(questions: readonly Question[], n: string): Question {
  const found = questions.find(({ number }) => String(number) === n.trim());
  if (found !== undefined) return found;
  const numbers = questions.map(({ number }) => number);
  throw new ConfigError(
    `There is no question "${n}": name a number from ${Math.min(...numbers)} to ${Math.max(...numbers)}; questions without a number lists them.`,
  );
}

/** The question as of a month. Throws ConfigError for what is no month, and for a question that names none. */
function dated(question: Question, month: string | undefined): Question {
  if (month === undefined) return question;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new ConfigError(`--month ${month} is no month: write it as YYYY-MM, such as 2026-10.`);
  if (question.queries.every(({ sql }) => monthOf(sql) === null))
    throw new ConfigError(
      `Question ${question.number} names no month: leave --month out, its answer has all of them.`,
    );
  const queries = question.queries.map(({ remark, sql }) => ({ remark, sql: inMonth(sql, month) }));
  return { ...question, queries };
}

/** Each query's answer; a table has the question and the remarks above it. */
async function answerText(
  warehouse: Pick<Warehouse, "query" | "listTables">,
  { number, title, queries }: Question,
  format: Format,
): Promise<string> {
  const results: QueryResult[] = [];
  for (const { sql } of queries) results.push(await asked(warehouse, sql));
  if (format === "json" && results.length > 1)
    return `[\n${results.map((result) => formatResult(result, "json").trimEnd()).join(",\n")}\n]\n`;
  if (format !== "table") return results.map((result) => formatResult(result, format)).join("\r\n");
  const answers = results.map((result, index) => {
    const remark = queries[index]?.remark ?? "";
    return `${remark}\n\n${formatResult(result, "table")}`;
  });
  const months = new Set(queries.flatMap(({ sql }) => monthOf(sql) ?? []));
  const hint = [...months].map((month) => `Asked of ${month}; --month YYYY-MM asks another.\n`);
  return `${number}. ${title}\n\n${answers.join("\n")}${hint.join("")}`;
}

async function asked(
  warehouse: Pick<Warehouse, "query" | "listTables">,
  sql: string,
): Promise<QueryResult> {
  if ((await warehouse.listTables("ai_spend")).length === 0)
    throw new ConfigError("Nothing is built yet, so nothing can be answered: run build first.");
  try {
    return await warehouse.query(sql);
  } catch (error) {
    // A mart that an older version did not have yet, or a law that held it back.
    if (!(error instanceof LandingError)) throw error;
    throw new ConfigError(
      `${error.message.replace(/\.$/, "")}: run build, and status to see what is missing.`,
      {
        cause: error,
      },
    );
  }
}
