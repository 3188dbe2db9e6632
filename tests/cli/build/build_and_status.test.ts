/** `build`, `status` and `query` as an operator runs them. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { run, start } from "../support.ts";

let home: string;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-build-"));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function aiSpend(...args: readonly string[]) {
  return run(args, { AI_SPEND_HOME: home });
}

describe("build", () => {
  it("works with no source at all", async () => {
    const before = await aiSpend("status");
    expect(before.stdout).toMatch(/freshness\nnot built yet: run build/);

    const empty = await aiSpend("build");
    expect(empty.stdout).toMatch(/^\d+ tables and views built, \d+ assertions held\.\n$/);
    expect(empty.code).toBe(0);
    // A build through the CLI: ten seconds on an idle machine. A red one is in red_law.test.ts.
  }, 240_000);

  it("is estimated action by action, which takes the tables that it made", async () => {
    const unbuilt = await run(["status", "--cost"], { AI_SPEND_HOME: `${home}-unbuilt` });
    rmSync(`${home}-unbuilt`, { recursive: true });
    expect(unbuilt).toEqual({
      code: 2,
      stdout: "",
      stderr: "Nothing is built yet, and a dry run needs the tables: run build first.\n",
    });

    const { code, stdout } = await aiSpend("status", "--cost", "--format", "json");
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, string>[];
    const total = rows.at(-1);
    const actions = rows.slice(0, -1);
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["ai_spend.fct_cost_daily", "ai_staging.stg_console__costs"]),
    );
    const sum = (name: string) => actions.reduce((all, row) => all + Number(row[name]), 0);
    for (const name of ["tables_read", "bytes_read", "bytes_billed"])
      expect(total?.[name]).toBe(String(sum(name)));
    expect(sum("tables_read")).toBeGreaterThan(500);
    // Hardly a row is there, so that the least per table is nearly all.
    expect(sum("bytes_billed")).toBe(sum("bytes_read") + sum("tables_read") * 10_485_760);
    expect(total?.["usd"]).toBe(((sum("bytes_billed") / 1024 ** 4) * 6.25).toFixed(6));
  }, 240_000);
});

describe("query", () => {
  it("changes rows as well", async () => {
    const made = "insert into ai_reference.people (email) values ('ada@example.com')";
    expect(await aiSpend("query", made)).toMatchObject({ stderr: "", code: 0 });
    const { stdout } = await aiSpend("query", "select email from ai_reference.people");
    expect(stdout).toContain("ada@example.com");
  });

  it("gives all rows, money as text and instants in UTC", async () => {
    const sql = `
select number, numeric '12345678901234567890.123456789' as cost_usd, date '2026-02-28' as day,
  timestamp '2026-02-28 23:59:59.5+00' as ended_at
from unnest(generate_array(1, 25000)) as number order by number`;
    const { code, stdout } = await aiSpend("query", sql, "--format", "json");
    const rows = JSON.parse(stdout) as Record<string, string>[];
    expect(rows).toHaveLength(25_000);
    expect(rows.at(-1)).toEqual({
      number: "25000",
      cost_usd: "12345678901234567890.123456789",
      day: "2026-02-28",
      ended_at: "2026-02-28T23:59:59.500Z",
    });
    expect(code).toBe(0);
  });

  it("writes CSV that a spreadsheet can open without running it", async () => {
    const { stdout } = await aiSpend("query", "select '=1+1' as a, -1 as b", "--format", "csv");
    expect(stdout).toBe("a,b\r\n'=1+1,-1\r\n");
  });
});

describe("warehouse", () => {
  it("serves until it is stopped, and another command goes through it", async () => {
    const { child, ended } = start(["warehouse"], { AI_SPEND_HOME: home });
    const url = await new Promise<string>((resolve) => {
      child.stdout?.once("data", (text: Buffer) =>
        resolve(/http:\S+/.exec(text.toString())?.[0] ?? ""),
      );
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
    const { stdout } = await aiSpend("query", "select 1 as one", "--format", "csv");
    expect(stdout).toBe("one\r\n1\r\n");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
  });
});
