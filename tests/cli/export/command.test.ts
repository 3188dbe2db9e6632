/** `export focus` as an operator runs it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { focusColumns } from "../../../cli/export/focus_query.ts";
import { run } from "../support.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-export-"));
  writeFileSync(path.join(folder, "a file"), "not a folder");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function aiSpend(...args: readonly string[]) {
  return run(args, { AI_SPEND_HOME: path.join(folder, "home") });
}

/** Stands in for what a build makes: one charge in each of two months. */
function focusCosts(): string {
  const types: Readonly<Record<string, string>> = {
    Decimal: "numeric '0.5'",
    "Date/Time": "timestamp(date_add(day, interval 31 day))",
    JSON: `'{"a":"b, \\\\"c\\\\""}'`,
    Boolean: "true",
  };
  const cells = focusColumns("1.4").map(({ name, type }) => {
    if (name === "BillingPeriodStart") return `timestamp(day) as ${name}`;
    return `${types[type] ?? `'${name}'`} as ${name}`;
  });
  return `
create schema if not exists ai_spend;
create or replace table ai_spend.focus_costs as
select ${cells.join(", ")} from unnest([date '2026-01-01', date '2026-02-01']) as day`;
}

describe("export focus", () => {
  it.each([
    ["nothing known", ["export", "invoices", "--out", "x"], /"invoices" cannot be exported: write/],
    ["no folder", ["export", "focus"], /Required option '--out <folder>' not specified/],
    [
      "a version that it does not write",
      ["export", "focus", "--out", "x", "--version", "1.0"],
      /--version "1.0" is not written here: the versions are 1.4 and 1.2/,
    ],
    [
      "a day that is none",
      ["export", "focus", "--out", "x", "--from", "May"],
      /--from "May" is not a date/,
    ],
  ])("refuses %s with one sentence", async (_what, args, message) => {
    const { code, stderr } = await aiSpend(...args);
    expect(stderr).toMatch(message);
    expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, lines: 1 });
  });

  it("refuses a file where a folder should be, and says what to do before a build", async () => {
    const file = await aiSpend("export", "focus", "--out", path.join(folder, "a file"));
    expect(file.stderr).toMatch(/a file cannot be written to: give --out a folder of yours/);
    const early = await aiSpend("export", "focus", "--out", path.join(folder, "early"));
    expect(early.stderr).toMatch(/needs focus_costs, which is not built: run build\./);
    expect([file.code, early.code]).toEqual([2, 2]);
  });

  it("writes two files for each billing month, progress beside them, and nothing else", async () => {
    expect(await aiSpend("query", focusCosts())).toMatchObject({ code: 0 });
    const out = path.join(folder, "deep", "out");
    const all = await aiSpend("export", "focus", "--out", out);
    expect(all.stdout).toMatch(
      /focus-1\.4-2026-01\.csv and .*focus-1\.4-2026-01\.parquet: 1 row\./,
    );
    expect(all.stderr).toMatch(/"event":"rows_exported","month":"2026-02-01"/);
    expect(readdirSync(out)).toEqual([
      "focus-1.4-2026-01.csv",
      "focus-1.4-2026-01.parquet",
      "focus-1.4-2026-02.csv",
      "focus-1.4-2026-02.parquet",
    ]);
    const [header, row] = readFileSync(path.join(out, "focus-1.4-2026-01.csv"), "utf8").split(
      "\r\n",
    );
    expect(header).toBe(
      focusColumns("1.4")
        .map(({ name }) => name)
        .join(","),
    );
    expect(row).toMatch(/^"{""a"":""b, \\""c\\""""}",AllocatedMethodId,.*,0\.5,/);
  });

  it("writes the months of a range whole, in the version that was asked for", async () => {
    const out = path.join(folder, "older");
    const range = ["--version", "1.2", "--from", "2026-01-31", "--to", "2026-02-01"];
    expect(await aiSpend("export", "focus", "--out", out, ...range)).toMatchObject({ code: 0 });
    expect(readdirSync(out)).toEqual(["focus-1.2-2026-01.csv", "focus-1.2-2026-01.parquet"]);
    const none = await aiSpend("export", "focus", "--out", out, "--to", "2025-01-01");
    expect(none.stdout).toMatch(/No charge in the months asked for/);
  });
});
