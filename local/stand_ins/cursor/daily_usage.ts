/** POST /teams/daily-usage-data: what each member did on each day, no money. */

import type { CursorMember, CursorTeam } from "../organization/cursor.ts";
import { eventsOf } from "../organization/cursor_truth.ts";
import { addDays, DAY_MS, dayOf } from "../organization/days.ts";
import type { Day } from "../organization/model.ts";
import { randomFrom } from "../organization/random.ts";
import { type CursorAnswer, type CursorCall, numberOf, pagingOf } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

/** At most 30 days. Asked for a page, every member who was there is in it, else only those who did something. */
export function dailyUsage(call: CursorCall): CursorAnswer {
  const from = numberOf(call, "startDate");
  const to = numberOf(call, "endDate");
  if (to < from || to - from > 30 * DAY_MS) {
    throw new Refusal(400, "Date range cannot exceed 30 days");
  }
  const isPaged = call.body["page"] !== undefined;
  const { page, pageSize } = pagingOf(call, 100, 1000);
  const days = daysIn(from, to);
  const { team, now } = call;
  const users = team.members.filter(({ leftOn }) => leftOn === null || (days[0] ?? "") < leftOn);
  const chosen = isPaged ? users.slice((page - 1) * pageSize, page * pageSize) : users;
  const counts = new Map(days.map((day) => [day, countsOf(team, day, now)]));
  const rows = chosen.flatMap((member) =>
    days
      .filter((day) => member.leftOn === null || day < member.leftOn)
      .map((day, index) => {
        const date = from + index * DAY_MS;
        return rowOf(member, { day, date, counts: counts.get(day)?.get(member.id) });
      }),
  );
  const data = isPaged ? rows : rows.filter(({ isActive }) => isActive);
  const period = { startDate: from, endDate: to };
  if (!isPaged) return { data, period };
  const totalPages = Math.ceil(users.length / pageSize);
  return {
    data,
    period,
    pagination: {
      page,
      pageSize,
      totalUsers: users.length,
      totalPages,
      hasNextPage: page < totalPages,
      hasPreviousPage: page > 1,
    },
  };
}

interface Counts {
  included: number;
  onDemand: number;
  byok: number;
}

function countsOf(team: CursorTeam, day: Day, now: number): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { member, kind } of eventsOf(team, day, now)) {
    if (member === null) continue;
    const count = counts.get(member.id) ?? { included: 0, onDemand: 0, byok: 0 };
    if (kind === "byok") count.byok += 1;
    else if (kind === "flat" || kind === "token_billed") count.onDemand += 1;
    else count.included += 1;
    counts.set(member.id, count);
  }
  return counts;
}

interface MemberDay {
  readonly day: Day;
  /** The question's own time of day, moved by whole days: not midnight. */
  readonly date: number;
  readonly counts: Counts | undefined;
}

function rowOf({ id, person }: CursorMember, { day, date, counts }: MemberDay) {
  const isActive = counts !== undefined;
  const { included, onDemand, byok } = counts ?? { included: 0, onDemand: 0, byok: 0 };
  const random = randomFrom("cursor", "day", id, day);
  const some = (most: number): number => (isActive ? random.int(0, most) : 0);
  const accepted = some(400);
  const accepts = some(30);
  const tabs = some(120);
  const agentRequests = Math.floor((included + onDemand) / 2);
  return {
    userId: id,
    day,
    date,
    email: person.email,
    isActive,
    totalLinesAdded: accepted + some(300),
    totalLinesDeleted: some(200),
    acceptedLinesAdded: accepted,
    acceptedLinesDeleted: some(90),
    totalApplies: accepts + some(5),
    totalAccepts: accepts,
    totalRejects: some(10),
    totalTabsShown: tabs + some(200),
    totalTabsAccepted: tabs,
    composerRequests: included + onDemand + byok - agentRequests,
    chatRequests: some(3),
    agentRequests,
    cmdkUsages: some(6),
    subscriptionIncludedReqs: included,
    apiKeyReqs: byok,
    usageBasedReqs: onDemand,
    bugbotUsages: some(1),
    mostUsedModel: isActive ? "claude-4.5-sonnet" : null,
    applyMostUsedExtension: isActive ? ".ts" : null,
    tabMostUsedExtension: isActive ? ".ts" : null,
    // Absent, not null, on every row of who did nothing and on some others.
    ...(isActive && random.chance(60) && { clientVersion: "2.1.39" }),
  };
}

function daysIn(from: number, to: number): readonly Day[] {
  const days: Day[] = [];
  for (let day = dayOf(from); day <= dayOf(to); day = addDays(day, 1)) days.push(day);
  return days;
}
