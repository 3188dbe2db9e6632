/** Google's exports, landed as rows of Google's own schema. */

import { Readable } from "node:stream";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { AUDIT_LOG } from "../../../../ingest/tables/google_tables.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { AUDIT_LINE, BILLED, BILLING_LINE, importText, textOf } from "./support.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(() => local.empty());
afterAll(() => local.close());

const at = (export_time: string, more: object = {}) => ({ ...BILLING_LINE, export_time, ...more });
const FIRST = at("2026-10-01 14:00:00 UTC");
const SECOND = at("2026-10-01T18:00:00Z", { cost: 2 });
const THIRD = at("2026-10-02T02:00:00+02:00", { cost: 4 });

async function billed(): Promise<{ readonly n?: unknown; readonly cost?: unknown }> {
  const [row] = await local.runQuery(BILLED);
  return row ?? {};
}

describe("a billing export", () => {
  it("keeps Google's nested columns and its amounts", async () => {
    await importText(local.warehouse, textOf([BILLING_LINE]));
    const rows = await local.runQuery(`
      select
        service.description as service,
        project.id as project_id,
        cast(cost as numeric) as cost,
        (select sum(cast(credit.amount as numeric)) from unnest(credits) as credit) as credit,
        invoice.month as invoice_month,
        cast(export_time as string) as exported,
        array_length(labels) as labels
      from \`local.ai_raw.raw_gcp_billing_export\``);
    expect(rows).toEqual([
      {
        service: "Claude Opus 4.6",
        project_id: "claude-shared",
        cost: "1.234567",
        credit: "-0.1",
        invoice_month: "202610",
        exported: "2026-10-01 14:00:00+00",
        labels: "0",
      },
    ]);
  });

  it("imported twice changes nothing", async () => {
    const text = textOf([FIRST, SECOND]);
    expect(await importText(local.warehouse, text)).toMatchObject({ rows: 2, added: 2 });
    expect(await importText(local.warehouse, text)).toMatchObject({ rows: 2, added: 0 });
    expect(await billed()).toEqual({ n: "2", cost: "3.234567" });
    const [fetches] = await local.runQuery(
      "select count(*) as n from `local.ai_raw.raw_fetches` where vendor = 'import'",
    );
    expect(fetches).toEqual({ n: "1" });
  });

  it("is landed again where somebody has emptied the table", async () => {
    const text = textOf([FIRST, SECOND]);
    await importText(local.warehouse, text);
    await local.runQuery("truncate table `local.ai_raw.raw_gcp_billing_export`");
    expect(await importText(local.warehouse, text)).toMatchObject({ rows: 2, added: 2 });
  });

  it("says how many lines the table does not keep", async () => {
    const { warehouse } = local;
    // What BigQuery does with the first of October where partitions expire.
    const forgetful: typeof warehouse = {
      ...warehouse,
      query: async (sql, params) => {
        const answer = await warehouse.query(sql, params);
        if (sql.startsWith("insert into `ai_raw.raw_gcp_billing_export`"))
          await warehouse.query(
            "delete from ai_raw.raw_gcp_billing_export where export_time < timestamp '2026-10-02'",
          );
        return answer;
      },
    };
    const later = at("2026-10-02T02:00:00Z");
    const summary = await importText(forgetful, textOf([FIRST, SECOND, later]));
    expect(summary).toEqual({
      ...{ rows: 3, added: 1 },
      warnings: [expect.stringMatching(/keeps 2 lines fewer than the file has: .*raw_days_kept/)],
    });
    expect((await importText(local.warehouse, textOf([FIRST, SECOND, later]))).warnings).toEqual(
      [],
    );
  });

  it("that overlaps an earlier one doubles no dollar", async () => {
    await importText(local.warehouse, textOf([FIRST, SECOND]));
    const longer = await importText(local.warehouse, textOf([SECOND, THIRD, FIRST]));
    expect(longer).toMatchObject({ rows: 3, added: 1 });
    expect(await billed()).toEqual({ n: "3", cost: "7.234567" });
  });

  it("that holds part of a day takes nothing away from it", async () => {
    await importText(local.warehouse, textOf([FIRST, SECOND]));
    await importText(local.warehouse, textOf([SECOND, THIRD]));
    expect(await billed()).toEqual({ n: "3", cost: "7.234567" });
  });

  it("keeps both of two equal lines, and still both when they come again", async () => {
    await importText(local.warehouse, textOf([FIRST, FIRST]));
    await importText(local.warehouse, textOf([FIRST, THIRD, FIRST]));
    expect(await billed()).toEqual({ n: "3", cost: "6.469134" });
  });

  it("with a line twice that was there once adds the second", async () => {
    await importText(local.warehouse, textOf([FIRST]));
    const summary = await importText(local.warehouse, textOf([FIRST, FIRST]));
    expect(summary).toMatchObject({ rows: 2, added: 1 });
  });

  it("with columns that an earlier file lacked doubles no dollar", async () => {
    await importText(local.warehouse, textOf([FIRST]));
    const newer = { ...FIRST, cost_at_list: 1.5, price: { list_price: "0.000005" } };
    expect(await importText(local.warehouse, textOf([newer]))).toMatchObject({ added: 0 });
    expect(await billed()).toEqual({ n: "1", cost: "1.234567" });
  });

  it("with columns that nobody knows yet is landed without them, and says so", async () => {
    const line = { ...FIRST, carbon: 1, usage: { amount: 1, moons: [] } };
    const { warnings } = await importText(local.warehouse, textOf([line, FIRST]));
    expect(warnings).toEqual([
      '"carbon" is no column of ai_raw.raw_gcp_billing_export and was left out of 1 line.',
      '"usage.moons" is no column of ai_raw.raw_gcp_billing_export and was left out of 1 line.',
    ]);
    expect(await billed()).toMatchObject({ n: "2" });
  });

  it("with names that nobody can read is told of the first of them, cut and in quotes", async () => {
    const names = Array.from(
      { length: 30 },
      (_, index) => `${index}\n\u001b[31m${"x".repeat(1e5)}`,
    );
    const line = { ...FIRST, ...Object.fromEntries(names.map((name) => [name, 1])) };
    const { warnings } = await importText(local.warehouse, textOf([line]));
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toBe(
      "10 other names are no columns of ai_raw.raw_gcp_billing_export and were left out too.",
    );
    for (const warning of warnings) expect(warning).toMatch(/^\P{Cc}{50,250}$/u);
  });

  it("leaves no table behind but its own", async () => {
    await importText(local.warehouse, textOf([FIRST]));
    const tables = await local.warehouse.listTables("ai_raw");
    expect(tables.filter((name) => name.startsWith("load_"))).toEqual([]);
  });

  it("that changes while it is read is refused", async () => {
    let reads = 0;
    const open = () => {
      reads += 1;
      return Readable.from([Buffer.from(textOf(reads === 1 ? [FIRST] : [FIRST, SECOND]))]);
    };
    await expect(importText(local.warehouse, "", "gcp-billing-export", open)).rejects.toThrow(
      "export.ndjson changed while it was read: import it again.",
    );
    expect(await billed()).toMatchObject({ n: "0" });
  });
});

