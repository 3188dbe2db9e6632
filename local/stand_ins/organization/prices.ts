/**
 * What a token costs, exactly. Prices are whole pico-dollars a token ($1 per million tokens is
 * 1,000,000 of them), amounts are whole nano-dollars, which is the seventh decimal of a cent.
 * List prices and modifiers: the vendor's reference.
 */

import type { Speed, TokenKind, Tokens, UsageRequest } from "./model.ts";

export type TokenPrices = Readonly<Record<TokenKind, bigint>>;

export interface Model {
  readonly id: string;
  /** Marketing name, as cost descriptions carry it. */
  readonly displayName: string;
  /** First day of use, `YYYY-MM-DD`. */
  readonly from: string;
  /** Models before 4.6 have no choice of geography and report `not_available`. */
  readonly hasGeo: boolean;
  /** Over 200k input tokens the whole request costs double input and 1.5 times output. */
  readonly longContextSurcharge: boolean;
  /** Fast mode costs twice as much. */
  readonly hasFastMode: boolean;
  /** In force from a day on, oldest first: uncached, 5m write, 1h write, read, output. */
  readonly prices: readonly { readonly from: string; readonly perMillion: string }[];
}

const always = (perMillion: string): Model["prices"] => [{ from: "0000-01-01", perMillion }];
const modern = {
  from: "0000-01-01",
  hasGeo: true,
  longContextSurcharge: false,
  hasFastMode: false,
};
const before46 = { from: "0000-01-01", hasGeo: false, hasFastMode: false };

/** Nova is invented: no price list and no rule table has heard of it. */
export const NOVA = "claude-nova-1";

export const MODELS: readonly Model[] = [
  {
    ...modern,
    hasFastMode: true,
    id: "claude-opus-4-8",
    displayName: "Claude Opus 4.8",
    prices: always("5 6.25 10 0.50 25"),
  },
  {
    ...modern,
    hasFastMode: true,
    id: "claude-opus-5-5",
    displayName: "Claude Opus 5.5",
    prices: always("4 5 8 0.20 20"),
  },
  {
    ...modern,
    id: "claude-sonnet-5-5",
    displayName: "Claude Sonnet 5.5",
    prices: [
      { from: "0000-01-01", perMillion: "2 2.5 4 0.20 10" },
      { from: "2026-10-07", perMillion: "2 2.5 4 0.10 10" },
    ],
  },
  {
    ...before46,
    id: "claude-sonnet-4-5-20250929",
    displayName: "Claude Sonnet 4.5",
    longContextSurcharge: true,
    prices: always("3 3.75 6 0.30 15"),
  },
  {
    ...before46,
    id: "claude-haiku-4-5-20251001",
    displayName: "Claude Haiku 4.5",
    longContextSurcharge: false,
    prices: always("1 1.25 2 0.10 5"),
  },
  {
    // Above 100k prompt tokens Haiku 5.5 costs five times as much, which no report shows; prompts here stay below.
    ...modern,
    id: "claude-haiku-5-5",
    displayName: "Claude Haiku 5.5",
    from: "2026-10-07",
    prices: always("0.10 0.125 0.20 0.01 0.50"),
  },
  { ...modern, id: NOVA, displayName: "Claude Nova 1", prices: always("7 8.75 14 0.70 35") },
];

const MODEL_BY_ID = new Map(MODELS.map((model) => [model.id, model]));

/** One search is one cent: $10 per 1,000. */
export const WEB_SEARCH_NANO_USD = 10_000_000n;

/** The model of that id; a request can only be made with one of the list. */
export function modelOf(id: string): Model {
  const model = MODEL_BY_ID.get(id);
  if (model === undefined) throw new RangeError(`${id} is not a model of this organisation`);
  return model;
}

export type Priced = Pick<
  UsageRequest,
  "contextWindow" | "inferenceGeo" | "model" | "serviceTier"
> & { readonly day: string; /** Standard if left out. */ readonly speed?: Speed };

const priceCache = new Map<string, TokenPrices>();

/** Pico-dollars a token, all modifiers applied: batch half, fast mode double, long context, `us` 1.1 times. */
export function tokenPrices(priced: Priced): TokenPrices {
  const model = modelOf(priced.model);
  const era = model.prices.findLastIndex(({ from }) => from <= priced.day);
  const { contextWindow, inferenceGeo, serviceTier, speed = "standard" } = priced;
  const key = [priced.model, era, serviceTier, contextWindow, inferenceGeo, speed].join("|");
  const known = priceCache.get(key);
  if (known !== undefined) return known;

  const list = (model.prices[era]?.perMillion ?? "").split(" ").map(picoPerToken);
  const long = contextWindow === "200k-1M" && model.longContextSurcharge;
  const price = (index: number): bigint => {
    let pico = list[index] ?? 0n;
    if (long) pico = index === 4 ? exactly(pico * 3n, 2n) : pico * 2n;
    if (inferenceGeo === "us") pico = exactly(pico * 11n, 10n);
    if (speed === "fast") pico *= 2n;
    return serviceTier === "batch" ? exactly(pico, 2n) : pico;
  };
  const prices: TokenPrices = {
    uncachedInput: price(0),
    cacheWrite5m: price(1),
    cacheWrite1h: price(2),
    cacheRead: price(3),
    output: price(4),
  };
  priceCache.set(key, prices);
  return prices;
}

/** The same tokens, each kind raised to the next count that costs whole nano-dollars at these prices. */
export function billableTokens(tokens: Tokens, prices: TokenPrices): Tokens {
  const raised = (kind: TokenKind): number => {
    const step = stepOf(prices[kind]);
    return Math.ceil(tokens[kind] / step) * step;
  };
  return {
    uncachedInput: raised("uncachedInput"),
    cacheWrite5m: raised("cacheWrite5m"),
    cacheWrite1h: raised("cacheWrite1h"),
    cacheRead: raised("cacheRead"),
    output: raised("output"),
  };
}

/** Nano-dollars of so many tokens; throws RangeError where they are not whole. */
export function tokensNanoUsd(count: number, picoPerOneToken: bigint): bigint {
  return exactly(BigInt(count) * picoPerOneToken, 1000n);
}

function stepOf(pico: bigint): number {
  let step = 1n;
  while ((pico * step) % 1000n !== 0n) step += 1n;
  return Number(step);
}

function picoPerToken(usdPerMillion: string): bigint {
  const [whole = "0", fraction = ""] = usdPerMillion.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

function exactly(amount: bigint, divisor: bigint): bigint {
  if (amount % divisor !== 0n) throw new RangeError(`${amount} cannot be divided by ${divisor}`);
  return amount / divisor;
}
