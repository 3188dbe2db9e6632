/** The statement that brings lines over, before Google's own engine: it is accepted, and finds the same lines new. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { GOOGLE_KINDS } from "../../../../ingest/imports/google/kinds.ts";
import { mergeSql } from "../../../../ingest/imports/google/merge.ts";
import type { Field } from "../../../../ingest/tables/tables.ts";
import { type Column, type Judge, parseType, startJudge } from "../../../support/judge/index.ts";
import { googleKind } from "./support.ts";

const STAGED = "loaded";
const SQL_NAMES: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
};

let judge: Judge;
beforeAll(async () => {
  judge = await startJudge();
});
afterAll(() => judge.close());

function typeText({ type, mode, fields = [] }: Field): string {
  const parts = fields.map((field) => `${field.name} ${typeText(field)}`);
  const one = type === "RECORD" ? `STRUCT<${parts.join(", ")}>` : (SQL_NAMES[type] ?? type);
  return mode === "REPEATED" ? `ARRAY<${one}>` : one;
}

function columnsOf(fields: readonly Field[]): readonly Column[] {
  return fields.map((field) => ({ name: field.name, type: parseType(typeText(field)) }));
}

/** The rows that the statement inserts, as a query of its own. */
function queryOf(name: string): string {
  const sql = mergeSql(googleKind(name), STAGED, { first: "2026-10-01", last: "2026-10-02" });
  return sql.slice(sql.indexOf("\nwith\n")).replaceAll("`ai_raw.", "`local.ai_raw.");
}

describe("the statement that brings lines over", () => {
  it.each(GOOGLE_KINDS)("is GoogleSQL, of the columns of $name", async ({ name, table }) => {
    const columns = columnsOf(table.fields);
    const tables = [table.name, STAGED].map((each) => [`local.ai_raw.${each}`, columns] as const);
    expect(await judge.analyze(queryOf(name), new Map(tables))).toEqual(columns);
  });

  it("finds new what the table has fewer of", async () => {
    const { table } = googleKind("gcp-audit-logs");
    const columns = columnsOf(table.fields);
    const row = (id: string) =>
      columns.map(({ name }) =>
        name === "insertId" ? id : name === "timestamp" ? "2026-10-01T10:00:00Z" : null,
      );
    const { rows } = await judge.evaluate(
      queryOf("gcp-audit-logs"),
      new Map([
        [`local.ai_raw.${table.name}`, { columns, rows: [row("a"), row("b")] }],
        [`local.ai_raw.${STAGED}`, { columns, rows: [row("b"), row("a"), row("b"), row("c")] }],
      ]),
    );
    const insertId = columns.findIndex(({ name }) => name === "insertId");
    expect(rows.map((cells) => cells[insertId]).sort()).toEqual(["b", "c"]);
  });
});
