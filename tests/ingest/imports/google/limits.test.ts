/** Lines that no load job takes or no model can count: named by line and column before anything is loaded. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Readable } from "node:stream";

import { ConfigError } from "../../../../ingest/errors.ts";
import { refusedJson } from "../../../../ingest/imports/google/json_text.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { AUDIT_LINE, BILLED, BILLING_LINE, importText, textOf } from "./support.ts";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const GOOD = textOf([BILLING_LINE]);
const plain = { ...BILLING_LINE, service: { id: "1", description: "Cloud Storage" }, sku: {} };

async function refusal(text: string | Buffer, kind = "gcp-billing-export"): Promise<string> {
  const open = () => Readable.from([Buffer.from(text)]);
  const error: unknown = await importText(local.warehouse, "", kind, open).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return "landed";
  expect(error).toBeInstanceOf(ConfigError);
  const [first, ...faults] = (error as ConfigError).message.split("\n");
  expect(first).toMatch(/^export\.ndjson has \d+ faults? and nothing of it was imported/);
  return faults.join("\n").trim();
}

describe("a line of Google's that no load job takes", () => {
  it.each([
    ["a time of 24 hours", GOOD.replace("14:00:00", "24:00:00"), /^line 3, export_time: is not a/],
    ["a time in small letters", GOOD.replace(" 14:00:00 UTC", "t14:00:00z"), /^line 3, export_t/],
    ["a zone of 20 hours", GOOD.replace("14:00:00 UTC", "14:00:00+20:00"), /^line 3, export_time/],
    ["a zone of 14:30", GOOD.replace("14:00:00 UTC", "14:00:00+14:30"), /^line 3, export_time/],
    ["no seconds", GOOD.replace("14:00:00 UTC", "14:00 UTC"), /^line 3, export_time: is not a/],
    ["no seconds of use", GOOD.replace(" 11:00:00", "T11:00"), /^line 3, usage_end_time: is not/],
    [
      "a column twice",
      GOOD.replace('"cost":', '"cost":2, "cost" :'),
      /^line 3: has a column twice/,
    ],
    ["a name twice below", GOOD.replace('"unit"', '"unit":"x","\\u0075nit"'), /^line 3: has a col/],
    ["half a character", GOOD.replace("regular", "\\ud83d"), /^line 3: has half of a character/],
    ["the other half", GOOD.replace("regular", "\\ude00 x"), /^line 3: has half of a character/],
    ["a blank that is none of JSON's", `\u00a0\n`, /^line 3: is not one JSON object/],
  ])("%s is named by its line", async (_title, line, expected) => {
    expect(await refusal(`${GOOD}\n${line}`)).toMatch(expected);
  });

  it("such as bytes that are no UTF-8", async () => {
    for (const bytes of [[0xff], [0xed, 0xa0, 0xbd], [0xc3]]) {
      const [before = "", after = ""] = GOOD.split("regular");
      const line = Buffer.concat([
        Buffer.from(GOOD + before),
        Buffer.from(bytes),
        Buffer.from(after),
      ]);
      expect(await refusal(line)).toBe(
        "line 2: is not UTF-8 text: export the table anew, or save the file as UTF-8",
      );
    }
  });

  it("such as a whole number beyond INT64", async () => {
    const line = (index: string): string =>
      textOf([{ ...AUDIT_LINE, insertId: index, split: { index } }]);
    expect(await refusal(line("9223372036854775808"), "gcp-audit-logs")).toBe(
      "line 1, split.index: is not a whole number",
    );
    expect(await refusal(line("9223372036854775807"), "gcp-audit-logs")).toBe("landed");
  });

  it("is told from every text that JSON writes", () => {
    const property = fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
      expect(refusedJson(JSON.stringify({ value }))).toBeNull();
    });
    fc.assert(property);
  });

  it("is looked through however long it is", () => {
    expect(refusedJson(JSON.stringify({ a: '"\\'.repeat(4_000_000), b: {} }))).toBeNull();
    expect(refusedJson(JSON.stringify({ a: "x".repeat(20_000_000) }))).toBeNull();
  });
});

describe("a time as Google writes it", () => {
  it.each([
    "2026-10-01 14:00:00 UTC",
    "2026-10-01T14:00:00Z",
    "2026-10-01 14:00:00.123456 UTC",
    "2026-10-01T14:00:00.123456789Z",
    "2026-10-01 14:00:00",
    "2026-10-02T04:00:00+14:00",
    "2026-10-01T14:00:00-0300",
  ])("%s is taken and loaded", async (time) => {
    const line = { ...BILLING_LINE, export_time: time, usage_end_time: time };
    expect(await refusal(textOf([line]))).toBe("landed");
    const audit = { ...AUDIT_LINE, timestamp: time, receiveTimestamp: time };
    expect(await refusal(textOf([audit]), "gcp-audit-logs")).toBe("landed");
  });
});

describe("a time that no line of Google's has", () => {
  const COLUMNS = [
    ["gcp-billing-export", BILLING_LINE, "export_time"],
    ["gcp-billing-export", BILLING_LINE, "usage_start_time"],
    ["gcp-billing-export", BILLING_LINE, "usage_end_time"],
    ["gcp-audit-logs", AUDIT_LINE, "timestamp"],
    ["gcp-audit-logs", AUDIT_LINE, "receiveTimestamp"],
  ] as const;
  const CASES = COLUMNS.flatMap(([kind, line, column]) =>
    ["0000", "0001", "1926", "2126", "9999"].map((year) => [year, column, kind, line] as const),
  );

  it.each(CASES)("such as the year %s in %s is named", async (year, column, kind, line) => {
    const text = textOf([line, { ...line, [column]: `${year}-10-01 10:00:00 UTC` }]);
    expect(await refusal(text, kind)).toMatch(
      new RegExp(`^line 2, ${column}: is before 2015-01-01 or after 20\\d\\d-.*: check the year$`),
    );
  });

  it("such as an end before its start is named", async () => {
    const usage_end_time = "2026-10-01T12:00:00+02:30";
    expect(await refusal(textOf([{ ...BILLING_LINE, usage_end_time }]))).toBe(
      "line 1, usage_end_time: is before usage_start_time: export the line anew",
    );
  });

  it("is another than now, an end without a length and a term that is paid in advance", async () => {
    const written = "2026-11-05 06:00:00 UTC";
    const line = { ...BILLING_LINE, export_time: written, usage_start_time: written };
    const lines = [written, "2029-11-05 06:00:00 UTC"].map((end) => ({
      ...line,
      usage_end_time: end,
    }));
    expect(await refusal(textOf(lines))).toBe("landed");
  });
});

describe("a number of Google's that no model can count", () => {
  it.each([
    ["cost", { cost: 1e25 }],
    ["cost", { cost: "1e300" }],
    ["cost", { cost: -1e9 }],
    ["cost", { ...plain, cost: 1e13 }],
    ["cost_at_list", { cost_at_list: 1e13 }],
    ["credits[0].amount", { credits: [{ amount: -1e12 }] }],
    ["usage.amount", { usage: { amount: 1e308 } }],
    ["usage.amount", { ...plain, usage: { amount: 1e21 } }],
    ["usage.amount", { usage: { amount: 1e13 } }],
    ["price.list_price", { price: { list_price: 1e20 } }],
  ])("%s of %j is named", async (column, more) => {
    const faults = await refusal(GOOD + textOf([{ ...BILLING_LINE, ...more }]));
    expect(faults.split("\n")).toHaveLength(1);
    expect(faults.startsWith(`line 2, ${column}: is beyond `)).toBe(true);
  });

  it.each([0, -1, "0", "-0.5", 1e-300])("an exchange rate of %j is none", async (rate) => {
    const line = { ...BILLING_LINE, cost: 1e9, currency_conversion_rate: rate };
    expect(await refusal(GOOD + textOf([line]))).toBe(
      "line 2, currency_conversion_rate: is below 0.001, which is no exchange rate: check the digits",
    );
  });

  it.each(["202613", "202600", "2026-10", "20261", "102610", "202610 "])(
    "a month %j is none",
    async (month) => {
      expect(await refusal(GOOD + textOf([{ ...BILLING_LINE, invoice: { month } }]))).toBe(
        "line 2, invoice.month: is not a month such as 202610",
      );
    },
  );

  it("is another than what other services and other currencies write", async () => {
    const lines = [
      { ...plain, usage: { amount: 3.6e18, unit: "byte-seconds" }, invoice: {} },
      { ...BILLING_LINE, cost: 9e11, currency: "VND", currency_conversion_rate: 25000 },
    ];
    expect(await refusal(textOf(lines))).toBe("landed");
    expect(await local.runQuery(BILLED)).toHaveLength(1);
  });
});