describe("an export with faults", () => {
  it("is refused by line, column and reason, and nothing of it is landed", async () => {
    const lines = [
      FIRST,
      { ...FIRST, cost: "much", credits: [null, { amount: "x" }] },
      { ...FIRST, export_time: "2026-02-30 00:00:00 UTC" },
      { ...FIRST, usage: 7, labels: {}, currency: null },
    ];
    const text = `${textOf(lines)}\n[1]\n{"cost":\n`;
    await expect(importText(local.warehouse, text)).rejects.toThrow(
      [
        "export.ndjson has 9 faults and nothing of it was imported: correct what is named here and import it again.",
        "  line 2, cost: is not a number",
        "  line 2, credits[0]: is null, which no list may hold",
        "  line 2, credits[1].amount: is not a number",
        "  line 3, export_time: is not a time such as 2026-01-05T13:00:00Z",
        "  line 4, currency: is missing",
        "  line 4, labels: is not a list",
        "  line 4, usage: is not an object",
        "  line 6: is not one JSON object: export the table as newline-delimited JSON",
        "  line 7: is not one JSON object: export the table as newline-delimited JSON",
      ].join("\n"),
    );
    expect(await billed()).toMatchObject({ n: "0" });
  });

  it("that says Infinity in JSON's way is refused", async () => {
    const texts = ["1e400", '"-1e400"'].map((cost) =>
      JSON.stringify({ ...FIRST, cost: 0 }).replace('"cost":0', `"cost":${cost}`),
    );
    await expect(importText(local.warehouse, texts.join("\n"))).rejects.toThrow(
      "  line 1, cost: is not a number\n  line 2, cost: is not a number",
    );
  });

  it("names the first twenty faults and counts the rest", async () => {
    const text = textOf(Array.from({ length: 25 }, () => ({ ...FIRST, cost: [] })));
    await expect(importText(local.warehouse, text)).rejects.toThrow(
      /25 faults(.|\n)*line 20, cost: is not a number\n {2}… and 5 more$/,
    );
  });

  it("without a line is refused", async () => {
    await expect(importText(local.warehouse, "\n")).rejects.toThrow("export.ndjson has no lines");
  });

  it("that is the other export is refused", async () => {
    await expect(
      importText(local.warehouse, textOf([BILLING_LINE]), "gcp-audit-logs"),
    ).rejects.toThrow(
      "export.ndjson is Google's billing export, and was given to the import of gcp-audit-logs: import it as gcp-billing-export.",
    );
  });
});

