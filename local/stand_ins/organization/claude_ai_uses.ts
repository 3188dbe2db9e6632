/** One request to claude.ai: its tokens, what they cost before and after discount, and when reports show it. */

import type { ClaudeAiCost, ClaudeAiUse } from "./claude_ai_model.ts";
import { DAY_MS, HOUR_MS, startOf } from "./days.ts";
import type { Day, TokenKind, Tokens } from "./model.ts";
import { MODELS, tokenPrices, tokensNanoUsd, WEB_SEARCH_NANO_USD } from "./prices.ts";
import type { Random } from "./random.ts";

const DISCOUNT_PERCENT = 20n;
const SEAT_MODELS = ["claude-opus-4-8", "claude-sonnet-5-5", "claude-haiku-4-5-20251001"];

type Source = Pick<ClaudeAiUse, "product" | "slackChannelId" | "userId">;

/** Thousands of tokens, so that every price comes out in whole hundreds of nano-dollars, discounted or not. */
export function useOf(day: Day, random: Random, source: Source): ClaudeAiUse {
  const model = random.pick(SEAT_MODELS.filter((id) => MODELS.some((known) => known.id === id)));
  const isLong = random.chance(5);
  const hasGeo = MODELS.find(({ id }) => id === model)?.hasGeo === true;
  const inferenceGeo = !hasGeo ? null : random.chance(20) ? "us" : "global";
  const tokens: Tokens = {
    uncachedInput: (isLong ? 210 : random.int(1, 20)) * 1000,
    cacheWrite5m: random.chance(50) ? random.int(1, 8) * 1000 : 0,
    cacheWrite1h: random.chance(20) ? random.int(1, 8) * 1000 : 0,
    cacheRead: random.chance(60) ? random.int(1, 90) * 1000 : 0,
    output: random.int(1, 6) * 1000,
  };
  const contextWindow = isLong ? "200k-1M" : "0-200k";
  const webSearches = source.product === "chat" && random.chance(15) ? random.int(1, 3) : 0;
  const prices = tokenPrices({
    model,
    contextWindow,
    inferenceGeo: inferenceGeo ?? "not_available",
    serviceTier: "standard",
    day,
  });
  const ofTokens = (Object.keys(tokens) as TokenKind[])
    .filter((kind) => tokens[kind] > 0)
    .map((kind) => costOf("tokens", kind, tokensNanoUsd(tokens[kind], prices[kind])));
  const searched = costOf("web_search", null, BigInt(webSearches) * WEB_SEARCH_NANO_USD);
  return {
    ...source,
    ...momentsOf(day, random),
    model,
    contextWindow,
    inferenceGeo,
    speed: random.chance(10) ? "fast" : "standard",
    tokens,
    webSearches,
    costs: webSearches > 0 ? [...ofTokens, searched] : ofTokens,
  };
}

const NO_TOKENS: Tokens = {
  uncachedInput: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheRead: 0,
  output: 0,
};

export function sandboxSpan(day: Day, random: Random): ClaudeAiUse {
  return {
    ...momentsOf(day, random),
    userId: null,
    product: null,
    model: null,
    contextWindow: null,
    inferenceGeo: null,
    speed: "standard",
    slackChannelId: null,
    tokens: NO_TOKENS,
    webSearches: 0,
    costs: [costOf("code_execution", null, BigInt(random.int(1, 40)) * 12_500_000n)],
  };
}

/** One in twenty arrives days late, one in fifty is taken back: days are revised for up to thirty days. */
function momentsOf(day: Day, random: Random) {
  const at = startOf(day) + random.int(0, DAY_MS - 1);
  const lateDays = random.chance(5) ? random.int(2, 25) : 0;
  const isTakenBack = random.chance(2);
  const appearsAt = at + HOUR_MS + lateDays * DAY_MS;
  return { at, appearsAt, vanishesAt: isTakenBack ? appearsAt + 3 * DAY_MS : Infinity };
}

function costOf(
  costType: ClaudeAiCost["costType"],
  tokenKind: TokenKind | null,
  listNanoUsd: bigint,
): ClaudeAiCost {
  return {
    costType,
    tokenKind,
    listNanoUsd,
    nanoUsd: (listNanoUsd * (100n - DISCOUNT_PERCENT)) / 100n,
  };
}
