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

/** What is said of an answer that comes after the clocks were found alike, this one having jumped by so much. */
async function afterAJump(jumpMs: number, tookMs = 0): Promise<string> {
  let [nowMs, trueMs] = [NOW, NOW];
  const send = () => {
    nowMs += tookMs;
    trueMs += tookMs;
    const date = new Date(trueMs).toUTCString();
    return Promise.resolve({ status: 200, headers: { date }, bytes: new Uint8Array() });
  };
  const clocks = clocksOf(send, () => nowMs);
  const url = new URL("https://api.vendor.example/v1");
  const ask = () => clocks.send({ method: "GET", url, headers: {}, body: null }, undefined);
  await ask();
  const rows = [{ now: new Date(trueMs).toISOString() }];
  await clocks.refuseSkew({ query: () => Promise.resolve({ columns: [], rows }) });
  await ask();
  nowMs += jumpMs;
  return ask().then(
    () => "none",
    (error: unknown) => String(error),
  );
}

it.each([
  [
    4 * DAY,
    0,
    /ConfigError: .* 3456\d\d s ahead of api\.vendor\.example, and what was asked since/,
  ],
  [-3_600_000, 0, /ConfigError: .* 3600 s behind api\.vendor\.example, and what was asked since/],
  [30_000, 0, /^none$/],
  [0, 240_000, /^none$/],
])("a clock that jumps by %i ms among answers that take %i ms", async (jumpMs, tookMs, said) => {
  expect(await afterAJump(jumpMs, tookMs)).toMatch(said);
});
