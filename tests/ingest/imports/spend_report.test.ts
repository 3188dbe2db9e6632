/** The spend report of claude.ai: which headers are read, which ranges are refused, what is landed. */

import { createHash } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import type { TextRow } from "../../support/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { importText } from "./report_support.ts";

const KIND = "claude-ai-spend-report";
const HEADER =
  "user_email,account_uuid,product,model,model_family,total_requests,total_prompt_tokens,total_completion_tokens,total_net_spend_usd,total_gross_spend_usd";
const LINE = "Ada@X.org,uuid-1,chat,claude-opus-4-6,opus,12,3400,560,1.234567,1.5";
const AUGUST = { from: "2026-08-01", to: "2026-09-01" };

let local: TestWarehouse;
beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(async () => {
  for (const name of ["raw_claude_ai_spend_report", "raw_imports", "raw_fetches"]) {
    await local.runQuery(`truncate table \`local.ai_raw.${name}\``);
  }
});
afterAll(() => local.close());

const file = (...lines: readonly string[]): string => `${[HEADER, ...lines].join("\n")}\n`;
const table = (name: string): Promise<readonly TextRow[]> =>
  local.runQuery(`select * from \`local.ai_raw.${name}\` order by fetch_id`);

describe("a spend report", () => {
  it("lands a row per line, every cell as typed, with the range it was given", async () => {
    const other = "  ben@x.org ,,cowork,,,,,,-0.5,";
    const summary = await importText(local, KIND, file(LINE, other, LINE), AUGUST);
    expect(summary).toMatchObject({
      rows: 3,
      window: { start: "2026-08-01", end: "2026-09-01" },
    });
    const rows = await local.runQuery(
      "select * except(fetch_id, fetched_at) from `local.ai_raw.raw_claude_ai_spend_report` order by line_number",
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      line_number: "2",
      period_from: "2026-08-01",
      period_to: "2026-09-01",
      user_email: "Ada@X.org",
      account_uuid: "uuid-1",
      product: "chat",
      model: "claude-opus-4-6",
      model_family: "opus",
      total_requests: "12",
      total_prompt_tokens: "3400",
      total_completion_tokens: "560",
      total_net_spend_usd: "1.234567",
      total_gross_spend_usd: "1.5",
    });
    expect(rows[1]).toMatchObject({
      line_number: "3",
      user_email: "ben@x.org",
      model: "null",
      total_net_spend_usd: "-0.5",
    });
    expect(rows[2]).toEqual({ ...rows[0], line_number: "4" });
  });

  it("leaves its exact text, and a fetch with the range and the exact total", async () => {
    const content = `\ufeff${file(LINE, LINE).replaceAll("\n", "\r\n")}`;
    await importText(local, KIND, content, { ...AUGUST, organization: "org_1" });
    const sha256 = createHash("sha256").update(content).digest("hex");
    const [page] = await local.runQuery(
      "select fetch_id, to_hex(sha256(body)) as stored from `local.ai_raw.raw_imports`",
    );
    expect(page).toMatchObject({ stored: sha256 });
    const [fetch] = await table("raw_fetches");
    expect(fetch).toMatchObject({
      fetch_id: page?.["fetch_id"],
      vendor: "import",
      endpoint: KIND,
      organization_id: "org_1",
      window_start: "2026-08-01T00:00:00Z",
      window_end: "2026-09-01T00:00:00Z",
      row_count: "2",
      amount_total: "2.469134",
      unit: "usd",
      day_totals: "null",
    });
  });

  it("reads titles as the web page writes them, in any order, and keeps unknown columns out with a note", async () => {
    const content =
      "Total Net Spend (USD),User Email,Product,Model,Cost Centre\n0.10,ada@x.org,chat,m,CC-1\n";
    const { warnings } = await importText(local, KIND, content, { ...AUGUST, organization: "o" });
    expect(warnings).toEqual(['Column "cost_centre" is kept in the file\'s text only.']);
    expect(await table("raw_claude_ai_spend_report")).toEqual([
      expect.objectContaining({
        user_email: "ada@x.org",
        total_net_spend_usd: "0.10",
        total_requests: "null",
      }),
    ]);
  });

  it("says what follows when nobody says whose it is", async () => {
    const { warnings } = await importText(local, KIND, file(LINE), AUGUST);
    expect(warnings).toEqual([
      "No --organization: days that any organization's API answers cover come from there and not from this claude-ai-spend-report.",
    ]);
    expect((await table("raw_fetches"))[0]).toMatchObject({ organization_id: "claude-ai-csv" });
  });
});

