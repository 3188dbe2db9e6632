/** What a request costs, charge by charge: the one place where reports and truth get their money from. */

import { dayOf } from "./days.ts";
import type { Adjustment, TokenKind, UsageRequest } from "./model.ts";
import { tokenPrices, tokensNanoUsd, WEB_SEARCH_NANO_USD } from "./prices.ts";

export interface Charge {
  readonly costType: "tokens" | "web_search";
  /** null for a web search. */
  readonly tokenKind: TokenKind | null;
  /** True for the part of an adjustment that falls on this request. */
  readonly isAdjustment: boolean;
  readonly nanoUsd: bigint;
}

export const TOKEN_KINDS = [
  "uncachedInput",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheRead",
  "output",
] as const satisfies readonly TokenKind[];

/** No charge at all for blocked and for priority requests (the vendor's reference). */
export function chargesOf(request: UsageRequest, adjustment: Adjustment | null): readonly Charge[] {
  if (request.blocked || request.serviceTier === "priority") return [];
  const day = dayOf(request.at);
  const prices = tokenPrices({ ...request, day });
  const charges: Charge[] = [];
  for (const tokenKind of TOKEN_KINDS) {
    const count = request.tokens[tokenKind];
    if (count === 0) continue;
    const nanoUsd = tokensNanoUsd(count, prices[tokenKind]);
    charges.push({ costType: "tokens", tokenKind, isAdjustment: false, nanoUsd });
  }
  if (request.webSearches > 0) {
    const nanoUsd = BigInt(request.webSearches) * WEB_SEARCH_NANO_USD;
    charges.push({ costType: "web_search", tokenKind: null, isAdjustment: false, nanoUsd });
  }
  if (adjustment !== null && isAdjusted(request, day, adjustment)) {
    const nanoUsd = -tokensNanoUsd(request.tokens.output, prices.output / 10n);
    charges.push({ costType: "tokens", tokenKind: "output", isAdjustment: true, nanoUsd });
  }
  return charges;
}

/** Nano-dollars of the whole request, its part of an adjustment included. */
export function requestNanoUsd(request: UsageRequest, adjustment: Adjustment | null): bigint {
  return chargesOf(request, adjustment).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
}

function isAdjusted(request: UsageRequest, day: string, adjustment: Adjustment): boolean {
  return (
    day === adjustment.day &&
    request.workspaceId === adjustment.workspaceId &&
    request.model === adjustment.model &&
    request.serviceTier === "standard" &&
    request.speed === "standard"
  );
}
