/** A clock that is wrong is noticed before a report is asked for. */

import { expect, it } from "@jest/globals";

import { clocksOf } from "../../../ingest/sync/clocks.ts";

const NOW = Date.parse("2026-11-29T10:00:00Z");
const DAY = 86_400_000;

/** What is said of a machine's clock by a vendor and a warehouse of other times. */
async function refusal({
  vendorMs = NOW,
  warehouseMs = NOW,
  tookMs = 0,
  date,
}: {
  readonly vendorMs?: number;
  readonly warehouseMs?: number;
  readonly tookMs?: number;
  readonly date?: string;
}): Promise<string> {
  let nowMs = NOW;
  const send = () => {
    nowMs += tookMs;
    return Promise.resolve({
      status: 200,
      headers: { date: date ?? new Date(vendorMs).toUTCString() },
      bytes: new Uint8Array(),
    });
  };
  const clocks = clocksOf(send, () => nowMs);
  const url = new URL("https://api.vendor.example/v1");
  await clocks.send({ method: "GET", url, headers: {}, body: null }, undefined);
  nowMs = NOW;
  const now = new Date(warehouseMs).toISOString();
  const query = () => Promise.resolve({ columns: [], rows: [{ now }] });
  return clocks.refuseSkew({ query }).then(
    () => "none",
    (error: unknown) => String(error),
  );
}

it.each([
  [
    "two days ahead of a vendor",
    { vendorMs: NOW - 2 * DAY },
    /ConfigError: .* 17\d{4} s ahead of api\.vendor\.example, and no report was asked for: set it/,
  ],
  [
    "two days behind a vendor",
    { vendorMs: NOW + 2 * DAY },
    / 17\d{4} s behind api\.vendor\.example/,
  ],
  [
    "two minutes ahead of the warehouse",
    { warehouseMs: NOW - 120_000 },
    / 120 s ahead of the warehouse/,
  ],
  [
    "an hour behind the warehouse",
    { warehouseMs: NOW + 3_600_000 },
    / 3600 s behind the warehouse/,
  ],
  ["right to the minute", { vendorMs: NOW - 40_000, warehouseMs: NOW + 40_000 }, /^none$/],
  [
    "right, and the answer took four minutes",
    { vendorMs: NOW + 230_000, tookMs: 240_000 },
    /^none$/,
  ],
  ["not to be compared, for the vendor sends no date", { date: "" }, /^none$/],
])("a clock that is %s", async (_what, times, said) => {
  expect(await refusal(times)).toMatch(said);
});