describe("a range", () => {
  const ranges = async () =>
    (await table("raw_fetches")).map(({ window_start, row_count }) => [
      String(window_start).slice(0, 10),
      row_count,
    ]);

  it("that overlaps one already landed is refused, and nothing is landed", async () => {
    await importText(local, KIND, file(LINE), AUGUST);
    const overlapping = importText(local, KIND, file(LINE), {
      from: "2026-08-31",
      to: "2026-10-01",
    });
    await expect(overlapping).rejects.toThrow(ConfigError);
    await expect(overlapping).rejects.toThrow(
      "2026-08-31 to 2026-10-01 overlaps what a claude-ai-spend-report imported before covers (2026-08-01 to 2026-09-01), which would count days twice: import exactly that range again to replace it, or a range beside it.",
    );
    expect(await ranges()).toEqual([["2026-08-01", "1"]]);
    expect(await table("raw_claude_ai_spend_report")).toHaveLength(1);
  });

  it("beside another, of another organization, or exactly the same is taken", async () => {
    await importText(local, KIND, file(LINE), AUGUST);
    await importText(local, KIND, file(LINE), { from: "2026-09-01", to: "2026-10-01" });
    await importText(local, KIND, file(LINE, LINE), AUGUST);
    const other = { from: "2026-08-15", to: "2026-09-15", organization: "org_2" };
    await importText(local, KIND, file(LINE, LINE, LINE), other);
    expect(await ranges()).toEqual([
      ["2026-08-01", "1"],
      ["2026-09-01", "1"],
      ["2026-08-01", "2"],
      ["2026-08-15", "3"],
    ]);
  });

  it("imported again as a header alone is free for another one, if that is said", async () => {
    const range = { from: "2026-07-31", to: "2026-09-01" };
    await importText(local, KIND, file(LINE, LINE), range);
    const unasked = importText(local, KIND, file(), range);
    await expect(unasked).rejects.toThrow(ConfigError);
    await expect(unasked).rejects.toThrow(
      "export.csv has no rows, so that 2 rows of 2.469134 USD of earlier files for 2026-07-31 to 2026-09-01 (exclusive) would go, and nothing was changed: give --empty if that is meant.",
    );
    expect(await ranges()).toHaveLength(1);
    const { replaced } = await importText(local, KIND, file(), range, true);
    expect(replaced).toEqual({ rows: 2, usd: "2.469134" });
    // Nothing is left to go, and nothing is asked.
    expect((await importText(local, KIND, file(), range)).replaced).toEqual({ rows: 0, usd: "0" });
    const other = await importText(local, KIND, file(), { ...range, organization: "org_9" });
    expect(other.replaced).toEqual({ rows: 0, usd: "0" });
    await importText(local, KIND, file(LINE), AUGUST);
    expect(await ranges()).toHaveLength(5);
  });

  it.each([
    ["no range", {}, /has no dates in it and needs --from and --to/],
    ["half a range", { from: "2026-08-01" }, /needs --from and --to/],
    ["a day that is not over", { from: "2026-10-01", to: "2026-11-02" }, /a day that is not over/],
    ["an empty range", { from: "2026-08-01", to: "2026-08-01" }, /is not before --to/],
    ["a day that does not exist", { from: "2026-02-30", to: "2026-08-01" }, /does not exist/],
  ])("is needed: %s is refused in a sentence", async (_what, asked, message) => {
    const refused = importText(local, KIND, file(LINE), asked);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
    expect(await table("raw_fetches")).toEqual([]);
  });
});

describe("a bad file", () => {
  it("is refused with every fault by line and column, and nothing is landed", async () => {
    const bad = [
      "ada@x.org,u,chat,m,f,1.5,2,3,1.25,1.25",
      'ada@x.org,u,chat,m,f,1,2,3,"1,250.00",1',
      "ada@x.org,u,chat,m,f,1,2,3,,1",
      "ada@x.org,u,chat,m,f,1,2,3,0.1234567891,1",
      "ada@x.org,u,chat,m",
    ];
    const refused = importText(local, KIND, file(LINE, ...bad), AUGUST);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(
      /5 faults and nothing of it was imported.*\n.*line 3, total_requests: is not a whole number.*\n.*line 4, total_net_spend_usd: is not a decimal.*\n.*line 5, total_net_spend_usd: must be filled in.*\n.*line 6, total_net_spend_usd: is not a decimal.*at most nine decimals\n.*line 7: has 4 cells and the header has 10/,
    );
    expect(await table("raw_claude_ai_spend_report")).toEqual([]);
    expect(await table("raw_fetches")).toEqual([]);
  });

  it("without the columns that make it one is refused by their names", async () => {
    const refused = importText(local, KIND, "user_email,product\na@x.org,chat\n", AUGUST);
    await expect(refused).rejects.toThrow(
      /line 1, model: is missing in the header\n.*line 1, total_net_spend_usd: is missing in the header/,
    );
  });
});
