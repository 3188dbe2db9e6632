/**
 * What Claude Code itself counts of a day: work done by each person or key in each terminal, with
 * an estimate of the cost that is close to the bill and not equal to it.
 */

import { chargesOf } from "./charges.ts";
import type { ApiKey, Day, Organization, UsageRequest } from "./model.ts";
import { visibleRequests, visibleSubscriptionRequests } from "./visible.ts";

export interface ModelWork {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheCreation: number;
  /** Whole cents of the tokens alone, rounded, an estimate. */
  readonly estimatedCents: number;
}

export interface ClaudeCodeActivity {
  readonly day: Day;
  readonly actor: { readonly email: string } | { readonly keyName: string };
  readonly terminal: string;
  readonly isRemote: boolean;
  readonly customerType: "api" | "subscription";
  readonly sessions: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly commits: number;
  readonly pullRequests: number;
  readonly models: readonly ModelWork[];
}

/** The estimate leaves about 0.7 % out, as one measured day did (the vendor's reference). */
const ESTIMATE_PER_MILLE = 993n;
const NANO_PER_CENT = 10_000_000n;

/** One entry per actor, terminal, remote or not, and customer type, in a fixed order. */
export function claudeCodeActivity(
  organization: Organization,
  day: Day,
  now: number,
): readonly ClaudeCodeActivity[] {
  const keys = new Map(organization.keys.map((key) => [key.id, key]));
  const billed = visibleRequests(organization, day, now).filter((r) => r.terminal !== null);
  const subscribed = visibleSubscriptionRequests(organization, day, now);
  const groups = new Map<string, UsageRequest[]>();
  for (const [customerType, requests] of [
    ["api", billed],
    ["subscription", subscribed],
  ] as const) {
    for (const request of requests) {
      const actor = actorOf(request, keys);
      const label = JSON.stringify([actor, request.terminal, request.isRemote, customerType]);
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [request]);
      else group.push(request);
    }
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, requests]) => activityOf(day, label, requests));
}

function actorOf(
  request: UsageRequest,
  keys: ReadonlyMap<string, ApiKey>,
): ClaudeCodeActivity["actor"] {
  if (request.person !== null) return { email: request.person };
  const key = request.keyId === null ? undefined : keys.get(request.keyId);
  return { keyName: key?.name ?? "" };
}

function activityOf(
  day: Day,
  label: string,
  requests: readonly UsageRequest[],
): ClaudeCodeActivity {
  const [actor, terminal, isRemote, customerType] = JSON.parse(label) as [
    ClaudeCodeActivity["actor"],
    string,
    boolean,
    ClaudeCodeActivity["customerType"],
  ];
  const written = requests.reduce((sum, { tokens }) => sum + tokens.output, 0);
  return {
    day,
    actor,
    terminal,
    isRemote,
    customerType,
    sessions: requests.length,
    linesAdded: Math.floor(written / 14),
    linesRemoved: Math.floor(written / 41),
    commits: Math.floor(written / 2_600),
    pullRequests: Math.floor(written / 8_000),
    models: [...new Set(requests.map(({ model }) => model))]
      .sort()
      .map((model) => modelWork(model, requests)),
  };
}

function modelWork(model: string, requests: readonly UsageRequest[]): ModelWork {
  const own = requests.filter((request) => request.model === model);
  const sum = (count: (tokens: UsageRequest["tokens"]) => number): number =>
    own.reduce((total, { tokens }) => total + count(tokens), 0);
  const nanoUsd = own
    .flatMap((request) => chargesOf(request, null))
    .filter(({ costType }) => costType === "tokens")
    .reduce((total, charge) => total + charge.nanoUsd, 0n);
  return {
    model,
    input: sum(({ uncachedInput }) => uncachedInput),
    output: sum(({ output }) => output),
    cacheRead: sum(({ cacheRead }) => cacheRead),
    cacheCreation: sum(({ cacheWrite5m, cacheWrite1h }) => cacheWrite5m + cacheWrite1h),
    estimatedCents: Number(
      ((nanoUsd * ESTIMATE_PER_MILLE) / 1000n + NANO_PER_CENT / 2n) / NANO_PER_CENT,
    ),
  };
}