describe("audit logs", () => {
  const line = (insertId: string, timestamp: string) => ({ ...AUDIT_LINE, insertId, timestamp });

  it("fill the table of an older version, which gains the columns that it lacks", async () => {
    const old = AUDIT_LOG.fields.filter(({ name }) => name !== "split");
    await local.runQuery("drop table if exists `local.ai_raw.raw_gcp_audit_logs`");
    await local.warehouse.ensureTables([{ ...AUDIT_LOG, fields: old }]);
    const piece = { ...line("a", "2026-10-01T10:00:00Z"), split: { uid: "u-1", index: 0 } };
    await importText(local.warehouse, textOf([piece]), "gcp-audit-logs");
    const rows = await local.runQuery(
      "select insertId, split.uid as uid from `local.ai_raw.raw_gcp_audit_logs`",
    );
    expect(rows).toEqual([{ insertId: "a", uid: "u-1" }]);
  });

  it("keep a duplicate delivery of one file, and gain none from a longer file", async () => {
    const first = [line("a", "2026-10-01T10:00:00.5Z"), line("b", "2026-10-01T10:00:00.5Z")];
    await importText(local.warehouse, textOf([...first, ...first]), "gcp-audit-logs");
    const longer = [...first, line("c", "2026-10-03T10:00:00Z")];
    const summary = await importText(local.warehouse, textOf(longer), "gcp-audit-logs");
    expect(summary).toMatchObject({ rows: 3, added: 1 });
    const rows = await local.runQuery(
      `select insertId as id, count(*) as n, any_value(protopayload_auditlog.authenticationInfo.principalEmail) as who
       from \`local.ai_raw.raw_gcp_audit_logs\` group by insertId order by id`,
    );
    const who = "ada@example.com";
    expect(rows).toEqual([
      { id: "a", n: "2", who },
      { id: "b", n: "2", who },
      { id: "c", n: "1", who },
    ]);
  });
});
