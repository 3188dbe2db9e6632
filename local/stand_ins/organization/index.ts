/**
 * Two invented organizations with the same names in them, made of single requests, the same for
 * the same options on every machine.
 */

import { addDays, DAY_MS, dayOf, startOf } from "./days.ts";
import { demoDirectory, FEWEST_PEOPLE } from "./directory.ts";
import type {
  Adjustment,
  ApiKey,
  Day,
  ExtraCharge,
  Organization,
  UsageRequest,
  Workspace,
} from "./model.ts";
import { type Categories, type DemoOptions, MIXES } from "./options.ts";
import { demoPeople } from "./people.ts";
import { randomFrom, uuidOf } from "./random.ts";
import { demoSenders, type Sender } from "./senders.ts";
import { REPORTING_DELAY_MS, requestsOf, type TrafficPlan } from "./traffic.ts";

export { type DemoOptions, type Mix, MIXES } from "./options.ts";
export { type Organization, type Person, type UsageRequest } from "./model.ts";
export { type DayCost, type Truth, truthOf } from "./truth.ts";

type Size = Required<
  Pick<DemoOptions, "days" | "keys" | "lastDay" | "people" | "requestsPerKeyDay" | "seed">
>;

/** The first organization (slug `demo`) and, unless switched off, the second (slug `second`) with a third of its keys. */
export function demoOrganizations(
  options: DemoOptions = {},
): readonly [Organization, ...Organization[]] {
  const keys = options.keys ?? 12;
  const size: Size = {
    seed: options.seed ?? 1,
    keys,
    people: Math.max(options.people ?? Math.max(10, Math.ceil(keys / 3)), FEWEST_PEOPLE),
    days: options.days ?? 45,
    lastDay: options.lastDay ?? "2026-10-31",
    requestsPerKeyDay: options.requestsPerKeyDay ?? 6,
  };
  const first = organizationOf("demo", "Example Works", size, options);
  if (options.second === false) return [first];
  const smaller = { ...size, keys: Math.min(Math.max(8, Math.ceil(keys / 3)), keys) };
  return [first, organizationOf("second", "Example Works Labs", smaller, options)];
}

function organizationOf(
  slug: string,
  name: string,
  size: Size,
  options: DemoOptions,
): Organization {
  const { seed, lastDay } = size;
  const categories: Categories = { ...MIXES[options.mix ?? "everything"], ...options.categories };
  const firstDay = addDays(lastDay, 1 - size.days);
  const days = Array.from({ length: size.days }, (_, index) => addDays(firstDay, index));
  const people = demoPeople(slug, size.people);
  const archivedAt = startOf(addDays(lastDay, -Math.floor(size.days / 2)));
  const directory = demoDirectory(slug, { people, keyCount: size.keys, archivedAt, categories });
  const surge = slug === "demo" ? surgeOf(options, directory.keys) : null;
  const plan = { ...trafficPlan(slug, size, categories, options), surge };
  const senders = demoSenders(slug, seed, people, directory, categories);
  const isQuiet = (index: number): boolean =>
    categories.quietDays && (size.days - 1 - index) % 17 === 5;
  const busyDays = days.filter((_, index) => !isQuiet(index));
  const requests = requestsByDay(senders, busyDays, plan);
  return {
    slug,
    name,
    id: uuidOf("organization", slug),
    categories,
    firstDay,
    lastDay,
    people,
    ...directory,
    requests,
    subscriptionRequests: subscriptionUse(senders, busyDays, plan),
    extraCharges: new Map(
      busyDays.map((day) => [day, extraChargesOf(day, directory.workspaces, plan)]),
    ),
    adjustment: categories.adjustment ? adjustmentOf(requests, addDays(lastDay, -12)) : null,
    restatement: plan.restatement,
    emptiedDays: (options.emptiedDays ?? []).map(({ day, from }) => ({
      day,
      from: Date.parse(from),
    })),
  };
}

