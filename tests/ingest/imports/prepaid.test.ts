/** What is bought in advance and taken back: judged by all invoices that will stand, not by the file alone. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { importFile, type ImportSummary } from "../../../ingest/imports/import_file.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { kindNamed } from "./support.ts";

const HEADER =
  "vendor,invoice_id,line,line_kind,period_start,period_end,amount_usd,currency,tax_usd,issued_at,note";

let local: TestWarehouse;
let imports = 0;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => local.empty());
afterAll(() => local.close());

function send(...lines: readonly string[]): Promise<ImportSummary> {
  imports += 1;
  return importFile({
    kind: kindNamed("invoices"),
    fileName: "invoices.csv",
    bytes: Buffer.from([HEADER, ...lines].join("\n")),
    warehouse: local.warehouse,
    now: () => Date.parse("2026-11-01T06:00:00Z"),
    newId: () => `fetch-${imports}`,
    loaderVersion: "test",
  });
}

/** `R 2 -40` is invoice R, which takes back 40 in February. */
function credits(said: string, { currency = "USD", line = "1", kind = "credits" } = {}): string {
  const [id = "", month = "", amount = ""] = said.split(" ");
  return `cursor,${id},${line},${kind},2026-0${month}-05,2026-0${month}-06,${amount},${currency},,,`;
}

const TAKEN = /line \d+, amount_usd: takes back more than was bought up to that day, in this file/;
const LEFT = /the file: leaves less prepaid in cursor \(USD\) than .* take back up to 2026-03-05/;

type Files = readonly (readonly string[])[];

it.each<[string, Files, RegExp | null]>([
  ["a refund in a file of its own", [["P 2 100"], ["R 3 -40"]], null],
  ["a refund before its purchase in the file", [["R 3 -40", "P 2 100"]], null],
  ["a refund and its purchase of one day", [["R 2 -100", "P 2 100"]], null],
  ["a refund larger than what stands", [["P 2 100"], ["R 3 -100.000000001"]], TAKEN],
  ["a refund before what stands was bought", [["P 3 100"], ["R 2 -40"]], TAKEN],
  ["two refunds that are too much together", [["P 1 100"], ["R 3 -60"], ["S 2 -60"]], TAKEN],
  ["a refund of nothing", [["R 3 -40"]], TAKEN],
  ["a purchase made smaller than its refund", [["P 2 100"], ["R 3 -40"], ["P 2 30"]], LEFT],
  ["a purchase that is made later", [["P 2 100"], ["R 3 -40"], ["P 4 100"]], LEFT],
  ["a purchase made smaller that is enough", [["P 2 100"], ["R 3 -40"], ["P 2 40"]], null],
  [
    "a smaller purchase with its smaller refund",
    [["P 2 100"], ["R 3 -40"], ["P 2 30", "R 3 -20"]],
    null,
  ],
  ["the same refund again", [["P 2 100"], ["R 3 -60"], ["R 3 -60"]], null],
])("%s", async (_fact, files, refused) => {
  const last = files.at(-1) ?? [];
  for (const file of files.slice(0, -1)) await send(...file.map((said) => credits(said)));
  const imported = send(...last.map((said) => credits(said)));
  if (refused === null) await expect(imported).resolves.toMatchObject({ rows: last.length });
  else await expect(imported).rejects.toThrow(refused);
});

describe("what was bought", () => {
  it("is said once where an invoice has its total beside its lines", async () => {
    const total = credits("P 2 100", { line: "" });
    await expect(send(credits("P 2 100"), total, credits("R 3 -150"))).rejects.toThrow(TAKEN);
  });

  it("without a currency is in dollars, and another currency pays nothing back", async () => {
    await send(credits("P 2 100", { currency: "" }), credits("E 2 500", { currency: "EUR" }));
    await send(credits("R 3 -100"));
    await expect(send(credits("S 3 -1"))).rejects.toThrow(TAKEN);
  });

  it("may be a commitment; an invoice that is read as something else takes it away", async () => {
    await send(credits("P 2 100", { kind: "commitment" }));
    await send(credits("R 3 -40"));
    await expect(send(credits("P 2 100", { kind: "usage" }))).rejects.toThrow(LEFT);
  });
});

it("a balance that was negative already is no later file's fault", async () => {
  await send(credits("P 2 100"));
  await send(credits("R 3 -40"));
  await local.runQuery(
    "update `local.ai_reference.invoices` set amount_usd = '30' where invoice_id = 'P'",
  );
  await send(credits("N 6 500"));
  await send(credits("R 3 -35"));
  await expect(send(credits("R 3 -36"))).rejects.toThrow(TAKEN);
});
