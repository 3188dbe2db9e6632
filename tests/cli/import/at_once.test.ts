/** Imports that run at the same time: each reads a table, changes it and puts it back, and none may undo another's. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { inProcess, run, start } from "../support.ts";

let folder: string;
let settings: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-at-once-"));
  settings = { AI_SPEND_HOME: path.join(folder, "home") };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER =
  "vendor,invoice_id,period_start,period_end,amount_usd,currency,tax_usd,issued_at,note";

function invoice(id: string): string {
  const file = path.join(folder, `${id}.csv`);
  writeFileSync(
    file,
    `${HEADER}\nanthropic_console,${id},2026-09-01,2026-10-01,10.00,USD,,2026-10-01,\n`,
  );
  return file;
}

const rowsOf = async (sql: string) => {
  const { stdout } = await inProcess(["query", sql, "--format", "csv"], settings);
  return stdout.trim().split("\r\n").slice(1);
};

it("keeps the rows of each of six imports of invoices, and their order in the record", async () => {
  const ids = ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"];
  const ends = await Promise.all(
    ids.map((id) => run(["import", "invoices", invoice(id)], settings)),
  );
  expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
  expect(await rowsOf("select invoice_id from ai_reference.invoices order by 1")).toEqual(ids);
  expect(
    await rowsOf(
      "select count(*) from ai_raw.raw_fetches join ai_raw.raw_imports using (fetch_id) where page_number = 1",
    ),
  ).toEqual(["6"]);
});

it("does not wait for an import that was killed", async () => {
  const killed = start(["import", "invoices", invoice("B-1")], settings);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  killed.child.kill("SIGKILL");
  await killed.ended;
  const startedMs = Date.now();
  const { code } = await inProcess(["import", "invoices", invoice("B-2")], settings);
  expect(code).toBe(0);
  expect(Date.now() - startedMs).toBeLessThan(30_000);
  expect(
    await rowsOf("select invoice_id from ai_reference.invoices where invoice_id = 'B-2'"),
  ).toEqual(["B-2"]);
});
