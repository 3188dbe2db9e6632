/** The verb `import` with Google's exports, as an operator types it: exit codes, and what goes where. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { main } from "../../../cli/program.ts";
import { noProgress } from "../../../ingest/progress.ts";
import type { Ended } from "../support.ts";
import { recordingLog } from "../../ingest/support/vendor_sync.ts";
import { BILLING_LINE, textOf } from "../../ingest/imports/google/support.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-google-"));
  mkdirSync(path.join(folder, "exports"));
  writeFileSync(path.join(folder, "bill.ndjson.gz"), gzipSync(textOf([BILLING_LINE])));
  const newer = { ...BILLING_LINE, cost: 2, carbon: 3, "\u009b2J": 4 };
  writeFileSync(path.join(folder, "longer.ndjson"), textOf([BILLING_LINE, newer]));
  writeFileSync(path.join(folder, "bad.ndjson"), textOf([{ ...BILLING_LINE, cost: "?" }]));
  writeFileSync(path.join(folder, "torn.ndjson.gz"), gzipSync("{}\n").subarray(0, 12));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** In this process, since starting one takes seconds. */
async function imported(file: string, ...more: readonly string[]): Promise<Ended> {
  const output = { stdout: "", stderr: "" };
  const before = process.env;
  process.env = { PATH: before["PATH"], HOME: before["HOME"], AI_SPEND_HOME: `${folder}/home` };
  try {
    const args = ["import", "gcp-billing-export", path.join(folder, file), ...more];
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

describe("import gcp-billing-export", () => {
  it("says how many lines were new, and which columns were left out", async () => {
    expect(await imported("bill.ndjson.gz")).toEqual({
      code: 0,
      stdout: "1 row imported, 1 of them new to ai_raw.raw_gcp_billing_export.\n",
      stderr: "",
    });
    expect(await imported("longer.ndjson")).toEqual({
      code: 0,
      stdout: "2 rows imported, 1 of them new to ai_raw.raw_gcp_billing_export.\n",
      stderr:
        '"carbon" is no column of ai_raw.raw_gcp_billing_export and was left out of 1 line.\n' +
        '"\\u009b2J" is no column of ai_raw.raw_gcp_billing_export and was left out of 1 line.\n',
    });
  });

  it("names what is wrong with a file, and exits with 2", async () => {
    const { code, stdout, stderr } = await imported("bad.ndjson");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("bad.ndjson has 1 fault and nothing of it was imported");
    expect(stderr).toContain("line 1, cost: is not a number");
  });

  it.each([
    ["none.ndjson", "does not exist: check its name."],
    ["exports", "cannot be read: check that it is a file and that you may read it."],
    ["torn.ndjson.gz", "torn.ndjson.gz cannot be unpacked: check that it is whole."],
  ])("of %s exits with 2", async (file, message) => {
    const { code, stderr } = await imported(file);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it("takes no period", async () => {
    const { code, stderr } = await imported("bill.ndjson.gz", "--from", "2026-10-01");
    expect(code).toBe(2);
    expect(stderr).toContain("gcp-billing-export takes no --from, --to and --organization");
  });
});