function trafficPlan(
  slug: string,
  size: Size,
  categories: Categories,
  options: DemoOptions,
): Omit<TrafficPlan, "surge"> {
  const restatedFrom = options.restatedFrom ?? `${addDays(size.lastDay, 2)}T00:00:00Z`;
  const restatement = { day: addDays(size.lastDay, -2), at: Date.parse(restatedFrom) };
  return {
    seed: size.seed,
    slug,
    categories,
    requestsPerKeyDay: size.requestsPerKeyDay,
    twinDay: categories.twinLines ? addDays(size.lastDay, -9) : null,
    restatement: categories.restatement ? restatement : null,
  };
}

/** Throws RangeError if the organization has no key of that name. */
function surgeOf({ surge }: DemoOptions, keys: readonly ApiKey[]): TrafficPlan["surge"] {
  if (surge === undefined) return null;
  const key = keys.find(({ name }) => name === surge.keyName);
  if (key === undefined) throw new RangeError(`no key is named ${surge.keyName}`);
  return { keyId: key.id, day: surge.day, requests: surge.requests };
}

function requestsByDay(
  senders: readonly Sender[],
  days: readonly Day[],
  plan: TrafficPlan,
): ReadonlyMap<Day, readonly UsageRequest[]> {
  const byTime = (a: UsageRequest, b: UsageRequest): number => a.at - b.at;
  return new Map(
    days.map((day) => [
      day,
      senders.flatMap((sender) => requestsOf(sender, day, plan)).sort(byTime),
    ]),
  );
}

/** Everyone who has a Claude Code key also works on a subscription now and then, billed elsewhere. */
function subscriptionUse(
  senders: readonly Sender[],
  days: readonly Day[],
  plan: TrafficPlan,
): ReadonlyMap<Day, readonly UsageRequest[]> {
  if (!plan.categories.subscriptions) return new Map();
  const subscribers = senders
    .filter(({ isClaudeCode, people }) => isClaudeCode && people.length > 0)
    .map((sender) => ({ ...sender, label: `subscription/${sender.label}`, keyId: null }));
  return requestsByDay(subscribers, days, { ...plan, requestsPerKeyDay: 2, twinDay: null });
}

/** Container-hours at 5 cents and session hours at 8 cents, metered in quarters of an hour. */
function extraChargesOf(
  day: Day,
  workspaces: readonly Workspace[],
  { categories, seed, slug }: TrafficPlan,
): readonly ExtraCharge[] {
  const places = [null, ...workspaces.slice(0, 3).map(({ id }) => id)];
  return places.flatMap((workspaceId) => {
    const random = randomFrom(seed, slug, "extra", workspaceId ?? "default", day);
    return (["code_execution", "session_usage"] as const).flatMap((kind) => {
      const isUsed = random.chance(20);
      const quarters = BigInt(random.int(1, 40));
      const at = startOf(day) + random.int(0, DAY_MS - 1);
      if (!isUsed || !categories[kind === "code_execution" ? "codeExecution" : "sessionUsage"])
        return [];
      const nanoUsd = quarters * (kind === "code_execution" ? 12_500_000n : 20_000_000n);
      return [{ at, appearsAt: at + REPORTING_DELAY_MS, kind, workspaceId, nanoUsd }];
    });
  });
}

/** The first busy day from `from` on; the cell of its first billed standard request. */
function adjustmentOf(
  requests: ReadonlyMap<Day, readonly UsageRequest[]>,
  from: Day,
): Adjustment | null {
  for (const [day, made] of requests) {
    const chosen = made.find(
      ({ blocked, serviceTier, speed }) =>
        day >= from && !blocked && serviceTier === "standard" && speed === "standard",
    );
    if (chosen !== undefined) {
      return { day: dayOf(chosen.at), workspaceId: chosen.workspaceId, model: chosen.model };
    }
  }
  return null;
}
