/**
 * What was truly spent in Cursor, in exact nano-dollars. An event's charge is rounded once, half away from zero;
 * what the seat includes costs nothing and has its worth apart.
 */

import { type CursorEvent, type CursorTeam, eventAt, eventSpan } from "./cursor.ts";
import { addDays, dayOf } from "./days.ts";
import type { Day } from "./model.ts";

const PICO = 1000n;

/** Trillionths of a dollar that the event's `chargedCents` says: after the discount, with the fee. */
export function chargedPicoUsd(event: CursorEvent): bigint {
  return (event.listPicoUsd * (1000n - event.discountPerMille)) / 1000n + event.feePicoUsd;
}

export function chargedNanoUsd(event: CursorEvent): bigint {
  return (chargedPicoUsd(event) + PICO / 2n) / PICO;
}

export function isChargeable({ kind }: CursorEvent): boolean {
  return kind === "flat" || kind === "token_billed";
}

export interface CursorDayCost {
  readonly day: Day;
  /** E-mail, or null for the service account. */
  readonly person: string | null;
  readonly events: number;
  /** Billed on top of the seats. */
  readonly costNanoUsd: bigint;
  /** Worth of what the seat includes. */
  readonly includedNanoUsd: bigint;
}

/** Per day and person with any event, sorted, as of `now` (epoch milliseconds; default: when all is known). */
export function cursorTruth(
  team: CursorTeam,
  now = Number.MAX_SAFE_INTEGER,
): readonly CursorDayCost[] {
  const { firstDay, lastDay } = team.organization;
  const costs: CursorDayCost[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    costs.push(...dayCosts(team, day, now));
  }
  return costs;
}

/** The events of a day that Cursor shows at `now`, in the order of time. */
export function* eventsOf(team: CursorTeam, day: Day, now: number): Generator<CursorEvent> {
  const { first, end } = eventSpan(team, day, { from: 0, to: Number.MAX_SAFE_INTEGER, now });
  for (let index = first; index < end; index += 1) yield eventAt(team, day, index, now);
}

/** The 15th on which the billing cycle of `now` began: a cycle crosses the end of a month. */
export function cycleStart(now: number): Day {
  const today = dayOf(now);
  const fifteenth = `${today.slice(0, 7)}-15`;
  return today >= fifteenth
    ? fifteenth
    : `${addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)}-15`;
}

function dayCosts(team: CursorTeam, day: Day, now: number): readonly CursorDayCost[] {
  const sums = new Map<string | null, CursorDayCost>();
  for (const event of eventsOf(team, day, now)) {
    const person = event.member?.person.email ?? null;
    const before = sums.get(person);
    const charged = chargedNanoUsd(event);
    const isPaid = isChargeable(event);
    sums.set(person, {
      day,
      person,
      events: (before?.events ?? 0) + 1,
      costNanoUsd: (before?.costNanoUsd ?? 0n) + (isPaid ? charged : 0n),
      includedNanoUsd: (before?.includedNanoUsd ?? 0n) + (isPaid ? 0n : charged),
    });
  }
  return [...sums.values()].sort((a, b) => ((a.person ?? "") < (b.person ?? "") ? -1 : 1));
}
