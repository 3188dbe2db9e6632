/** Text from outside in a spreadsheet and on a terminal. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect, it } from "@jest/globals";
import fc from "fast-check";

import { alertOf } from "../../../cli/alerts/alert.ts";
import { digestText } from "../../../cli/alerts/digest.ts";
import { describeBuild } from "../../../cli/build/describe_build.ts";
import { findingsText, ok } from "../../../cli/doctor/finding.ts";
import { csvLines } from "../../../cli/shared/csv.ts";
import { formatResult } from "../../../cli/shared/output.ts";
import { summaryText } from "../../../cli/sync/run.ts";
import { node } from "../../../cli/trace/node.ts";
import { treeText } from "../../../cli/trace/text.ts";
import { childEnvironment } from "../../../ingest/settings/config.ts";

it("no cell starts a formula, whichever separator a spreadsheet takes", () => {
  const piece = fc.constantFrom(
    "=1+1",
    "＝A1",
    "＋1",
    "@x",
    "-1+2",
    ";",
    "\t",
    "\n",
    " ",
    '"',
    "x",
    ",",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const written = csvLines([["a", pieces.join(""), "b"]]);
      expect(written).not.toMatch(/(^|[;\t\r\n])\s*"?\s*[=+@＝＋－＠]/);
      expect(written.slice(2)).not.toMatch(/^"?\s*[=@＝＋－＠]/);
    }),
  );
});

it.each(["-1.5", "+2", "1e-7", "plain; text", "a-b@c.org"])("%s stays as it is", (text) => {
  expect(csvLines([[text]])).toBe(`${text}\r\n`);
});

const HOSTILE = "\u001b[31mred\u001b]0;title\u0007\u009b2J\u202egnp\r\u0000";
const N = { name: "n", type: "STRING" };
const SUMMARY = {
  ...{ runId: "1", isResumed: false, walksKept: 0, walks: 0, pages: 0, rows: 0, same: 0 },
  endpoints: [],
  notes: [HOSTILE],
  firstSyncs: [],
  unknownFields: [HOSTILE],
  moreUnknownFields: 0,
  changedFields: [],
  shrunk: [],
  failures: [],
};
const REPORT = {
  created: [],
  reasons: new Map(),
  changed: [],
  alone: [],
  passed: [],
  failedAssertions: [],
  failedActions: [{ name: "a.b", message: HOSTILE }],
  skipped: [],
};
const ALERT = alertOf({
  ...{ kind: "stale_source", grain: [], severity: "ERROR", measured: null, threshold: null },
  say: () => HOSTILE,
});
const NO_WAREHOUSE = { query: () => Promise.reject(new Error("nothing is asked")) };

it.each<[string, () => string | Promise<string>]>([
  ["a table's cell", () => formatResult({ columns: [N], rows: [{ n: HOSTILE }] }, "table")],
  ["a table's head", () => formatResult({ columns: [{ ...N, name: HOSTILE }], rows: [] }, "table")],
  ["a trace", () => treeText(node(HOSTILE, { facts: [["a", HOSTILE]] }))],
  ["a digest", () => digestText([ALERT], new Map())],
  ["a finding of the doctor's", () => findingsText([ok("a", HOSTILE)], "table")],
  ["the end of a sync", () => summaryText(SUMMARY)],
  ["the end of a build", () => describeBuild(NO_WAREHOUSE, REPORT, false)],
])("a terminal is told no control character by %s", async (_what, text) => {
  expect(await text()).toMatch(/u001b/);
  expect(await text()).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
});

it("a program that is started gets no key, also none that the list of connections names", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-keys-"));
  const before = process.cwd();
  writeFileSync(
    path.join(folder, "connections.yaml"),
    "- {name: a, vendor: cursor, key_env: MY_OWN_NAME}\n",
  );
  try {
    process.chdir(folder);
    process.env["MY_OWN_NAME"] = "anything";
    expect(childEnvironment({})).not.toHaveProperty("MY_OWN_NAME");
  } finally {
    delete process.env["MY_OWN_NAME"];
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
});
