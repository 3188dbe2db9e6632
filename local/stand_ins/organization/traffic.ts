/** The requests of one sender on one day, drawn from a stream of chance of its own. */

import { DAY_MS, HOUR_MS, startOf } from "./days.ts";
import type { Day, Tokens, UsageRequest } from "./model.ts";
import type { Categories } from "./options.ts";
import { billableTokens, type Model, modelOf, tokenPrices } from "./prices.ts";
import { type Random, randomFrom } from "./random.ts";
import { modelsOn, type Sender } from "./senders.ts";

/** Reports show a request this long after it was made (the vendor's reference). */
export const REPORTING_DELAY_MS = 5 * 60_000;

const TERMINALS = ["vscode", "iTerm.app", "tmux", "cursor", "goland", "ssh-session"] as const;
const LONG_CONTEXT = 200_000;

export interface TrafficPlan {
  readonly seed: number;
  readonly slug: string;
  readonly categories: Categories;
  readonly requestsPerKeyDay: number;
  /** The day on which the afternoon goes to the second ledger; null for none. */
  readonly twinDay: Day | null;
  readonly restatement: { readonly day: Day; readonly at: number } | null;
  /** The key of that id makes so many requests on that day. */
  readonly surge: { readonly keyId: string; readonly day: Day; readonly requests: number } | null;
}

/** In the order of time. Empty on days the sender rests, before its models exist and after its end. */
export function requestsOf(sender: Sender, day: Day, plan: TrafficPlan): readonly UsageRequest[] {
  const random = randomFrom(plan.seed, plan.slug, sender.label, day);
  const uniform = plan.categories.batch === "uniform";
  const weekday = new Date(startOf(day)).getUTCDay();
  const restPercent = weekday === 0 || weekday === 6 ? 60 : 12;
  const rests = random.chance(restPercent) && !uniform;
  const drawn = random.int(1, Math.max(1, 2 * plan.requestsPerKeyDay - 1));
  const models = modelsOn(sender, day);
  const surges = plan.surge?.keyId === sender.keyId && plan.surge.day === day;
  if ((rests && !surges) || models.length === 0) return [];

  const usual = uniform ? Math.ceil(drawn / 5) * 5 : drawn;
  const count = surges ? plan.surge.requests : usual;
  const requests = Array.from({ length: count }, (_, index) => {
    const group = uniform ? Math.floor(index / 5) : index;
    const own = randomFrom(plan.seed, plan.slug, sender.label, day, group);
    const at = startOf(day) + Math.floor(((index + 0.5) * DAY_MS) / count);
    return requestOf(sender, models, { day, at, index }, own, plan);
  });
  return requests.filter(({ at }) => at < sender.until);
}

function requestOf(
  sender: Sender,
  models: readonly string[],
  { day, at, index }: { readonly day: Day; readonly at: number; readonly index: number },
  random: Random,
  plan: TrafficPlan,
): UsageRequest {
  const { categories } = plan;
  const model = modelOf(random.pick(models));
  const long = random.chance(6) && model.id !== "claude-haiku-5-5" && categories.longContext;
  const small = model.id === "claude-haiku-5-5";
  const drawn = drawTokens(random, long, small);
  const isBatch =
    categories.batch === "uniform" ? index % 5 === 4 : random.chance(sender.batchPercent);
  const isPriority = random.chance(sender.priorityPercent);
  const us = random.chance(15) && model.hasGeo && categories.usGeo;
  const blocked = random.chance(sender.blockedPercent) && !isPriority;
  const searches = random.chance(10) ? random.int(1, 4) : 0;
  const mayBeSearched = categories.webSearch && !isBatch && !isPriority && !blocked;
  const serviceTier = isPriority ? "priority" : isBatch ? "batch" : "standard";
  const priced = {
    day,
    model: model.id,
    serviceTier,
    contextWindow: long ? "200k-1M" : "0-200k",
    inferenceGeo: model.hasGeo ? (us ? "us" : "global") : "not_available",
    speed: isFast(sender, { model, serviceTier, at }, plan) ? "fast" : "standard",
  } as const;
  // Fields one by one: spreading objects together is slow, and a year has a hundred thousand of these.
  const seen = visibility(day, at, random, plan);
  return {
    at,
    keyId: sender.keyId,
    accountId: sender.accountId,
    serviceAccountId: sender.serviceAccountId,
    workspaceId: sender.workspaceId,
    person: sender.people.length === 0 ? null : random.pick(sender.people),
    model: priced.model,
    serviceTier: priced.serviceTier,
    contextWindow: priced.contextWindow,
    inferenceGeo: priced.inferenceGeo,
    speed: priced.speed,
    agentId: sender.agentId,
    tokens: billableTokens(drawn, tokenPrices(priced)),
    webSearches: mayBeSearched ? searches : 0,
    blocked,
    ledger: day === plan.twinDay && at - startOf(day) >= 12 * HOUR_MS ? 1 : 0,
    appearsAt: seen.appearsAt,
    vanishesAt: seen.vanishesAt,
    terminal: sender.isClaudeCode ? random.pick(TERMINALS.slice(0, 2 + (index % 3))) : null,
    isRemote: sender.isClaudeCode && random.chance(25),
  };
}

/** Drawn from a stream of its own, so that who is never fast sends what they always sent. */
function isFast(
  sender: Sender,
  {
    at,
    model,
    serviceTier,
  }: { readonly at: number; readonly model: Model; readonly serviceTier: string },
  plan: TrafficPlan,
): boolean {
  if (sender.fastPercent === 0 || !model.hasFastMode || serviceTier !== "standard") return false;
  return randomFrom(plan.seed, plan.slug, sender.label, "fast", at).chance(sender.fastPercent);
}

/** On the restated day every fifth request is withdrawn at the instant, and every fifth appears with it. */
function visibility(
  day: Day,
  at: number,
  random: Random,
  { restatement }: TrafficPlan,
): Pick<UsageRequest, "appearsAt" | "vanishesAt"> {
  const appearsAt = at + REPORTING_DELAY_MS;
  const lot = random.int(1, 10);
  if (restatement === null || restatement.day !== day) return { appearsAt, vanishesAt: Infinity };
  if (lot <= 2) return { appearsAt, vanishesAt: restatement.at };
  return { appearsAt: lot <= 4 ? restatement.at : appearsAt, vanishesAt: Infinity };
}

/** Input never crosses the edge of a context window, nor (`small`) 100k tokens. */
function drawTokens(random: Random, long: boolean, small: boolean): Tokens {
  const scale = small ? 2 : 1;
  const cached = random.chance(55);
  const uncachedInput = random.int(200, Math.floor(24_000 / scale));
  const write5m = cached && random.chance(60) ? random.int(1_000, 12_000) : 0;
  const write1h = cached && random.chance(25) ? random.int(1_000, 9_000) : 0;
  const read = cached ? random.int(2_000, Math.floor(120_000 / scale)) : 0;
  return {
    uncachedInput: long ? LONG_CONTEXT + uncachedInput * 8 : uncachedInput,
    cacheWrite5m: write5m,
    cacheWrite1h: write1h,
    cacheRead: read,
    output: random.int(40, 4_500),
  };
}
