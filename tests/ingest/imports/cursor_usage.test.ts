/** Cursor's usage export: instants, dollars and the words in their place, and what is refused. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import type { TextRow } from "../../support/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { importText } from "./report_support.ts";

const KIND = "cursor-usage";
const HEADER =
  "Date,User,Cloud Agent ID,Automation ID,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost";
const BEFORE_AGENTS = HEADER.replace("Cloud Agent ID,Automation ID,", "");
const BILLED =
  '"2026-08-05T06:44:42.863Z","ann@example.com","","","On-Demand","gpt-5","No","10","20","30","40","100","0.55"';
const ERRORED =
  '"2026-08-05T06:45:42.863Z","ann@example.com","","","Errored, No Charge","gpt-5","No","","","","","","Free"';

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(async () => {
  for (const name of ["raw_cursor_usage_csv", "raw_imports", "raw_fetches"]) {
    await local.runQuery(`truncate table \`local.ai_raw.${name}\``);
  }
});
afterAll(() => local.close());

const rowsOf = (): Promise<readonly TextRow[]> =>
  local.runQuery(
    "select * except(fetched_at) from `local.ai_raw.raw_cursor_usage_csv` order by fetch_id, line_number",
  );
const fetches = (): Promise<readonly TextRow[]> =>
  local.runQuery("select * from `local.ai_raw.raw_fetches` order by fetch_id");

describe("a usage export of Cursor", () => {
  it("lands whole, with quotes, a byte order mark and any line end", async () => {
    const content = `\ufeff${[HEADER, BILLED, ERRORED, BILLED].join("\r\n")}\r\n`;
    const summary = await importText(local, KIND, content, { organization: "team_1" });
    expect(summary).toMatchObject({ rows: 3, window: { start: "2026-08-05", end: "2026-08-06" } });
    expect(await rowsOf()).toMatchObject([
      {
        line_number: "2",
        date: "2026-08-05T06:44:42.863Z",
        user: "ann@example.com",
        kind: "On-Demand",
        input_w_cache_write: "10",
        input_w_o_cache_write: "20",
        cost: "0.55",
      },
      { kind: "Errored, No Charge", total_tokens: "null", cost: "Free" },
      { kind: "On-Demand", cost: "0.55" },
    ]);
    const [fetch] = await fetches();
    expect(fetch).toMatchObject({
      endpoint: KIND,
      organization_id: "team_1",
      amount_total: "1.1",
      unit: "usd",
    });
    expect(JSON.parse(String(fetch?.["day_totals"]))).toEqual([
      { date: "2026-08-05", rows: 3, amount: "1.1" },
    ]);
  });

  it("may lack the columns of agents, and is cut into days of UTC", async () => {
    const line = BILLED.replace('"","",', "").replace("06:44:42.863Z", "23:44:42.863-07:00");
    await importText(local, KIND, `${BEFORE_AGENTS}\n${line}\n`);
    expect(await rowsOf()).toMatchObject([
      { date: "2026-08-06T06:44:42.863Z", cloud_agent_id: "null", period_from: "2026-08-06" },
    ]);
  });

  it.each([
    ["$0.55", "0.55"],
    ["-$0.55", "-0.55"],
    ["0.38999999999999996", "0.39"],
    ["1234.5", "1234.5"],
    ["Included", "0"],
    ["-", "0"],
    ["", "0"],
  ])("sums %s as %s", async (cost, sum) => {
    await importText(local, KIND, `${HEADER}\n${BILLED.replace('"0.55"', `"${cost}"`)}\n`);
    expect((await fetches())[0]?.["amount_total"]).toBe(sum);
  });
});

describe("a bad usage export of Cursor", () => {
  it.each([
    ["thousands", BILLED.replace("0.55", "1,234.56"), /line 2, cost: is neither US dollars/],
    ["another currency", BILLED.replace("0.55", "€0.55"), /line 2, cost: is neither US dollars/],
    ["a comma for a point", BILLED.replace("0.55", "0,55"), /line 2, cost: is neither US dollars/],
    ["an exponent", BILLED.replace("0.55", "5e-1"), /line 2, cost: is neither US dollars/],
    [
      "tokens with separators",
      BILLED.replace('"100"', '"1,000"'),
      /line 2, total_tokens: is not a whole number/,
    ],
    [
      "a spreadsheet's date",
      BILLED.replace("2026-08-05T06:44:42.863Z", "8/5/26 6:44"),
      /line 2, date: is not an instant like .* as the dashboard exported it/,
    ],
    [
      "an instant without a zone",
      BILLED.replace("42.863Z", "42.863"),
      /line 2, date: is not an instant/,
    ],
    [
      "a month that does not exist",
      BILLED.replace("2026-08-05", "2026-13-05"),
      /line 2, date: is an instant that does not exist/,
    ],
    [
      "a day to come",
      BILLED.replace("2026-08-05", "2027-08-05"),
      /line 2, date: cannot be a day of use/,
    ],
    ["a total", `Total${",".repeat(12)}0.55`, /line 2, date: is not an instant/],
    ["a quote left open", BILLED.replace('"gpt-5"', '"gpt-5'), /quote/],
  ])("%s is refused by line and column", async (_what, line, message) => {
    const refused = importText(local, KIND, `${HEADER}\n${line}\n`);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
    expect(await fetches()).toEqual([]);
    expect(await rowsOf()).toEqual([]);
  });

  it("one person's export, which names nobody, is no team's bill", async () => {
    await expect(importText(local, KIND, HEADER.replace("User,", ""))).rejects.toThrow(
      /line 1, user: is missing in the header/,
    );
  });

  it("a file of another vendor is not taken for it", async () => {
    await expect(
      importText(local, KIND, "usage_date_utc,model,workspace,cost_usd\n"),
    ).rejects.toThrow(/date: is missing in the header[\s\S]*kind: is missing in the header/);
  });
});
