/** Lists of more rows, and of more faults, than anybody writes. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { faultsText } from "../../../ingest/imports/faults.ts";
import { importFile } from "../../../ingest/imports/import_file.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { fileOf, kindNamed } from "./support.ts";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

it("a list of 100,000 rows arrives whole", async () => {
  const lines = Array.from(
    { length: 100_000 },
    (_, at) => `apikey_${at},p${at % 500}@x.org,person,,2026-01-01,,note ${at}`,
  );
  const summary = await importFile({
    kind: kindNamed("api-key-owners"),
    fileName: "list.csv",
    bytes: Buffer.from(fileOf("api-key-owners", lines.join("\n"))),
    warehouse: local.warehouse,
    now: () => Date.parse("2026-11-01T06:00:00Z"),
    newId: () => "fetch-1",
    loaderVersion: "test",
  });
  expect(summary).toMatchObject({ rows: 100_000 });
  expect(
    await local.runQuery(
      "select count(*) as n, count(distinct api_key_id) as k from `local.ai_reference.api_key_owners`",
    ),
  ).toEqual([{ n: "100000", k: "100000" }]);
});

it("hundreds of thousands of faults are no reason to fail", () => {
  const content = `month;scope;scope_value;budget_usd\n${"2026-10;total;;1.234\n".repeat(200_000)}`;
  const { faults } = checkFile(content, kindNamed("budgets"));
  expect(faultsText("b.csv", faults)).toMatch(
    /^b\.csv has \d{6} faults and nothing of it was imported/,
  );
});
