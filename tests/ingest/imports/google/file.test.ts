/** Google's exports as files: packed or not, marked or not, and whatever cannot be read of them. */

import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../../ingest/errors.ts";
import { openText } from "../../../../ingest/imports/google/lines.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { BILLED, BILLING_LINE, importText, textOf } from "./support.ts";

const KIND = "gcp-billing-export";
const long = { ...BILLING_LINE, project: { id: "p", name: "x".repeat(3_000_000) } };
const TEXT = textOf([long, { ...BILLING_LINE, cost: 2 }]);
const HALF = [gzipSync(TEXT).subarray(0, 2000), Buffer.from("no more")];

let local: TestWarehouse;
let folder: string;

beforeAll(async () => {
  local = await startTestWarehouse();
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-google-"));
});
beforeEach(() => local.empty());
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const imported = (file: string) => importText(local.warehouse, "", KIND, () => openText(file));

describe("a file of Google's", () => {
  it.each([
    ["packed", "a.ndjson.gz", gzipSync(TEXT)],
    ["packed, with a name in capitals", "A.NDJSON.GZ", gzipSync(TEXT)],
    ["packed, with a name that does not say so", "b.ndjson", gzipSync(TEXT)],
    ["not packed, with a name that says so", "c.ndjson.gz", Buffer.from(TEXT)],
    [
      "packed in two pieces",
      "d.gz",
      Buffer.concat([gzipSync(TEXT.slice(0, 9)), gzipSync(TEXT.slice(9))]),
    ],
    ["with a byte order mark", "e.ndjson", Buffer.from(`\uFEFF${TEXT}`)],
    ["with a byte order mark within", "f.ndjson.gz", gzipSync(`\uFEFF${TEXT}`)],
  ])("%s is read as the plain text", async (_title, name, content) => {
    const plain = await imported(written("plain.ndjson", TEXT));
    expect(plain).toMatchObject({ rows: 2, added: 2 });
    expect(await imported(written(name, content))).toMatchObject({ rows: 2, added: 0 });
    expect(await local.runQuery(BILLED)).toEqual([{ n: "2", cost: "3.234567" }]);
  });

  it.each([
    ["cut", HALF[0], "cut.ndjson cannot be unpacked: check that it is whole."],
    ["broken", Buffer.concat(HALF), "broken.ndjson cannot be unpacked: check that it is whole."],
    ["a byte", Buffer.from([0x1f]), "export.ndjson has 1 fault"],
    ["nothing", Buffer.of(), "export.ndjson has no lines: check that it is the export."],
    ["a mark", Buffer.from("\uFEFF"), "export.ndjson has no lines: check that it is the export."],
  ])("that is %s is refused", async (title, content = Buffer.of(), message) => {
    await refused(() => openText(written(`${title}.ndjson`, content)), message);
  });

  it.each([
    ["/proc/self/mem", "/proc/self/mem cannot be read: check that it is a file"],
    [os.tmpdir(), "cannot be read: check that it is a file and that you may read it."],
    ["/nobody/has/this", "/nobody/has/this does not exist: check its name."],
  ])("%s is refused", async (file, message) => {
    await refused(() => openText(file), message);
  });

  it("that is moved, or cut, after it was checked is named, and not the warehouse", async () => {
    const file = written("moved.ndjson.gz", gzipSync(TEXT));
    let reads = 0;
    const then = (change: () => void) => () => {
      reads += 1;
      if (reads === 2) change();
      return openText(file);
    };
    await refused(
      then(() => written("moved.ndjson.gz", HALF[0] ?? "")),
      /^moved\.ndjson\.gz cannot be unpacked: check that it is whole\.$/,
    );
    written("moved.ndjson.gz", gzipSync(TEXT));
    reads = 0;
    await refused(
      then(() => renameSync(file, `${file}.old`)),
      /moved\.ndjson\.gz does not exist: check its name\.$/,
    );
  });
});

async function refused(open: () => ReturnType<typeof openText>, message: string | RegExp) {
  const failed = importText(local.warehouse, "", KIND, open);
  await expect(failed).rejects.toThrow(message);
  await expect(failed).rejects.toBeInstanceOf(ConfigError);
  const tables = await local.warehouse.listTables("ai_raw");
  expect(tables.filter((name) => name.startsWith("load_"))).toEqual([]);
}
