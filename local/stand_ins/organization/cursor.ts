/**
 * What the invented people do in Cursor: events, each drawn from a stream of chance of its own, so that the
 * thousandth of a day is known without the others. The same for the same options on every machine.
 */

import { addDays, DAY_MS, startOf } from "./days.ts";
import type { Day, Organization, Person } from "./model.ts";
import { type Random, randomFrom, vendorId } from "./random.ts";

/** Cursor shows an event so long after it happened (its data aggregate hourly). */
const REPORTING_DELAY_MS = 3_600_000;

export interface CursorTeamOptions {
  /** Default: a few for everyone who works that day. */
  readonly eventsPerDay?: number;
}

export interface CursorTeam extends CursorTeamOptions {
  readonly organization: Organization;
  readonly members: readonly CursorMember[];
}

export interface CursorMember {
  readonly id: string;
  readonly person: Person;
  /** The day after the last one on the team; null for those who are still there. */
  readonly leftOn: Day | null;
  /** True for a seat that nobody uses. */
  readonly isIdle: boolean;
}

export type CursorKind =
  | "byok"
  | "errored"
  | "errored_without_amount"
  | "flat"
  | "free"
  | "included"
  | "included_without_amount"
  | "token_billed";

/** What comes without a charge, so that it says no amount or one of 0. */
const WITHOUT_CHARGE: ReadonlySet<CursorKind> = new Set([
  "errored",
  "errored_without_amount",
  "included_without_amount",
]);

export interface CursorEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null for the service account. */
  readonly member: CursorMember | null;
  readonly kind: CursorKind;
  readonly model: string;
  readonly conversation: string | null;
  /** Billing units, not money. */
  readonly requests: number;
  readonly tokens: CursorTokens | null;
  /** Trillionths of a dollar before the discount, without the fee. */
  readonly listPicoUsd: bigint;
  /** Thousandths off the list price. */
  readonly discountPerMille: bigint;
  readonly feePicoUsd: bigint;
}

export interface CursorTokens {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}

export const SERVICE_ACCOUNT = { id: "sa_01_nightly_refactoring", name: "nightly-refactoring" };

/** Nano-dollars per token. */
const MODELS = [
  { name: "claude-4.5-sonnet", input: 3000n, output: 15000n, cacheWrite: 3750n, cacheRead: 300n },
  { name: "claude-4.5-opus", input: 5000n, output: 25000n, cacheWrite: 6250n, cacheRead: 500n },
  { name: "claude-4.5-haiku", input: 1000n, output: 5000n, cacheWrite: 1250n, cacheRead: 100n },
  { name: "gpt-5.1-codex", input: 1250n, output: 10000n, cacheWrite: 1250n, cacheRead: 125n },
] as const;

/** Cursor's own fee per token of the request, in nano-dollars. */
const FEE = 250n;
const PICO = 1000n;
/** Cents of a request that is not billed by token. */
const CENTS_PER_REQUEST = 4n;

/** Everyone has a seat; the leaver loses it ten days before the end, and every fifth seat is idle. */
export function cursorTeam(
  organization: Organization,
  options: CursorTeamOptions = {},
): CursorTeam {
  const members = organization.people.map((person, index) => ({
    id: vendorId("user", "cursor", organization.slug, person.email),
    person,
    leftOn: person.hasLeft ? addDays(organization.lastDay, -10) : null,
    isIdle: index % 5 === 4,
  }));
  return { organization, members, ...options };
}

/** How many events of the day lie between both instants, both included, and are shown at `now`. */
export function eventSpan(
  team: CursorTeam,
  day: Day,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): { readonly first: number; readonly end: number } {
  const count = countOf(team, day);
  const until = Math.min(to, now - REPORTING_DELAY_MS);
  let first = 0;
  while (first < count && atOf(day, first, count) < from) first += 1;
  let end = count;
  while (end > first && atOf(day, end - 1, count) > until) end -= 1;
  return { first, end };
}

