/** What a page of the Enterprise Analytics API says that the loader must know: rows and exact money per day. */

import { checkShape } from "../../endpoint/check_shape.ts";
import { type Page, PAGE_TOKEN } from "../../endpoint/pagination.ts";
import { midnight } from "../../dates.ts";
import type { Window } from "../../endpoint/windows.ts";
import { dayOfBucket } from "../shared/days.ts";
import type { PageDay, ReadOptions, ReadPage } from "../../endpoint/endpoint.ts";
import type { EndpointName } from "./request.ts";
import { users } from "./activity_schemas.ts";
import { costReport, userCostReport, userUsageReport } from "./schemas.ts";

/** Checks and reads one answer. Throws ContractError on a wrong type or a day that was not asked for. */
export function readPage(
  json: unknown,
  { name, window, onUnknown }: Omit<ReadOptions, "cursor"> & { readonly name: EndpointName },
): ReadPage {
  const check = { what: name, onUnknown };
  switch (name) {
    case "claude_ai_cost":
    case "claude_ai_cost_total": {
      const report = checkShape(costReport, json, check);
      const days = report.data.map((bucket) => ({
        date: dayOfBucket(bucket, window),
        rows: bucket.results.length,
        amounts: bucket.results.map(({ amount }) => amount),
      }));
      const rows = days.reduce((sum, day) => sum + day.rows, 0);
      return { ...envelopeOf(report), rows, days };
    }
    case "claude_ai_user_cost": {
      const report = checkShape(userCostReport, json, check);
      const amounts = report.data.map(({ amount }) => amount);
      return { ...envelopeOf(report), ...ofOneDay(report.data, amounts, window) };
    }
    case "claude_ai_user_usage": {
      const report = checkShape(userUsageReport, json, check);
      return { ...envelopeOf(report), ...ofOneDay(report.data, null, window) };
    }
    case "claude_ai_users": {
      const list = checkShape(users, json, check);
      return {
        // This list has no has_more: it goes on as long as it names a next page.
        hasMore: list.next_page !== null,
        nextCursor: list.next_page,
        rows: list.data.length,
        days: [{ date: window?.start ?? "", rows: list.data.length, amounts: null }],
        rowLabels: list.data.flatMap(({ user }) => user?.id ?? []),
      };
    }
  }
}

interface Envelope {
  readonly has_more: boolean;
  readonly next_page: string | null;
  readonly organization_id?: unknown;
}

/** Pages go on by a token. Not every answer names its organization, but one that does can name no other. */
function envelopeOf(report: Envelope): Page & Pick<ReadPage, "organizationId"> {
  const { organization_id: organizationId } = report;
  const page = PAGE_TOKEN.read(report);
  return typeof organizationId === "string" ? { ...page, organizationId } : page;
}

interface UserRow {
  readonly starting_at?: string | null | undefined;
  readonly ending_at?: string | null | undefined;
  readonly actor: { readonly user_id: string };
  readonly product?: string | null | undefined;
  readonly model?: string | null | undefined;
}

/** One day is asked for, so a row that names no day is of that day, and a row's only bound must be that day's. */
function ofOneDay(
  rows: readonly UserRow[],
  amounts: readonly string[] | null,
  window: Window | null,
): Pick<ReadPage, "rows" | "days" | "rowLabels"> {
  for (const { starting_at: start, ending_at: end } of rows) {
    if (window === null || (start ?? end ?? null) === null) continue;
    const asked = { starting_at: midnight(window.start), ending_at: midnight(window.end) };
    dayOfBucket(
      { starting_at: start ?? asked.starting_at, ending_at: end ?? asked.ending_at },
      window,
    );
  }
  const day: PageDay = { date: window?.start ?? "", rows: rows.length, amounts };
  return {
    rows: rows.length,
    days: [day],
    rowLabels: rows.map((row) => JSON.stringify([row.actor.user_id, row.product, row.model])),
  };
}
