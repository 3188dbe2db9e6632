/** The Console's own cost file: three generations of its header, its placeholders, its days. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import type { TextRow } from "../../support/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { importText } from "./report_support.ts";

const KIND = "claude-console-cost";
const SHORT =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type,inference_geo,speed";
const WITH_LIST = SHORT.replace("cost_usd", "cost_usd,list_price_usd");
const WITH_KEY = `${WITH_LIST},api_key_id,api_key_status`;
const TOKEN = "2026-02-12,Claude Sonnet 4.5,Default,my-key,token,≤ 200k,input_cache_write_5m";
const SEARCH = "2026-02-14,--,Default,my-key,web_search,--,--";

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(async () => {
  for (const name of ["raw_claude_console_cost", "raw_imports", "raw_fetches"]) {
    await local.runQuery(`truncate table \`local.ai_raw.${name}\``);
  }
});
afterAll(() => local.close());

const rowsOf = (): Promise<readonly TextRow[]> =>
  local.runQuery(
    "select * except(fetched_at) from `local.ai_raw.raw_claude_console_cost` order by fetch_id, line_number",
  );
const fetches = (): Promise<readonly TextRow[]> =>
  local.runQuery("select * from `local.ai_raw.raw_fetches` order by fetch_id");

describe("a Console cost file", () => {
  it("of 2026-02 lands placeholders, twin rows and zero rows as they stand", async () => {
    const lines = [
      SHORT,
      `${TOKEN},0.75,token,global,standard`,
      `${TOKEN},1.16,token,global,standard`,
      `${SEARCH},0.03,web_search,--,--`,
      `${TOKEN.replace("write_5m", "read")},0.00,token,global,standard`,
    ];
    const summary = await importText(local, KIND, `\ufeff${lines.join("\r\n")}\r\n`);
    expect(summary).toMatchObject({ rows: 4, window: { start: "2026-02-12", end: "2026-02-15" } });
    const rows = await rowsOf();
    expect(rows.map((row) => row["cost_usd"])).toEqual(["0.75", "1.16", "0.03", "0.00"]);
    expect(rows[0]).toMatchObject({
      line_number: "2",
      period_from: "2026-02-12",
      period_to: "2026-02-15",
      usage_date_utc: "2026-02-12",
      workspace: "Default",
      context_window: "≤ 200k",
      token_type: "input_cache_write_5m",
      list_price_usd: "null",
      api_key_id: "null",
      api_key_status: "null",
    });
    expect(rows[2]).toMatchObject({ model: "--", token_type: "--", inference_geo: "--" });
  });

  it("names each day of its period with rows and exact dollars, days without use too", async () => {
    const lines = [
      SHORT,
      `${TOKEN},0.75,token,global,standard`,
      `${TOKEN},1.16,token,global,standard`,
      `${SEARCH},0.03,web_search,--,--`,
    ];
    await importText(local, KIND, lines.join("\n"), { organization: "org_1" });
    const [fetch] = await fetches();
    expect(fetch).toMatchObject({
      vendor: "import",
      endpoint: KIND,
      organization_id: "org_1",
      amount_total: "1.94",
      unit: "usd",
      row_count: "3",
    });
    expect(JSON.parse(String(fetch?.["day_totals"]))).toEqual([
      { date: "2026-02-12", rows: 2, amount: "1.91" },
      { date: "2026-02-13", rows: 0, amount: "0" },
      { date: "2026-02-14", rows: 1, amount: "0.03" },
    ]);
  });

  it.each([
    ["2026-03", WITH_LIST, "0.75,1.00,token,global,standard", { list_price_usd: "1.00" }],
    [
      "2026-03 without a list price",
      WITH_LIST,
      "0.75,--,token,global,standard",
      { list_price_usd: "--" },
    ],
    [
      "2026-08",
      WITH_KEY,
      "0.75,1.00,token,global,standard,apikey_1,active",
      { list_price_usd: "1.00", api_key_id: "apikey_1", api_key_status: "active" },
    ],
  ])("of %s is read by its own header", async (_generation, header, tail, expected) => {
    await importText(local, KIND, `${header}\n${TOKEN},${tail}\n`);
    const rows = await rowsOf();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      cost_usd: "0.75",
      cost_type: "token",
      speed: "standard",
      ...expected,
    });
  });

  it("keeps a name with a comma in quotes whole", async () => {
    const line = `${TOKEN.replace("my-key", '"key, ""old"""')},0.75,token,global,standard`;
    await importText(local, KIND, `${SHORT}\n${line}\n`);
    expect((await rowsOf())[0]).toMatchObject({ api_key: 'key, "old"', cost_usd: "0.75" });
  });

  it("may overlap another one, since every row has its day", async () => {
    const day = (date: string) => `${TOKEN.replace("2026-02-12", date)},0.75,token,global,standard`;
    await importText(local, KIND, [SHORT, day("2026-02-12"), day("2026-02-14")].join("\n"));
    await importText(local, KIND, [SHORT, day("2026-02-13"), day("2026-02-15")].join("\n"));
    expect(await fetches()).toHaveLength(2);
  });

  it("with --from and --to covers days without rows at both ends", async () => {
    const content = `${SHORT}\n${TOKEN},0.75,token,global,standard\n`;
    const asked = { from: "2026-02-08", to: "2026-02-15" };
    const { window } = await importText(local, KIND, content, asked);
    expect(window).toEqual({ start: "2026-02-08", end: "2026-02-15" });
  });
});

describe("a bad Console cost file", () => {
  const good = ",0.75,token,global,standard";

  it.each([
    [
      "a cost that is no decimal",
      `${TOKEN},$0.75,token,global,standard`,
      /line 2, cost_usd: is not a decimal/,
    ],
    [
      "an amount with an exponent",
      `${TOKEN},1e-2,token,global,standard`,
      /line 2, cost_usd: is not a decimal/,
    ],
    [
      "a day of another form",
      `${TOKEN.replace("2026-02-12", "02/12/2026")}${good}`,
      /line 2, usage_date_utc: is not a date/,
    ],
    [
      "a day to come",
      `${TOKEN.replace("2026-02-12", "2027-02-12")}${good}`,
      /line 2, usage_date_utc: cannot be a day of use/,
    ],
    [
      "a wrong century",
      `${TOKEN.replace("2026-02-12", "1026-02-12")}${good}`,
      /line 2, usage_date_utc: cannot be a day of use/,
    ],
  ])("%s is refused by line and column", async (_what, line, message) => {
    const refused = importText(local, KIND, `${SHORT}\n${line}\n`);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
    expect(await fetches()).toEqual([]);
    expect(await rowsOf()).toEqual([]);
  });

  it("rows outside of a given range are named", async () => {
    const content = `${SHORT}\n${TOKEN}${good}\n`;
    const refused = importText(local, KIND, content, { from: "2026-02-13", to: "2026-02-20" });
    await expect(refused).rejects.toThrow(
      /line 2, usage_date_utc: lies outside of --from 2026-02-13 and --to 2026-02-20/,
    );
  });

  it("a header alone says no days, so it needs a range", async () => {
    await expect(importText(local, KIND, `${SHORT}\n`)).rejects.toThrow(
      /has no rows to say which days it covers: give --from and --to/,
    );
    const asked = { from: "2026-02-08", to: "2026-02-15" };
    expect(await importText(local, KIND, `${SHORT}\n`, asked)).toMatchObject({ rows: 0 });
  });

  it("says what it takes the place of, of each day what the newest file said", async () => {
    const line = (day: number, usd: string) =>
      `2026-02-${day},m,w,k,token,≤ 200k,output,${usd},token,g,s`;
    const send = (lines: readonly string[], asked = {}, mayEmpty = false) =>
      importText(local, KIND, `${[SHORT, ...lines].join("\n")}\n`, asked, mayEmpty);
    const replaced = async (...given: Parameters<typeof send>) => (await send(...given)).replaced;
    expect(await replaced([line(10, "1.25"), line(11, "2")])).toEqual({ rows: 0, usd: "0" });
    expect(await replaced([line(11, "3"), line(11, "-0.5"), line(12, "4")])).toEqual({
      rows: 1,
      usd: "2",
    });
    const asked = { from: "2026-02-11", to: "2026-02-28" };
    await expect(send([], asked)).rejects.toThrow(
      "so that 3 rows of 6.5 USD of earlier files for 2026-02-11 to 2026-02-28 (exclusive) would go",
    );
    expect(await replaced([], asked, true)).toEqual({ rows: 3, usd: "6.5" });
    expect(await replaced([], { from: "2026-02-12", to: "2026-02-13" })).toEqual({
      rows: 0,
      usd: "0",
    });
    expect(await replaced([line(10, "1.25"), line(11, "2")])).toEqual({ rows: 1, usd: "1.25" });
  });

  it("the Console's usage file is not taken for it", async () => {
    const usage = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_output_tokens";
    await expect(importText(local, KIND, `${usage}\n`)).rejects.toThrow(
      /cost_usd: is missing in the header/,
    );
  });
});
