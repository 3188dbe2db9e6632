import { describe, expect, it } from "@jest/globals";

import { requestNanoUsd } from "../../../local/stand_ins/organization/charges.ts";
import { startOf } from "../../../local/stand_ins/organization/days.ts";
import type { UsageRequest } from "../../../local/stand_ins/organization/index.ts";

const NO_TOKENS = {
  uncachedInput: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheRead: 0,
  output: 0,
};

/** A request of 1,000 tokens of one kind, all else as given. */
function priced(day: string, kind: keyof typeof NO_TOKENS, given: Partial<UsageRequest>): bigint {
  const request: UsageRequest = {
    at: startOf(day),
    keyId: null,
    accountId: null,
    serviceAccountId: null,
    workspaceId: null,
    person: null,
    model: "claude-opus-4-8",
    serviceTier: "standard",
    contextWindow: "0-200k",
    inferenceGeo: "global",
    speed: "standard",
    agentId: null,
    tokens: { ...NO_TOKENS, [kind]: 1000 },
    webSearches: 0,
    blocked: false,
    ledger: 0,
    appearsAt: 0,
    vanishesAt: Infinity,
    terminal: null,
    isRemote: false,
    ...given,
  };
  return requestNanoUsd(request, null);
}

describe("prices", () => {
  const sonnet = "claude-sonnet-4-5-20250929";
  const long = "200k-1M" as const;
  it.each([
    ["opus output, $25 a million", "2026-10-01", "output", {}, 25_000_000n],
    ["batch costs half", "2026-10-01", "output", { serviceTier: "batch" }, 12_500_000n],
    ["fast mode costs double", "2026-10-01", "cacheRead", { speed: "fast" }, 1_000_000n],
    ["us costs 1.1 times", "2026-10-01", "output", { inferenceGeo: "us" }, 27_500_000n],
    ["an hour of cache costs double input", "2026-10-01", "cacheWrite1h", {}, 10_000_000n],
    [
      "long context doubles input",
      "2026-10-01",
      "uncachedInput",
      { model: sonnet, contextWindow: long },
      6_000_000n,
    ],
    [
      "long context adds half to output",
      "2026-10-01",
      "output",
      { model: sonnet, contextWindow: long },
      22_500_000n,
    ],
    [
      "long context is flat since 4.6",
      "2026-10-01",
      "output",
      { contextWindow: long },
      25_000_000n,
    ],
    [
      "cache reads of Sonnet 5.5 before the cut",
      "2026-10-06",
      "cacheRead",
      { model: "claude-sonnet-5-5" },
      200_000n,
    ],
    [
      "cache reads of Sonnet 5.5 since the cut",
      "2026-10-07",
      "cacheRead",
      { model: "claude-sonnet-5-5" },
      100_000n,
    ],
    ["priority is not billed", "2026-10-01", "output", { serviceTier: "priority" }, 0n],
    ["blocked is not billed", "2026-10-01", "output", { blocked: true }, 0n],
    [
      "a search is a cent",
      "2026-10-01",
      "output",
      { tokens: NO_TOKENS, webSearches: 3 },
      30_000_000n,
    ],
  ] as const)("%s", (_title, day, kind, given, nanoUsd) => {
    expect(priced(day, kind, given)).toBe(nanoUsd);
  });
});
