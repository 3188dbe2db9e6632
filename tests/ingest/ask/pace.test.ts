/** The vendor's limits per minute, kept on a clock of the test's own. */

import { describe, expect, it } from "@jest/globals";

import { createAsk } from "../../../ingest/ask/ask.ts";
import { createPace } from "../../../ingest/ask/pace.ts";
import { VENDORS } from "../../../ingest/vendors/index.ts";
import { recordingLog } from "../support/vendor_sync.ts";

/** A clock that moves by what is slept, and by `step` with each look at it. */
function clockOf(step = 0) {
  const clock = {
    ms: 0,
    now: () => (clock.ms += step),
    sleep: (ms: number) => Promise.resolve(void (clock.ms += ms)),
  };
  return clock;
}

async function timesOf(count: number, perMinute: number, step = 0): Promise<number[]> {
  const clock = clockOf(step);
  const pace = createPace(clock);
  const times: number[] = [];
  const take = async () => {
    await pace({ name: "events", perMinute });
    times.push(clock.ms);
  };
  await Promise.all(Array.from({ length: count }, take));
  return times;
}

describe("a pace", () => {
  it("lets the first ones of a minute go at once and the next ones when the first are a minute old", async () => {
    expect(await timesOf(7, 3)).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
  });

  it("never lets more than the limit into any minute", async () => {
    const times = await timesOf(50, 20, 137);
    for (const time of times) {
      const within = times.filter((other) => other >= time && other < time + 60_000);
      expect(within.length).toBeLessThanOrEqual(20);
    }
    expect(times.at(-1)).toBeLessThan(130_000);
  });

  it("counts each limit by itself", async () => {
    const clock = clockOf();
    const pace = createPace(clock);
    await pace({ name: "a", perMinute: 1 });
    await pace({ name: "b", perMinute: 1 });
    expect(clock.ms).toBe(0);
    await pace({ name: "a", perMinute: 1 });
    expect(clock.ms).toBe(60_000);
  });

  it.each([
    ["https://api.cursor.com", 60_000],
    ["http://127.0.0.1:8080", 0],
  ])("of questions to %s makes the third wait %i ms", async (baseUrl, waited) => {
    const clock = clockOf();
    const send = () =>
      Promise.resolve({ status: 200, headers: {}, bytes: new TextEncoder().encode("{}") });
    const ask = createAsk(
      { name: "cursor", keyEnv: "K", baseUrl, headers: {}, remedies: {} },
      { ...clock, send, random: () => 0, log: recordingLog() },
    );
    const limit = { name: "spend", perMinute: 2 };
    for (let count = 0; count < 3; count += 1) await ask(new URL(baseUrl), "spend", { limit });
    expect(clock.ms).toBe(waited);
  });

  it("is kept for every endpoint of Cursor: 60 a minute for events, 20 for the others", () => {
    const cursor = VENDORS.find(({ name }) => name === "cursor");
    expect(cursor?.endpoints.map(({ name, limit }) => [name, limit?.perMinute])).toEqual([
      ["cursor_daily_usage", 20],
      ["cursor_events", 60],
      ["cursor_spend", 20],
      ["cursor_members", 20],
    ]);
  });
});
