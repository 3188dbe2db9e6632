import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { addDays, dayOf, HOUR_MS } from "../../../local/stand_ins/organization/days.ts";
import { truthOf } from "../../../local/stand_ins/organization/index.ts";
import { type Json, startVendor, type Vendor } from "./support.ts";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
});
afterAll(() => vendor.server.close());

describe("usage_report/claude_code", () => {
  const path = "/usage_report/claude_code?starting_at=2026-10-20";

  it("pages give the same records as one page, each actor, terminal, place and type once", async () => {
    const paged = await vendor.rows(`${path}&limit=2`);
    const whole = await vendor.rows(`${path}&limit=1000`);
    expect(paged).toEqual(whole);
    expect(whole.length).toBeGreaterThan(5);
    const grain = whole.map((row) =>
      JSON.stringify([row["actor"], row["terminal_type"], row["is_remote"], row["customer_type"]]),
    );
    expect(new Set(grain).size).toBe(whole.length);
  });

  it("has people and keys, remote and local, api and subscription", async () => {
    const days = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, "0"));
    const rows = await Promise.all(
      days.map((day) =>
        vendor.rows(`/usage_report/claude_code?starting_at=2026-10-${day}&limit=1000`),
      ),
    );
    const all = rows.flat();
    const values = (name: string): Set<unknown> => new Set(all.map((row) => row[name]));
    const actors = new Set(all.map((row) => (row["actor"] as Json)["type"]));
    expect(actors).toEqual(new Set(["user_actor", "api_actor"]));
    expect(values("is_remote")).toEqual(new Set([true, false]));
    expect(values("customer_type")).toEqual(new Set(["api", "subscription"]));
    expect(values("organization_id")).toEqual(new Set([vendor.first.id]));
    expect(values("terminal_type").size).toBeGreaterThan(2);
  });

  it("estimates a cost close to the bill and not equal to it", async () => {
    const days = Array.from({ length: 30 }, (_, index) => addDays("2026-09-20", index));
    const claudeCode = vendor.first.workspaces.filter(({ name }) => name === "Claude Code");
    const ids = new Set(claudeCode.map(({ id }) => id));
    const billed = truthOf(vendor.first)
      .perWorkspaceModelDay()
      .filter(
        ({ day, model, workspaceId }) =>
          days.includes(day) && model !== null && ids.has(workspaceId ?? ""),
      )
      .reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
    const pages = await Promise.all(
      days.map((day) => vendor.rows(`/usage_report/claude_code?starting_at=${day}&limit=1000`)),
    );
    const cents = pages
      .flat()
      .filter((row) => row["customer_type"] === "api")
      .flatMap((row) => row["model_breakdown"] as Json[])
      .reduce((sum, work) => sum + Number((work["estimated_cost"] as Json)["amount"]), 0);
    const billedCents = Number(billed / 10_000_000n);
    expect(billedCents).toBeGreaterThan(1_000);
    expect(cents / billedCents).toBeGreaterThan(0.985);
    expect(cents / billedCents).toBeLessThan(0.997);
  });

  it("the last hour is not there yet", async () => {
    const now = "2026-10-28T15:30:00Z";
    const open = await startVendor({ now, second: false });
    const rows = await open.rows("/usage_report/claude_code?starting_at=2026-10-28&limit=1000");
    await open.server.close();
    const shown = rows.reduce(
      (sum, row) => sum + Number((row["core_metrics"] as Json)["num_sessions"]),
      0,
    );
    const made = [...open.first.requests.values(), ...open.first.subscriptionRequests.values()]
      .flat()
      .filter(({ at, terminal }) => terminal !== null && dayOf(at) === "2026-10-28");
    const shownBy = (instant: number): number =>
      made.filter(({ appearsAt }) => appearsAt <= instant).length;
    expect(shown).toBe(shownBy(Date.parse(now) - HOUR_MS));
    expect(shown).toBeLessThan(shownBy(Date.parse(now)));
  });
});
