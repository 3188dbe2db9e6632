/** `import` of vendors' files as an operator types it: options, exit codes, and what goes where. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { main } from "../../../cli/program.ts";
import { noProgress } from "../../../ingest/progress.ts";
import type { Ended } from "../support.ts";
import { recordingLog } from "../../ingest/support/vendor_sync.ts";

let folder: string;
let spend: string;
let cost: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-report-"));
  spend = path.join(folder, "spend.csv");
  writeFileSync(spend, "user_email,product,model,total_net_spend_usd\nada@x.org,chat,m,1.25\n");
  cost = path.join(folder, "cost.csv");
  writeFileSync(
    cost,
    "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type,inference_geo,speed\n2026-02-08,Claude Sonnet 4.5,Default,k,token,≤ 200k,output,0.75,token,global,standard\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** In this process, since starting one takes seconds. */
async function aiSpend(...args: readonly string[]): Promise<Ended> {
  const output = { stdout: "", stderr: "" };
  const before = process.env;
  process.env = { PATH: before["PATH"], HOME: before["HOME"], AI_SPEND_HOME: `${folder}/home` };
  try {
    const code = await main(args, {
      stdout: (text) => void (output.stdout += text),
      stderr: (text) => void (output.stderr += text),
      log: recordingLog(),
      progress: noProgress,
      signal: new AbortController().signal,
    });
    return { code, ...output };
  } finally {
    process.env = before;
  }
}

describe("import of what a vendor exported", () => {
  const RANGE = ["--from", "2026-02-01", "--to", "2026-03-01"];

  it("says for which days it has landed how many rows, and keeps them apart by organization", async () => {
    const kind = "claude-ai-spend-report";
    const ended = await aiSpend("import", kind, spend, ...RANGE, "--organization", "org_1");
    expect(ended).toEqual({
      stdout:
        "1 row imported; ai_raw.raw_claude_ai_spend_report has them for 2026-02-01 to 2026-03-01 (exclusive).\n",
      stderr: "",
      code: 0,
    });
    const asked = await aiSpend(
      "query",
      "select organization_id, amount_total from ai_raw.raw_fetches",
      "--format",
      "csv",
    );
    expect(asked.stdout).toBe("organization_id,amount_total\r\norg_1,1.25\r\n");
  });

  it("without --organization says on stderr what follows from it", async () => {
    const ended = await aiSpend("import", "claude-console-cost", cost);
    expect(ended.stdout).toBe(
      "1 row imported; ai_raw.raw_claude_console_cost has them for 2026-02-08 to 2026-02-09 (exclusive).\n",
    );
    expect(ended.stderr).toMatch(/^No --organization: days that any organization's API answers/);
    expect(ended.code).toBe(0);
  });

  it("says what it takes the place of, and withdraws it only with --empty", async () => {
    const kind = ["import", "claude-ai-spend-report"];
    const header = path.join(folder, "header.csv");
    writeFileSync(header, "user_email,product,model,total_net_spend_usd\n");
    const ben = path.join(folder, "ben.csv");
    writeFileSync(ben, "user_email,product,model,total_net_spend_usd\nben@x.org,chat,m,1.25\n");
    const owner = ["--organization", "org_2"];
    await aiSpend(...kind, ben, ...RANGE, ...owner);
    const again = await aiSpend(...kind, ben, ...RANGE, ...owner);
    expect(again.stdout).toBe(
      "1 row imported; ai_raw.raw_claude_ai_spend_report has them for 2026-02-01 to 2026-03-01 (exclusive), in the place of 1 row of 1.25 USD of earlier files.\n",
    );
    const refused = await aiSpend(...kind, header, ...RANGE, ...owner);
    expect(refused).toEqual({
      stdout: "",
      stderr:
        "header.csv has no rows, so that 1 row of 1.25 USD of earlier files for 2026-02-01 to 2026-03-01 (exclusive) would go, and nothing was changed: give --empty if that is meant.\n",
      code: 2,
    });
    const withdrawn = await aiSpend(...kind, header, ...RANGE, ...owner, "--empty");
    expect(withdrawn.stdout).toMatch(/^0 rows imported; .*, in the place of 1 row of 1\.25 USD of/);
    expect(withdrawn.code).toBe(0);
  });

  it.each([
    ["a spend report without days", ["claude-ai-spend-report"], /needs --from and --to/],
    [
      "a date that is none",
      ["claude-ai-spend-report", "--from", "May", "--to", "June"],
      /is not a date/,
    ],
    ["a list with days", ["people", ...RANGE], /people takes no --from, --to and --organization/],
    [
      "a kind nobody knows",
      ["spend"],
      /are api-key-owners, .*, claude-ai-spend-report, claude-console-cost/,
    ],
  ])("%s gets one sentence and exit code 2", async (_what, [kind = "", ...options], message) => {
    const ended = await aiSpend("import", kind, spend, ...options);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect([ended.stdout, ended.code]).toEqual(["", 2]);
  });
});