/** Who makes the event: a member at work that day, or, one in forty, the service account. */
export function senderOf(team: CursorTeam, day: Day, index: number): CursorMember | null {
  const random = randomFrom("cursor", team.organization.slug, day, originOf(index), "sender");
  const atWork = membersAtWork(team, day);
  return atWork.length === 0 || random.int(1, 40) === 1 ? null : random.pick(atWork);
}

/** The event at this place of the day, as Cursor shows it at `now`. Every 37th is the same as the one before. */
export function eventAt(team: CursorTeam, day: Day, index: number, now: number): CursorEvent {
  const origin = originOf(index);
  const random = randomFrom("cursor", team.organization.slug, day, origin);
  const member = senderOf(team, day, index);
  const kind = member === null ? "token_billed" : kindOf(random.int(0, 99));
  const model = random.pick(MODELS);
  const base = {
    at: atOf(day, index, countOf(team, day)),
    member,
    kind,
    model: model.name,
    conversation: random.chance(70) ? `conversation-${day}-${random.int(1, 9)}` : null,
  };
  const requests = random.pick([1, 1.4, 2, 5, 0.5]);
  if (kind !== "token_billed" && kind !== "byok") {
    const tenths = WITHOUT_CHARGE.has(kind) ? 0n : BigInt(Math.round(requests * 10));
    const listPicoUsd = (tenths * CENTS_PER_REQUEST * 10_000_000n * PICO) / 10n;
    return { ...base, requests, tokens: null, listPicoUsd, discountPerMille: 0n, feePicoUsd: 0n };
  }
  const tokens = tokensOf(random);
  if (kind === "byok") {
    return { ...base, requests, tokens, listPicoUsd: 0n, discountPerMille: 0n, feePicoUsd: 0n };
  }
  const recosting = team.organization.restatement;
  const isRecosted =
    recosting !== null && recosting.day === day && recosting.at <= now && origin % 5 === 0;
  const listPicoUsd =
    PICO *
    (BigInt(tokens.input) * model.input +
      BigInt(tokens.output) * model.output +
      BigInt(tokens.cacheWrite) * model.cacheWrite +
      BigInt(tokens.cacheRead) * model.cacheRead);
  const all = BigInt(tokens.input + tokens.output + tokens.cacheWrite + tokens.cacheRead);
  // An eighth off leaves fractions of a nano-dollar.
  const discountPerMille = isRecosted ? 200n : random.pick([0n, 0n, 0n, 100n, 125n]);
  return { ...base, requests, tokens, listPicoUsd, discountPerMille, feePicoUsd: all * FEE * PICO };
}

function tokensOf(random: Random): CursorTokens {
  return {
    input: random.int(1, 9_000),
    output: random.int(20, 1_500),
    cacheWrite: random.int(0, 12_000),
    cacheRead: random.int(0, 60_000),
  };
}

function kindOf(percent: number): CursorKind {
  if (percent < 40) return "included";
  if (percent < 43) return "included_without_amount";
  if (percent < 48) return "byok";
  if (percent < 49) return "errored";
  if (percent < 50) return "errored_without_amount";
  if (percent < 51) return "free";
  return percent < 60 ? "flat" : "token_billed";
}

/** On the days on which the organization works at all. */
function countOf({ organization, eventsPerDay, members }: CursorTeam, day: Day): number {
  if (!organization.requests.has(day)) return 0;
  return eventsPerDay ?? 3 * members.length;
}

function membersAtWork({ members }: CursorTeam, day: Day): readonly CursorMember[] {
  return members.filter(({ isIdle, leftOn }) => !isIdle && (leftOn === null || day < leftOn));
}

function originOf(index: number): number {
  return index % 37 === 1 ? index - 1 : index;
}

function atOf(day: Day, index: number, count: number): number {
  return startOf(day) + Math.floor(((originOf(index) + 0.5) * DAY_MS) / count);
}
