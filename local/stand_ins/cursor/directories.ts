/** GET /teams/members and POST /teams/spend: the team as it stands. */

import type { CursorMember } from "../organization/cursor.ts";
import {
  chargedPicoUsd,
  cycleStart,
  eventsOf,
  isChargeable,
} from "../organization/cursor_truth.ts";
import { addDays, startOf } from "../organization/days.ts";
import { centsOf, type CursorAnswer, type CursorCall, pagingOf } from "./wire.ts";

export function members({ team }: CursorCall): CursorAnswer {
  return {
    teamMembers: team.members.map((member) => ({
      id: member.id,
      name: member.person.name,
      email: member.person.email,
      role: roleOf(member),
      isRemoved: member.leftOn !== null,
    })),
  };
}

/** The current cycle only. Limits are in dollars, spend is in cents. */
export function spend(call: CursorCall): CursorAnswer {
  const { page, pageSize } = pagingOf(call, 100, 1000);
  const { team, now } = call;
  const start = cycleStart(now);
  const sums = sumsSince(call, start);
  const present = team.members.filter(({ leftOn }) => leftOn === null || start < leftOn);
  return {
    teamMemberSpend: present.slice((page - 1) * pageSize, page * pageSize).map((member) => {
      const { paid, included } = sums.get(member.id) ?? NOTHING;
      return {
        userId: member.id,
        name: member.person.name,
        email: member.person.email,
        role: roleOf(member),
        spendCents: centsOf(paid),
        overallSpendCents: centsOf(paid + included),
        fastPremiumRequests: 0,
        hardLimitOverrideDollars: 0,
        monthlyLimitDollars: null,
        effectivePerUserLimitDollars: 100,
      };
    }),
    subscriptionCycleStart: startOf(start),
    totalMembers: present.length,
    totalPages: Math.ceil(present.length / pageSize),
  };
}

const NOTHING = { paid: 0n, included: 0n };

function sumsSince({ team, now }: CursorCall, start: string) {
  const sums = new Map<string, { paid: bigint; included: bigint }>();
  for (let day = start; day <= team.organization.lastDay; day = addDays(day, 1)) {
    for (const event of eventsOf(team, day, now)) {
      if (event.member === null) continue;
      const { paid, included } = sums.get(event.member.id) ?? NOTHING;
      const charged = chargedPicoUsd(event);
      sums.set(
        event.member.id,
        isChargeable(event)
          ? { paid: paid + charged, included }
          : { paid, included: included + charged },
      );
    }
  }
  return sums;
}

function roleOf({ person }: CursorMember): string {
  return person.role === "admin" ? "owner" : "member";
}
