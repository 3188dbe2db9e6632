/** One walk over pages that a test makes up: what ends it, what breaks it, what it counts. */

import { describe, expect, it } from "@jest/globals";

import type { Ask } from "../../../ingest/ask/ask.ts";
import { ContractError } from "../../../ingest/errors.ts";
import { ENDPOINTS } from "../../../ingest/vendors/anthropic/endpoints.ts";
import type { EndpointName } from "../../../ingest/vendors/anthropic/request.ts";
import { type Walk, walk } from "../../../ingest/walk/walk.ts";

const WINDOW = { start: "2026-10-01", end: "2026-10-04" };

function bucket(day: string, ...amounts: string[]): object {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  const results = amounts.map((amount) => ({ amount, currency: "USD", workspace_id: null }));
  return { starting_at: `${day}T00:00:00Z`, ending_at: next, results };
}

function record(email: string): object {
  return {
    actor: { type: "user_actor", email_address: email },
    date: "2026-10-01T00:00:00Z",
    customer_type: "api",
    core_metrics: {
      num_sessions: 1,
      lines_of_code: { added: 0, removed: 0 },
      commits_by_claude_code: 0,
      pull_requests_by_claude_code: 0,
    },
    model_breakdown: [],
  };
}

async function walked(
  name: EndpointName,
  pages: readonly object[],
  window: typeof WINDOW | null = WINDOW,
): Promise<{ done: Walk; asked: URL[] }> {
  const endpoint = ENDPOINTS.find((candidate) => candidate.name === name);
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
  const asked: URL[] = [];
  const ask: Ask = (url) => {
    asked.push(url);
    const json = pages[asked.length - 1] ?? {};
    return Promise.resolve({ body: JSON.stringify(json), json });
  };
  const options = {
    ask,
    organizationId: "org_1",
    baseUrl: "https://x.test/",
    now: () => 5,
    onUnknown: () => undefined,
  };
  return { done: await walk({ endpoint, window }, options), asked };
}

function page(next: string | null, ...data: object[]): object {
  return { data, has_more: next !== null, next_page: next };
}

describe("a walk", () => {
  it("goes on after an empty middle page, which is not the end", async () => {
    const { done, asked } = await walked("cost_report", [
      page("a", bucket("2026-10-01", "1.5")),
      page("b"),
      page(null, bucket("2026-10-02"), bucket("2026-10-03", "2.25", "-0.75")),
    ]);
    expect(asked.map((url) => url.searchParams.get("page"))).toEqual([null, "a", "b"]);
    expect(done.pages).toHaveLength(3);
    expect(done.rowCount).toBe(3);
    expect(done.dayTotals).toEqual([
      { date: "2026-10-01", rows: 1, amount: "1.5" },
      { date: "2026-10-02", rows: 0, amount: "0" },
      { date: "2026-10-03", rows: 2, amount: "1.5" },
    ]);
    expect(done.daysMissing).toEqual([]);
  });

  it("counts a day that is not mentioned as empty, and names it", async () => {
    const { done } = await walked("cost_report", [page(null, bucket("2026-10-02", "1"))]);
    expect(done.dayTotals?.map(({ rows }) => rows)).toEqual([0, 1, 0]);
    expect(done.daysMissing).toEqual(["2026-10-01", "2026-10-03"]);
  });

  it("refuses a day that comes twice, since its money would count twice", async () => {
    const twice = [page("a", bucket("2026-10-01", "1")), page(null, bucket("2026-10-01", "1"))];
    await expect(walked("cost_report", twice)).rejects.toThrow(ContractError);
    await expect(walked("cost_report", twice)).rejects.toThrow(/the day 2026-10-01 twice/);
  });

  it("refuses a record of Claude Code that an earlier page has too, and takes equal ones of one page", async () => {
    const day = { start: "2026-10-01", end: "2026-10-02" };
    const [ann, bob] = [record("ann@example.com"), record("bob@example.com")];
    const overlapping = [page("a", ann, bob), page("b"), page(null, bob)];
    await expect(walked("claude_code", overlapping, day)).rejects.toThrow(ContractError);
    await expect(walked("claude_code", overlapping, day)).rejects.toThrow(/an earlier page/);
    const { done } = await walked("claude_code", [page("a", ann, ann), page(null, bob)], day);
    expect(done.rowCount).toBe(3);
  });

  it("asks for whole days in UTC with the same question on every page", async () => {
    const { asked } = await walked("cost_report", [page("a"), page(null)]);
    const [first, second] = asked;
    expect(first?.href).toContain(
      "https://x.test/v1/organizations/cost_report?starting_at=2026-10-01T00%3A00%3A00Z&ending_at=2026-10-04T00%3A00%3A00Z",
    );
    expect(second?.href).toBe(`${first?.href}&page=a`);
  });

  it("over a directory goes on after the last id and has no days", async () => {
    const user = {
      id: "user_1",
      type: "user",
      email: "a@example.com",
      role: "user",
      added_at: "2026-01-01T00:00:00Z",
    };
    const list = (has_more: boolean, ...data: object[]) => ({
      data,
      has_more,
      first_id: null,
      last_id: "user_1",
    });
    const { done, asked } = await walked("users", [list(true, user), list(false)], null);
    expect(asked[1]?.searchParams.get("after_id")).toBe("user_1");
    expect(done).toMatchObject({ rowCount: 1, dayTotals: null, daysMissing: [] });
  });
});
