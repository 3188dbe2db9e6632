import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { truthOf } from "../../../local/stand_ins/organization/index.ts";
import { headersOf, nanoOf, startVendor, sumBy, type Vendor, WHOLE } from "./support.ts";

const LINES = `/cost_report?${WHOLE}&group_by[]=workspace_id&group_by[]=description`;

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
});
afterAll(() => vendor.server.close());

describe("cost_report", () => {
  it.each([
    ["workspace and description", "&group_by[]=workspace_id&group_by[]=description"],
    ["workspace", "&group_by[]=workspace_id"],
    ["description", "&group_by[]=description"],
    ["nothing", ""],
  ])("grouped by %s adds up to the truth of every day", async (_title, groups) => {
    const rows = await vendor.rows(`/cost_report?${WHOLE}${groups}`);
    const days = sumBy(
      rows,
      (row) => String(row["date"]),
      (row) => nanoOf(row["amount"]),
    );
    expect(days).toEqual(truthOf(vendor.first).perDayNanoUsd());
  });

  it("gives the truth of every workspace, model and day", async () => {
    const label = (day: unknown, workspace: unknown, model: unknown): string =>
      [day, workspace ?? "default", model ?? "none"].join("|");
    const lines = await vendor.rows(LINES);
    const reported = sumBy(
      lines,
      (row) => label(row["date"], row["workspace_id"], row["model"]),
      (row) => nanoOf(row["amount"]),
    );
    const truth = truthOf(vendor.first).perWorkspaceModelDay();
    const true_ = new Map(
      truth.map(({ day, workspaceId, model, nanoUsd }) => [
        label(day, workspaceId, model),
        nanoUsd,
      ]),
    );
    expect(reported).toEqual(true_);
  });

  it("ungrouped has one row a day, only amount and currency filled", async () => {
    const rows = await vendor.rows(`/cost_report?${WHOLE}`);
    const filled = rows.map((row) => Object.keys(row).filter((name) => row[name] !== null));
    expect(new Set(rows.map((row) => row["date"])).size).toBe(rows.length);
    expect(new Set(filled.map((names) => names.sort().join()))).toEqual(
      new Set(["amount,currency,date"]),
    );
  });

  it("sends amounts as text, some negative, some with seven decimals", async () => {
    const amounts = (await vendor.rows(LINES)).map((row) => row["amount"]);
    expect(amounts.every((amount) => typeof amount === "string")).toBe(true);
    expect(amounts.some((amount) => String(amount).startsWith("-"))).toBe(true);
    expect(amounts.some((amount) => /\.\d{7}$/.test(String(amount)))).toBe(true);
  });

  it("has lines that agree in every visible dimension", async () => {
    const labels = (await vendor.rows(LINES)).map(({ amount: _amount, ...row }) =>
      JSON.stringify(row),
    );
    expect(new Set(labels).size).toBeLessThan(labels.length);
  });

  it("never shows priority, and nulls where there are no tokens", async () => {
    const lines = await vendor.rows(LINES);
    expect(new Set(lines.map((row) => row["service_tier"]))).toEqual(
      new Set(["standard", "batch", null]),
    );
    const costTypes = new Set(lines.map((row) => row["cost_type"]));
    expect(costTypes).toEqual(new Set(["tokens", "web_search", "code_execution", "session_usage"]));
    for (const row of lines.filter((line) => line["cost_type"] !== "tokens")) {
      expect([
        row["model"],
        row["token_type"],
        row["context_window"],
        row["inference_geo"],
      ]).toEqual([null, null, null, null]);
    }
  });

  it("keeps organizations apart", async () => {
    const { second } = vendor;
    if (second === undefined) throw new Error("a second organization expected");
    const rows = await vendor.rows(LINES, headersOf(second));
    const total = rows.reduce((sum, row) => sum + nanoOf(row["amount"]), 0n);
    expect(total).toBe(truthOf(second).totalNanoUsd());
    expect(rows.some((row) => row["workspace_id"] === null)).toBe(true);
  });
});
