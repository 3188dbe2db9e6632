/** What a page of Cursor says that the loader must know: whether it goes on, and rows and exact money per day. */

import { checkShape } from "../../endpoint/check_shape.ts";
import { dayOf } from "../../dates.ts";
import { ContractError } from "../../errors.ts";
import type { Page } from "../../endpoint/pagination.ts";
import type { Endpoint, PageDay, ReadOptions } from "../../endpoint/endpoint.ts";
import { checkDay } from "../shared/days.ts";
import { nanoExactCents } from "./cents.ts";
import { dailyUsage, events, members, spend } from "./schemas.ts";

type Read = Endpoint["read"];

/** A row is a member's day; the vendor says how many members the whole walk has. */
export const readDailyUsage: Read = (json, options) => {
  const { data, pagination } = checkShape(dailyUsage, json, checkOf("cursor_daily_usage", options));
  const who = data.map(({ userId, email }) => String(userId ?? email));
  const days = countBy(data.map(({ day }) => checkDay(day, "a row", options.window)));
  return {
    ...nextOf(pagination.page, pagination.hasNextPage && data.length > 0, options),
    rows: data.length,
    days: [...days].map(([date, rows]): PageDay => ({ date, rows, amounts: null })),
    rowLabels: data.map(({ day }, index) => `${day} ${who[index] ?? ""}`),
    announced: { what: "members", total: pagination.totalUsers, labels: who },
  };
};

/** Events have no id, and equal ones are all real: they are counted, and the count is held against the vendor's. */
export const readEvents: Read = (json, options) => {
  const page = checkShape(events, json, checkOf("cursor_events", options));
  const { usageEvents, pagination } = page;
  const days = new Map<string, string[]>();
  for (const { timestamp, chargedCents, cursorTokenFee } of usageEvents) {
    const date = checkDay(dayOf(Number(timestamp)), "a row", options.window);
    const amounts = days.get(date) ?? [];
    // A fee without an amount is the charge; with one it is part of it.
    amounts.push(nanoExactCents(chargedCents ?? cursorTokenFee ?? "0"));
    days.set(date, amounts);
  }
  return {
    // A page past the last one may say that more follow; an empty one is the end.
    ...nextOf(pagination.currentPage, pagination.hasNextPage && usageEvents.length > 0, options),
    rows: usageEvents.length,
    days: [...days].map(([date, amounts]): PageDay => ({ date, rows: amounts.length, amounts })),
    announced: { what: "events", total: page.totalUsageEventsCount, labels: null },
    // Single events may agree. A page of them comes again only if the vendor repeats it in the place of another.
    onOnePage: usageEvents.length > 1 ? [JSON.stringify(usageEvents)] : [],
  };
};

/** The money is what is charged on demand in the cycle so far; what the plan includes is beside it. */
export const readSpend: Read = (json, options) => {
  const { teamMemberSpend, totalPages } = checkShape(spend, json, checkOf("cursor_spend", options));
  const page = pageAsked(options);
  return {
    ...nextOf(page, page < totalPages && teamMemberSpend.length > 0, options),
    rows: teamMemberSpend.length,
    days: [],
    amounts: teamMemberSpend.map(({ spendCents }) => nanoExactCents(spendCents ?? "0")),
    rowLabels: teamMemberSpend.map(({ userId, email }) => String(userId ?? email)),
  };
};

export const readMembers: Read = (json, options) => {
  const { teamMembers } = checkShape(members, json, checkOf("cursor_members", options));
  const rowLabels = teamMembers.map(({ id, email }) => String(id ?? email));
  return { hasMore: false, nextCursor: null, rows: teamMembers.length, days: [], rowLabels };
};

function checkOf(what: string, { onUnknown }: ReadOptions) {
  return { what, onUnknown };
}

/** The cursor is the number of the page, which counts from 1. */
export function pageAsked({ cursor }: Pick<ReadOptions, "cursor">): number {
  return Number(cursor ?? "1");
}

function nextOf(page: number, hasMore: boolean, options: ReadOptions): Page {
  const asked = pageAsked(options);
  if (page !== asked) {
    throw new ContractError(
      `The vendor was asked for page ${asked} and answered page ${page}; nothing of this walk was landed. Report it.`,
    );
  }
  return { hasMore, nextCursor: hasMore ? String(page + 1) : null };
}

function countBy(labels: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
