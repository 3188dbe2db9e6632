/** Rows that stand for themselves: what the loader reads off them, and what it refuses. */

import { describe, expect, it } from "@jest/globals";

import type { Ask } from "../../../../ingest/ask/ask.ts";
import { ContractError } from "../../../../ingest/errors.ts";
import { ENDPOINTS } from "../../../../ingest/vendors/anthropic/endpoints.ts";
import type { EndpointName } from "../../../../ingest/vendors/anthropic/request.ts";
import { type Walk, walk } from "../../../../ingest/walk/walk.ts";

const WINDOW = { start: "2026-10-01", end: "2026-10-04" };

function row(day: string, amount: string, group: object = {}): object {
  const ending_at = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  const cost = { amount, currency: "USD", list_amount: amount, requests: null };
  return { starting_at: `${day}T00:00:00Z`, ending_at, group, cost };
}

function page(next: string | null, ...data: object[]): object {
  const data_refreshed_at = "2026-10-05T08:00:00Z";
  return { data, data_refreshed_at, has_more: next !== null, next_page: next };
}

async function walked(name: EndpointName, ...pages: readonly object[]): Promise<Walk> {
  const endpoint = ENDPOINTS.find((candidate) => candidate.name === name);
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
  const answers = pages.values();
  const ask: Ask = () => {
    const json: unknown = answers.next().value;
    return Promise.resolve({ body: JSON.stringify(json), json });
  };
  const options = {
    ask,
    organizationId: "org_1",
    baseUrl: "https://x.test",
    now: () => 5,
    onUnknown: () => undefined,
  };
  return walk({ endpoint, window: WINDOW }, options);
}

async function contentOf(body: object): Promise<string | undefined> {
  return (await walked("analytics_cost_by_key", body)).pages[0]?.contentSha256;
}

describe("rows that stand for themselves", () => {
  it("add up to a day, on one page or on two", async () => {
    const done = await walked(
      "analytics_cost_by_key",
      page("a", row("2026-10-01", "1.5", { api_key_id: "a" })),
      page(
        null,
        row("2026-10-01", "0.25", { api_key_id: "b" }),
        row("2026-10-03", "-1", { api_key_id: null }),
      ),
    );
    expect(done.rowCount).toBe(3);
    expect(done.dayTotals).toEqual([
      { date: "2026-10-01", rows: 2, amount: "1.75" },
      { date: "2026-10-02", rows: 0, amount: "0" },
      { date: "2026-10-03", rows: 1, amount: "-1" },
    ]);
  });

  it("do not mention a day without rows, which is nothing to warn of", async () => {
    const done = await walked("analytics_cost_total", page(null, row("2026-10-02", "1")));
    expect(done.daysMissing).toEqual([]);
  });

  it("may come once: a row on two pages would count its money twice", async () => {
    const group = { api_key_id: "a", model: "m" };
    const twice = () =>
      walked(
        "analytics_cost_by_key",
        page("a", row("2026-10-01", "1", group)),
        page(null, row("2026-10-01", "1", group)),
      );
    await expect(twice()).rejects.toThrow(ContractError);
    await expect(twice()).rejects.toThrow(/analytics_cost_by_key answered one row twice/);
  });

  it("without an actor may repeat, since the vendor cannot name each of them", async () => {
    const nobody = { actor: null, model: "m" };
    const somebody = { actor: { type: "user_actor", user_id: "user_1" }, model: "m" };
    const two = (group: object) =>
      walked(
        "analytics_cost_by_actor",
        page(null, row("2026-10-01", "1", group), row("2026-10-01", "2", group)),
      );
    expect((await two(nobody)).rowCount).toBe(2);
    await expect(two(somebody)).rejects.toThrow(/twice/);
  });

  it.each([
    ["a day that was not asked for", row("2026-10-04", "1"), /lies outside of it/],
    [
      "a row of more than a day",
      { ...row("2026-10-01", "1"), ending_at: "2026-10-03T00:00:00Z" },
      /not one whole UTC day/,
    ],
    [
      "an amount that is a number",
      { ...row("2026-10-01", "1"), cost: { amount: 1, currency: "USD", list_amount: "1" } },
      /data\[0\]\.cost\.amount/,
    ],
    ["a row without a group", { ...row("2026-10-01", "1"), group: null }, /data\[0\]\.group/],
  ])("%s is refused", async (_title, wrong, message) => {
    await expect(walked("analytics_cost_by_key", page(null, wrong))).rejects.toThrow(message);
  });
});

describe("what a page says", () => {
  const base = page(null, row("2026-10-01", "1"));

  it("is the same at another time of refreshing, or none", async () => {
    const content = await contentOf(base);
    expect(await contentOf({ ...base, data_refreshed_at: "2026-10-06T00:00:00Z" })).toBe(content);
    expect(await contentOf({ ...base, data_refreshed_at: null })).toBe(content);
  });

  it("is something else with another amount, and where a value only looks like the field", async () => {
    const content = await contentOf(base);
    expect(await contentOf(page(null, row("2026-10-01", "2")))).not.toBe(content);
    const named = (text: string) =>
      contentOf(page(null, row("2026-10-01", "1", { model: `"data_refreshed_at":"${text}"` })));
    expect(await named("x")).not.toBe(await named("y"));
  });

  it("is hashed apart from the exact text", async () => {
    const [landed] = (await walked("analytics_cost_by_key", base)).pages;
    expect(landed?.sha256).not.toBe(landed?.contentSha256);
  });
});
