/** Text from outside in a spreadsheet and on a terminal. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect, it } from "@jest/globals";
import fc from "fast-check";

import { csvLines } from "../../../cli/shared/csv.ts";
import { formatResult } from "../../../cli/shared/output.ts";
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

it("a terminal is told no control character", () => {
  const name = "\u001b[31mred\u001b]0;title\u0007\u009b2J\u202egnp\r\u0000";
  const result = { columns: [{ name: "n", type: "STRING" }], rows: [{ n: name }] };
  expect(formatResult(result, "table")).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
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
