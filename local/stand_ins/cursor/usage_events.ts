/** POST /teams/filtered-usage-events: single events, newest first, without an id. */

import {
  type CursorEvent,
  type CursorKind,
  eventAt,
  eventSpan,
  SERVICE_ACCOUNT,
} from "../organization/cursor.ts";
import { chargedPicoUsd, isChargeable } from "../organization/cursor_truth.ts";
import { addDays, dayOf } from "../organization/days.ts";
import { centsOf, type CursorAnswer, type CursorCall, numberOf, pagingOf } from "./wire.ts";

const KINDS = {
  byok: "User API Key",
  errored: "Errored, Not Charged",
  errored_without_amount: "Errored, No Charge",
  flat: "Usage-based",
  free: "USAGE_EVENT_KIND_FREE_CREDIT",
  included: "Included in Business",
  included_without_amount: "Included in Business",
  token_billed: "Usage-based",
} as const;

/** Kinds that leave to their name whether anybody is billed. */
const SILENT = new Set<CursorKind>(["errored_without_amount", "free"]);
const WITHOUT_AMOUNT = new Set<CursorKind>(["errored_without_amount", "included_without_amount"]);

/** Both bounds are included. A full last page says that there is another, which is empty. */
export function usageEvents(call: CursorCall): CursorAnswer {
  const from = numberOf(call, "startDate");
  const to = numberOf(call, "endDate");
  const { page, pageSize } = pagingOf(call, 100, 1000);
  const spans = spansOf(call, from, to);
  const total = spans.reduce((sum, { first, end }) => sum + end - first, 0);
  const events: CursorEvent[] = [];
  let skip = (page - 1) * pageSize;
  for (const { day, first, end } of spans) {
    for (let index = end - 1 - skip; index >= first && events.length < pageSize; index -= 1) {
      events.push(eventAt(call.team, day, index, call.now));
    }
    skip = Math.max(0, skip - (end - first));
  }
  return {
    totalUsageEventsCount: total,
    pagination: {
      numPages: Math.ceil(total / pageSize),
      currentPage: page,
      pageSize,
      hasNextPage: total > 0 && page * pageSize <= total,
      hasPreviousPage: page > 1,
    },
    usageEvents: events.map(rowOf),
    period: { startDate: from, endDate: to },
  };
}

/** The days of the question with what lies in it, newest first. */
function spansOf({ team, now }: CursorCall, from: number, to: number) {
  const { firstDay, lastDay } = team.organization;
  const oldest = dayOf(from) > firstDay ? dayOf(from) : firstDay;
  const newest = dayOf(to) < lastDay ? dayOf(to) : lastDay;
  const spans = [];
  for (let day = newest; day >= oldest; day = addDays(day, -1)) {
    spans.push({ day, ...eventSpan(team, day, { from, to, now }) });
  }
  return spans;
}

function rowOf(event: CursorEvent): unknown {
  const { member, tokens, kind } = event;
  const fee = event.feePicoUsd === 0n ? {} : { cursorTokenFee: centsOf(event.feePicoUsd) };
  const charged = WITHOUT_AMOUNT.has(kind) ? {} : { chargedCents: centsOf(chargedPicoUsd(event)) };
  return {
    timestamp: String(event.at),
    ...(member === null
      ? { serviceAccountId: SERVICE_ACCOUNT.id, serviceAccountName: SERVICE_ACCOUNT.name }
      : { userEmail: member.person.email }),
    ...(event.conversation !== null && { conversationId: event.conversation }),
    model: event.model,
    kind: KINDS[kind],
    maxMode: kind === "token_billed",
    requestsCosts: event.requests,
    isTokenBasedCall: tokens !== null,
    ...(!SILENT.has(kind) && { isChargeable: isChargeable(event) }),
    isHeadless: member === null,
    ...(tokens !== null && {
      tokenUsage: {
        inputTokens: tokens.input,
        outputTokens: tokens.output,
        cacheWriteTokens: tokens.cacheWrite,
        cacheReadTokens: tokens.cacheRead,
        totalCents: centsOf(event.listPicoUsd),
        ...(event.discountPerMille > 0n && {
          discountPercentOff: Number(event.discountPerMille) / 10,
        }),
      },
    }),
    ...charged,
    ...fee,
  };
}
