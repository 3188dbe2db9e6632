/** A vendor's key that was pasted as the name of something is landed nowhere and said by no sentence. */

import { Readable } from "node:stream";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { importExport } from "../../../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS } from "../../../ingest/imports/google/kinds.ts";
import { importFile } from "../../../ingest/imports/import_file.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { BILLING_LINE, textOf } from "./google/support.ts";
import { importText } from "./report_support.ts";
import { faultsOf, fileOf, kindNamed } from "./support.ts";

const KEYS = [
  "sk-ant-admin01-Ab_9-x0123456789",
  "crsr_0a1b2c3d4e5f",
  "key_0123456789abcdef0123456789abcdef",
];

let local: TestWarehouse;
let imports = 0;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => local.empty());
afterAll(() => local.close());

describe.each(KEYS)("%s", (secret) => {
  it("is no organization", async () => {
    const content =
      "Date,User,Kind,Model,Cost\n2026-08-05T06:44:42.863Z,a@x.org,On-Demand,m,0.55\n";
    for (const organization of [secret, ` team ${secret}`]) {
      const refused = importText(local, "cursor-usage", content, { organization });
      await expect(refused).rejects.toThrow(
        /^--organization holds a key, which is secret and would be landed: give [^_]*$/,
      );
    }
    expect(await local.runQuery("select params from `local.ai_raw.raw_fetches`")).toEqual([]);
  });

  it("is left out of the name of a list, and of Google's file", async () => {
    const deps = {
      fileName: `export ${secret}.csv`,
      warehouse: local.warehouse,
      now: () => Date.parse("2026-11-01T06:00:00Z"),
      newId: () => `fetch-${(imports += 1)}`,
      loaderVersion: "test",
    };
    const bytes = Buffer.from(fileOf("people", "a@x.org,Ann,,,,,2026-01-01,"));
    await importFile({ ...deps, kind: kindNamed("people"), bytes });
    const kind = GOOGLE_KINDS.find(({ name }) => name === "gcp-billing-export");
    if (kind === undefined) throw new Error("no kind");
    const line = textOf([BILLING_LINE]);
    await importExport({ ...deps, kind, open: () => Readable.from([Buffer.from(line)]) });
    const fetches = await local.runQuery("select params from `local.ai_raw.raw_fetches`");
    const named = { params: '{"file":"export (a key).csv"}' };
    expect(fetches).toEqual([named, named]);
  });

  it.each([
    ["api-key-owners", "?,a@x.org,person,,2026-01-01,,", "api_key_id"],
    ["api-key-owners", "k,?,team,,2026-01-01,,", "owner_email"],
    ["api-key-owners", "k,a@x.org,person,,2026-01-01,,see ?", "note"],
    ["people", "a@x.org,Ann,?,,,,2026-01-01,", "team"],
    ["invoices", "cursor,?,2026-09-01,2026-10-01,1,,,,", "invoice_id"],
    ["budgets", "team,?,2026-10-01,1", "scope_value"],
    ["prices", "m,input,standard,0-200k,2026-01-01,1,?", "source"],
  ])("is no cell of %s: %s", (kind, row, column) => {
    expect(faultsOf(kind, row.replace("?", secret))).toEqual([
      `2 ${column}: holds a key, which is secret and would be landed: write its id or its name`,
    ]);
  });
});
