/** The verbs `import` and `owners` as an operator types them: exit codes, and what goes where. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { main } from "../../../cli/program.ts";
import { noProgress } from "../../../ingest/progress.ts";
import type { Ended } from "../support.ts";
import { recordingLog } from "../../ingest/support/vendor_sync.ts";
import { fileOf } from "../../ingest/imports/support.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-import-"));
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

function written(name: string, ...lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, fileOf("api-key-owners", ...lines));
  return file;
}

describe("import", () => {
  it("says on stdout what it did, and exits with 0", async () => {
    const file = written("good.csv", "k,ada@x.org,person,,2026-01-01,,=1+1");
    const ended = await aiSpend("import", "api-key-owners", file);
    expect(ended.stdout).toBe(
      "1 row imported; ai_reference.api_key_owners holds these and no others.\n",
    );
    expect(ended.code).toBe(0);
    const asked = await aiSpend(
      "query",
      "select note from ai_reference.api_key_owners",
      "--format",
      "csv",
    );
    expect(asked.stdout).toBe("note\r\n'=1+1\r\n");
  });

  it("lists the faults of a bad file on stderr, and exits with 2", async () => {
    const file = written(
      "bad.csv",
      "k,ada@x.org,person,,2026-01-01,,",
      "l,ada@,person,,2026-13-01,,",
    );
    const ended = await aiSpend("import", "api-key-owners", file);
    expect(ended.stderr.trimEnd().split("\n")).toEqual([
      "bad.csv has 2 faults and nothing of it was imported: correct what is named here and import it again.",
      "  line 3, owner_email: is not an e-mail address",
      "  line 3, valid_from: is a day that does not exist: check the calendar",
    ]);
    expect([ended.stdout, ended.code]).toEqual(["", 2]);
  });

  it.each([
    [
      "a kind nobody knows",
      ["import", "owner", "x.csv"],
      /"owner" is not a kind of file: the kinds are api-key-owners, /,
    ],
    [
      "a file that is not there",
      ["import", "people", "no.csv"],
      /no\.csv does not exist: check its name/,
    ],
    ["a folder", ["import", "people", "."], /\. cannot be read: check that it is a file/],
    ["a device", ["import", "people", "/dev/zero"], /\/dev\/zero is larger than 64 MB, which no/],
    ["a device for Google's", ["import", "gcp-audit-logs", "/dev/zero"], /cannot be read: check/],
    ["no file", ["import", "people"], /Missing required argument 'file'/],
    [
      "another word than template",
      ["owners", "list"],
      /"list" is not known here: write "owners template"/,
    ],
    [
      "a template before the first build",
      ["owners", "template"],
      /No key is known yet: run sync and build/,
    ],
  ])("%s gets one sentence and exit code 2", async (_what, args, message) => {
    const ended = await aiSpend(...args);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect([ended.stdout, ended.code]).toEqual(["", 2]);
  });
});

describe("a key that was pasted as a file's name or an organization", () => {
  it("is on no screen", async () => {
    const secret = "sk-ant-admin01-Ab_9-x0123456789";
    const good = written(`${secret}.csv`, "k,ada@x.org,person,,2026-01-01,,");
    const bad = written(`bad ${secret}.csv`, "l,ada@,person,,2026-13-01,,");
    const all = [
      await aiSpend("import", "api-key-owners", good),
      await aiSpend("import", "api-key-owners", bad),
      await aiSpend("import", "cursor-usage", good, "--organization", secret),
      await aiSpend("import", secret, path.join(folder, secret)),
      await aiSpend("query", "select params, organization_id from ai_raw.raw_fetches"),
    ];
    expect(all.map(({ code }) => code)).toEqual([0, 2, 2, 2, 0]);
    expect(JSON.stringify(all)).not.toContain("Ab_9");
    expect(all[1]?.stderr).toMatch(/^bad \(a key\)\.csv has 2 faults/);
  });
});

describe("owners template", () => {
  it("writes the owners there are and the keys without one, and takes no filled-in list's place", async () => {
    const setUp = `
      create schema if not exists ai_spend;
      create schema if not exists ai_raw;
      create table ai_spend.dim_api_keys as select 'o' as organization_id, 'k2' as api_key_id, 'a key' as name,
        'active' as status, 'ada@x.org' as created_by_email, timestamp '2026-01-01' as created_at;
      create table ai_raw.raw_anthropic_api_keys as
      select '{"data": [{"id": "k2", "created_by": {"id": "u", "type": "user"}}]}' as body;
      create table ai_spend.data_freshness as select timestamp '2026-06-01' as as_of`;
    await aiSpend("query", setUp);
    const out = path.join(folder, "owners.csv");
    const ended = await aiSpend("owners", "template", "--out", out);
    expect(ended.stderr).toMatch(
      /^The row of api_key_owners stands first, for an import replaces them all: fill in what is below and import the whole file\.$/m,
    );
    expect([ended.stdout, ended.code]).toEqual([`1 key without an owner written to ${out}.\n`, 0]);
    const written = readFileSync(out, "utf8");
    expect(written.split("\r\n").slice(1)).toEqual([
      "k,ada@x.org,person,,2026-01-01,,",
      'k2,ada@x.org,person,,2026-01-01,,"a key, not used"',
      "",
    ]);
    expect((await aiSpend("owners", "template", "--out", out)).code).toBe(0);

    // As a spreadsheet saves it, with somebody's name in it.
    const filled = `\ufeff${written.replaceAll(",", ";").replace("k2;ada", "k2;Bob")}`;
    writeFileSync(out, filled);
    const again = await aiSpend("owners", "template", "--out", out);
    expect(again.stderr).toBe(
      `${out} names an owner that api_key_owners has not, and is as it was: import it first, name another file, or remove it.\n`,
    );
    expect([again.stdout, again.code]).toEqual(["", 2]);
    expect(readFileSync(out, "utf8")).toBe(filled);
    const cut = `${written}k3,unfinished`;
    writeFileSync(out, cut);
    expect((await aiSpend("owners", "template", "--out", out)).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe(cut);

    writeFileSync(out, filled);
    expect((await aiSpend("import", "api-key-owners", out)).code).toBe(0);
    const last = await aiSpend("owners", "template", "--out", out);
    expect(last.stdout).toBe(`0 keys without an owner written to ${out}.\n`);
    expect(readFileSync(out, "utf8")).toContain("k2,bob@x.org,person,,2026-01-01,,");
  });
});

describe("a list that leaves out what an earlier one had", () => {
  const lines = ["a", "b", "c", "d"].map((id) => `${id},t,team,,2026-01-01,,`);
  const importLines = (...given: readonly string[]) =>
    aiSpend("import", "api-key-owners", written("some.csv", ...given));

  it("is the truth, and says how many rows went", async () => {
    await importLines(...lines);
    const ended = await importLines(...lines.slice(0, 1), "e,t,team,,2026-01-01,,");
    expect(ended.stderr).toContain(
      "WARNING: 3 of 4 earlier rows of ai_reference.api_key_owners went, whose api_key_id the file has not: if that is not meant, add them and import it again; the earlier file is in ai_raw.raw_imports.\n",
    );
    expect([ended.stdout, ended.code]).toEqual([
      "2 rows imported; ai_reference.api_key_owners holds these and no others: 3 rows went.\n",
      0,
    ]);
  });

  it("says nothing of what was corrected, added or split into periods", async () => {
    await importLines(...lines);
    const corrected = lines.map((line) => line.replace("2026-01-01,", "2025-06-01,2026-06-01"));
    const later = lines.map((line) => line.replace("2026-01-01", "2026-06-01"));
    const ended = await importLines(...corrected, ...later, "e,t,team,,2026-01-01,,");
    expect(ended.stderr).not.toMatch(/went/);
    expect(ended.stdout).toMatch(/holds these and no others\.\n$/);
  });
});

describe("import --empty", () => {
  const owners = "ai_reference.api_key_owners";

  it("says how many rows went; without it nothing goes", async () => {
    await aiSpend("import", "api-key-owners", written("one.csv", "k,t,team,,2026-01-01,,"));
    const header = written("header.csv");
    const refused = await aiSpend("import", "api-key-owners", header);
    expect(refused.stderr).toBe(
      `header.csv has no rows, so that the one row of ${owners} would go, and nothing was changed: give --empty if that is meant.\n`,
    );
    expect([refused.stdout, refused.code]).toEqual(["", 2]);
    const emptied = await aiSpend("import", "api-key-owners", header, "--empty");
    expect([emptied.stdout, emptied.code]).toEqual([`${owners} is empty: 1 row went.\n`, 0]);
  });

  it.each(["invoices", "gcp-billing-export"])(
    "is nothing for %s, which takes no row away",
    async (kind) => {
      const ended = await aiSpend("import", kind, written("header.csv"), "--empty");
      expect(ended.stderr).toBe(
        `${kind} takes no --empty: its files add to what is there; leave it out.\n`,
      );
      expect([ended.stdout, ended.code]).toEqual(["", 2]);
    },
  );
});
