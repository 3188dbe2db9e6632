/**
 * What the same people do on claude.ai, request by request, and what else their Enterprise organization is billed
 * for there: automation on keys of its own, an assistant in Slack, a service of the vendor's. The same for the
 * same organization on every machine.
 */

import type { ClaudeAi, ClaudeAiUse, ClaudeAiUser } from "./claude_ai_model.ts";
import { sandboxSpan, useOf } from "./claude_ai_uses.ts";
import { addDays, DAY_MS, startOf } from "./days.ts";
import type { Day, Organization, Person } from "./model.ts";
import { randomFrom, vendorId } from "./random.ts";

export { type ClaudeAi, type ClaudeAiUse, type ClaudeAiUser } from "./claude_ai_model.ts";
export { claudeAiTruth, type ClaudeAiTruth } from "./claude_ai_truth.ts";

export interface ClaudeAiOptions {
  readonly seed?: number;
  /** A day on which automation tries 120 models of its own, more groups than a report names; default none. */
  readonly crowdedDay?: Day;
}

const PRODUCTS = [
  "chat",
  "chat",
  "chat",
  "claude_code",
  "cowork",
  "office_agent",
  "claude_in_chrome",
  "claude_design",
] as const;
/** Places in the list of people: one has a seat and stopped using it, one account is deleted. */
const IDLE = 7;
const DELETED = 5;
const CROWD = 120;

/** The claude.ai side of an invented organization. */
export function claudeAiOf(organization: Organization, options: ClaudeAiOptions = {}): ClaudeAi {
  const { slug, people, firstDay, lastDay } = organization;
  const users = [
    ...people.map((person, index) => userOf(person, index, organization)),
    service(slug),
  ];
  const days = daysBetween(firstDay, lastDay);
  const context = { slug, seed: options.seed ?? 1, crowdedDay: options.crowdedDay ?? null };
  const uses = new Map(
    days.map((day) => {
      const middle = startOf(firstDay) + (days.length / 2) * DAY_MS;
      const working = users.filter((user, index) => isWorking(user, index, day, middle));
      const own = working.flatMap((user) => usesOfUser(user, day, context));
      const all = [...own, ...usesWithoutSeat(day, context)].sort((a, b) => a.at - b.at);
      return [day, all] as const;
    }),
  );
  return { slug, organizationId: vendorId("org", slug, "claude.ai"), users, uses };
}

interface Context {
  readonly slug: string;
  readonly seed: number;
  readonly crowdedDay: Day | null;
}

function userOf(person: Person, index: number, { lastDay }: Organization): ClaudeAiUser {
  const { userId, email, name, team } = person;
  const lateDay = startOf(lastDay) - 10 * DAY_MS;
  return {
    userId,
    email,
    name,
    team,
    removedAt: person.hasLeft ? lateDay : Infinity,
    deletedAt: index === DELETED ? lateDay : Infinity,
  };
}

function service(slug: string): ClaudeAiUser {
  const userId = vendorId("user", slug, "claude-security");
  const never = { removedAt: Infinity, deletedAt: Infinity };
  return { userId, email: null, name: "Claude Security", team: null, ...never };
}

function isWorking(user: ClaudeAiUser, index: number, day: Day, middle: number): boolean {
  const start = startOf(day);
  const hasStopped = index === IDLE && start >= middle;
  return !hasStopped && start < user.removedAt && start < user.deletedAt;
}

/** A few requests on a day somebody works; the vendor's service makes one a week. */
function usesOfUser(user: ClaudeAiUser, day: Day, { slug, seed }: Context): readonly ClaudeAiUse[] {
  const random = randomFrom(seed, slug, "claude.ai", user.userId, day);
  const weekday = new Date(startOf(day)).getUTCDay();
  const isService = user.email === null;
  const restPercent = weekday === 0 || weekday === 6 ? 75 : 20;
  if (isService ? weekday !== 1 : random.chance(restPercent)) return [];
  const count = isService ? 1 : random.int(1, 5);
  return Array.from({ length: count }, () => {
    const product = isService ? "other" : random.pick(PRODUCTS);
    return useOf(day, random, { userId: user.userId, product, slackChannelId: null });
  });
}

/** Automation without a product, the assistant in Slack, sandbox spans, and on one day the crowd of models. */
function usesWithoutSeat(day: Day, { slug, seed, crowdedDay }: Context): readonly ClaudeAiUse[] {
  const random = randomFrom(seed, slug, "claude.ai", "no seat", day);
  const nobody = { userId: null, slackChannelId: null };
  const uses = Array.from({ length: random.int(1, 3) }, () =>
    useOf(day, random, { ...nobody, product: "other" }),
  );
  if (random.chance(60)) {
    const slackChannelId = random.pick(["C0123ABCDEF", "C0456GHIJKL"]);
    uses.push(useOf(day, random, { ...nobody, product: "claude-in-slack", slackChannelId }));
  }
  if (random.chance(40)) uses.push(sandboxSpan(day, random));
  if (day !== crowdedDay) return uses;
  const crowd = Array.from({ length: CROWD }, (_, index) => {
    const use = useOf(day, random, { ...nobody, product: "other" });
    return { ...use, model: `claude-trial-${String(index + 1).padStart(3, "0")}` };
  });
  return [...uses, ...crowd];
}

function daysBetween(firstDay: Day, lastDay: Day): readonly Day[] {
  const count = Math.round((startOf(lastDay) - startOf(firstDay)) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => addDays(firstDay, index));
}
