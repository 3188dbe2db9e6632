import { describe, expect, it } from "@jest/globals";

import { type DemoOptions, truthOf } from "../../../local/stand_ins/organization/index.ts";
import { type Json, nanoOf, startVendor, sumBy, WHOLE } from "./support.ts";

const BEFORE = "2026-11-01T12:00:00Z";
const AFTER = "2026-11-03T12:00:00Z";
const RESTATED = "2026-10-29";

/** Nano-dollars a day as the cost report says it at that instant, checked against the truth of then. */
async function costAt(now: string, options: DemoOptions = {}): Promise<Map<unknown, bigint>> {
  const vendor = await startVendor({ ...options, now, second: false });
  const rows = await vendor.rows(`/cost_report?${WHOLE}&limit=31&group_by[]=workspace_id`);
  await vendor.server.close();
  const days = sumBy(
    rows,
    (row) => row["date"],
    (row) => nanoOf(row["amount"]),
  );
  expect(days).toEqual(truthOf(vendor.first, Date.parse(now)).perDayNanoUsd());
  return days;
}

describe("days that change afterwards", () => {
  it("one day is restated from its instant on, all others stay", async () => {
    const before = await costAt(BEFORE);
    const after = await costAt(AFTER);
    const changed = [...before.keys()].filter((day) => before.get(day) !== after.get(day));
    expect(changed).toEqual([RESTATED]);
    expect([...after.keys()]).toEqual([...before.keys()]);
  });

  it("a restatement adds tokens of some and takes tokens of others", async () => {
    const path = `/usage_report/messages?starting_at=${RESTATED}T00:00:00Z&ending_at=2026-10-30T00:00:00Z`;
    const outputs = await Promise.all(
      [BEFORE, AFTER].map(async (now) => {
        const vendor = await startVendor({ now, second: false });
        const rows = await vendor.rows(`${path}&group_by[]=api_key_id`);
        await vendor.server.close();
        return new Map(rows.map((row: Json) => [row["api_key_id"], Number(row["output_tokens"])]));
      }),
    );
    const [before = new Map<unknown, number>(), after = new Map<unknown, number>()] = outputs;
    const keys = [...new Set([...before.keys(), ...after.keys()])];
    const moves = keys.map((key) => (after.get(key) ?? 0) - (before.get(key) ?? 0));
    expect(moves.some((move) => move > 0)).toBe(true);
    expect(moves.some((move) => move < 0)).toBe(true);
  });

  it("an emptied day has dollars before its instant and none after", async () => {
    const emptiedDays = [{ day: "2026-10-28", from: "2026-11-03T00:00:00Z" }];
    expect((await costAt(BEFORE, { emptiedDays })).get("2026-10-28")).toBeGreaterThan(0n);
    expect((await costAt(AFTER, { emptiedDays })).has("2026-10-28")).toBe(false);
    expect((await costAt(AFTER)).get("2026-10-28")).toBeGreaterThan(0n);
  });

  it("the same options give the same bytes", async () => {
    const texts = await Promise.all(
      [1, 2].map(async () => {
        const vendor = await startVendor({ now: AFTER });
        const replies = await Promise.all(
          [
            `/cost_report?${WHOLE}&group_by[]=workspace_id&group_by[]=description&limit=31`,
            `/usage_report/messages?${WHOLE}&group_by[]=api_key_id&group_by[]=model`,
            "/usage_report/claude_code?starting_at=2026-10-20",
            "/api_keys",
            "/users",
          ].map((path) => vendor.get(path)),
        );
        await vendor.server.close();
        return replies.map(({ text }) => text).join("\n");
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.length).toBeGreaterThan(100_000);
  });
});
