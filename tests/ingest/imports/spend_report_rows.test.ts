/** Which rows of a spend report are use: the loader's rule, and the law's, which must agree on each of them. */

import { createRequire } from "node:module";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { noTotals } from "../../../ingest/imports/report_rows.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { isUse } = requireInclude("./claude_ai.js") as { readonly isUse: () => string };

type Row = readonly [
  user: string | null,
  account: string | null,
  product: string | null,
  model: string | null,
];

const USE: readonly Row[] = [
  ["ann@example.com", "a-1", "Claude Code", "Claude Opus 4.8"],
  ["ann@example.com", null, null, null],
  [null, "a-2", "Chat", "Claude Sonnet 4.5"],
  [null, null, "Chat", null],
  [null, "a-2", null, null],
  ["total@example.com", null, "Chat", "Claude Sonnet 4.5"],
  ["ann@example.com", "-", "N/A", "-"],
  [null, "--", "Chat", "n/a"],
];
const NO_USE: readonly Row[] = [
  ["Total", null, null, null],
  ["TOTAL", null, null, null],
  ["Grand total", null, null, null],
  ["Grand Total:", "a-1", "Chat", "Claude Opus 4.8"],
  ["Summe", null, null, null],
  ["合計", null, null, null],
  ["Generated on 2026-09-01", null, null, null],
  ["(deleted)", null, "Chat", "Claude Opus 4.8"],
  [null, null, null, null],
  [null, "Total", null, null],
  [null, null, "Total", null],
  [null, null, "Chat", "Subtotal"],
  [null, null, "All products", "All models"],
  [null, "Organization total", null, null],
  [null, null, "Total: all products", null],
  [null, null, "Total (USD)", null],
  [null, null, "Suma", null],
  [null, null, "ИТОГО", null],
  [null, null, "小计", null],
  [null, "-", "—", "N/A"],
  ["ann@example.com", "a-1", "Total", null],
];

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const quoted = (text: string | null): string =>
  text === null ? "cast(null as string)" : `'${text}'`;

async function verdicts([user, account, product, model]: Row): Promise<readonly unknown[]> {
  const cells = { user_email: user, account_uuid: account, product, model };
  const columns = Object.entries(cells).map(([name, text]) => `${quoted(text)} as ${name}`);
  const [row] = await local.runQuery(
    `select ${isUse()} as is_use from (select ${columns.join(", ")})`,
  );
  return [noTotals([{ line: 2, cells }]).length === 0, row?.["is_use"] === "true"];
}

describe("a row of a spend report", () => {
  it.each(USE)("of %s, %s, %s, %s is use", async (...row) => {
    expect(await verdicts(row)).toEqual([true, true]);
  });

  it.each(NO_USE)("of %s, %s, %s, %s is a total or a note", async (...row) => {
    expect(await verdicts(row)).toEqual([false, false]);
  });
});
