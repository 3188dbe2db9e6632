/** Published bugs of loaders that lose or repeat what a vendor said when something goes wrong, or changes. */

import { readFileSync } from "node:fs";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { type AnthropicServer, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import {
  demoOrganizations,
  type Organization,
} from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import { syncOnce } from "../../ingest/support/vendor_sync.ts";
import { type Books, openBooks } from "../../sql/properties/books.ts";
import type { Line } from "../../sql/properties/bills.ts";

const NOW = Date.parse("2026-11-20T06:00:00Z");
let books: Books;

beforeAll(async () => {
  books = await openBooks();
});
beforeEach(() => books.clear());
afterAll(() => books.close());

describe("a vendor that fails", () => {
  let vendor: AnthropicServer;
  let warehouse: MemoryWarehouse;

  beforeEach(async () => {
    const organizations: readonly Organization[] = demoOrganizations({
      days: 31,
      requestsPerKeyDay: 0.5,
      second: false,
    });
    vendor = await startAnthropic({ organizations, now: () => NOW, serviceAccounts: "on" });
    warehouse = memoryWarehouse();
  });
  afterEach(() => vendor.close());

  function sync(from: string) {
    return syncOnce(vendor, warehouse, { now: () => NOW, from });
  }

  it("5: and says has_more without a token has not been read to its end (guarded in LangWatch)", async () => {
    vendor.faults.set([{ kind: "has_more_without_cursor", path: SECOND_PAGE }]);
    const { failures } = await sync("2026-10-01");
    expect(failures.map(({ exitCode }) => exitCode)).toEqual([65]);
    const starts = warehouse
      .rows("raw_fetches")
      .filter((row) => row["endpoint"] === "cost_report")
      .map((row) => String(row["window_start"]).slice(0, 7));
    expect(new Set(starts)).toEqual(new Set(["2026-11"]));
  });

  it("10: and refuses one day has that day named, and nothing else lost (ingestr, errors skipped)", async () => {
    vendor.faults.set([{ kind: "403", path: "/claude_code?starting_at=2026-10-12" }]);
    const { failures } = await sync("2026-10-01");
    expect(failures).toHaveLength(1);
    expect(failures[0]?.message).toMatch(/claude_code .*is missing/);
    const days = warehouse
      .rows("raw_fetches")
      .filter((row) => row["endpoint"] === "claude_code")
      .map((row) => String(row["window_start"]).slice(0, 10));
    expect(days).not.toContain("2026-10-12");
    expect(days).toContain("2026-10-13");
  });

  it("11: is never sent a page token of another question (langwatch/langwatch#7287)", async () => {
    vendor.faults.set([{ kind: "529", path: SECOND_PAGE }]);
    expect((await sync("2026-10-01")).failures[0]).toMatchObject({ exitCode: 75 });
    vendor.faults.clear();
    const before = vendor.requests.length;
    expect((await sync("2026-10-08")).failures).toEqual([]);
    const calls = vendor.requests.slice(before);
    // The stand-in answers 400 to a token that comes with another question, as the vendor does.
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
    const urls = calls.map(({ path }) => new URL(path, vendor.url));
    const first = urls.findIndex(({ searchParams }) => searchParams.has("page"));
    const question = new URL(urls[first] ?? "");
    question.searchParams.delete("page");
    expect(urls.slice(0, first).map(String)).toContain(String(question));
  });
});

/** The second and later pages of October, which is settled and asked for in one walk. */
const SECOND_PAGE = /cost_report\?starting_at=2026-10-01.*page=/;

describe("an amount", () => {
  it("13: that is restated is not a second row (pingdotgg/t3code#5921, ids that hash the cost)", async () => {
    await books.land("restated", [[{ ...LINE, amount: "100" }], []]);
    await books.build();
    await books.land("restated", [[{ ...LINE, amount: "150.5" }], []]);
    await books.build();
    expect(await amounts("restated")).toEqual(["1.505"]);
  });

  it("24: is read as the vendor's own documentation reads it (langwatch/tasks#681)", async () => {
    const documented = [
      { ...LINE, amount: "123.45" },
      { ...SEARCH, amount: "41280.000000" },
    ];
    await books.land("documented", [documented, []]);
    await books.build();
    expect(await amounts("documented")).toEqual(["1.2345", "412.8"]);
    const fixture = JSON.parse(
      readFileSync("tests/fixtures/anthropic/cost_report_documented.json", "utf8"),
    ) as { readonly data: readonly [{ readonly results: readonly [Line] }] };
    await books.land("fixture", [fixture.data[0].results, []]);
    await books.build();
    expect(await amounts("fixture")).toEqual(["1.2378912"]);
  });
});

/** Dollars of every line of `claude_costs`, smallest first as text. */
async function amounts(organization: string): Promise<readonly string[]> {
  const rows = (await books.totals(organization)).map(
    (text) => JSON.parse(text) as Readonly<Record<string, string>>,
  );
  return rows.flatMap((row) => row["amount_usd"] ?? []).sort();
}

const LINE: Line = {
  currency: "USD",
  amount: "0",
  workspace_id: null,
  description: "Claude Opus 4.8 Usage - Output Tokens",
  cost_type: "tokens",
  model: "claude-opus-4-8",
  token_type: "output_tokens",
  service_tier: "standard",
  context_window: "0-200k",
  inference_geo: "global",
};

const SEARCH: Line = {
  ...LINE,
  description: "Web Search Usage",
  cost_type: "web_search",
  model: null,
  token_type: null,
  service_tier: null,
  context_window: null,
  inference_geo: null,
};
