/** Whether and when to ask again. */

import { describe, expect, it } from "@jest/globals";

import { type Failure, MAX_TRIES, retryDelayMs } from "../../../ingest/ask/retry.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

function delay(failure: Partial<Failure>, tries = 1, { random = 0.5, elapsedMs = 0 } = {}) {
  const full = { status: 429, retryAfter: null, shouldRetry: null, ...failure };
  return retryDelayMs({ failure: full, tries, elapsedMs, nowMs: NOW, random });
}

describe("the wait before the next try", () => {
  it("is what the server says, in seconds or as a date", () => {
    expect(delay({ retryAfter: "7" })).toBe(7000);
    expect(delay({ retryAfter: "Sun, 22 Nov 2026 12:00:09 GMT" })).toBe(9000);
    expect(delay({ retryAfter: " 7 " })).toBe(7000);
    expect(delay({ retryAfter: "0.9" })).toBe(900);
  });

  it("is at most half a second at first and doubles up to 30 seconds", () => {
    const longest = Array.from({ length: 9 }, (_, index) => delay({}, index + 1, { random: 1 }));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  });

  it("is never less than half of that, so that jitter does not become a storm", () => {
    expect(delay({}, 1, { random: 0 })).toBe(250);
  });

  it.each([
    ...["soon", "", " ", "0", "0.0", "0.001", "-5", "-0", "-1e9", "1e3", "Infinity", "NaN", "5 s"],
    ...[
      "Sun, 22 Nov 2026 11:00:00 GMT",
      "Thu, 01 Jan 1970 00:00:00 GMT",
      "2026-11-22",
      "Sun, never",
    ],
  ])("is the usual one if the header makes no sense or says less: %j", (retryAfter) => {
    expect(delay({ retryAfter })).toBe(375);
    expect(delay({ retryAfter }, 5)).toBe(6000);
  });

  it("ends after the last try, at least eight, and after the total time", () => {
    expect(MAX_TRIES).toBeGreaterThanOrEqual(8);
    expect(delay({}, MAX_TRIES - 1)).not.toBeNull();
    expect(delay({}, MAX_TRIES)).toBeNull();
    expect(delay({ retryAfter: "700" })).toBeNull();
    expect(delay({}, 1, { elapsedMs: 600_000 })).toBeNull();
  });
});

describe("what is asked again", () => {
  it.each([408, 409, 429, 500, 502, 503, 504, 529, null])("status %p is", (status) => {
    expect(delay({ status })).not.toBeNull();
  });

  it.each([400, 401, 402, 403, 404, 413, 301])("status %p is not", (status) => {
    expect(delay({ status })).toBeNull();
  });

  it("the server's own word on retrying comes first", () => {
    expect(delay({ status: 429, shouldRetry: "false" })).toBeNull();
    expect(delay({ status: 400, shouldRetry: "true" })).not.toBeNull();
  });
});
