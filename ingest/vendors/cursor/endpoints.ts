/** What is asked of Cursor's Admin API, as data. The days and tables come from includes/endpoints.js. */

import { midnight } from "../../dates.ts";
import type { Window } from "../../endpoint/windows.ts";
import type { Endpoint, Question } from "../../endpoint/endpoint.ts";
import { endpointsOf } from "../../endpoint/endpoint_rules.ts";
import { readDailyUsage, readEvents, readMembers, readSpend } from "./pages.ts";

export type EndpointName =
  "cursor_daily_usage" | "cursor_events" | "cursor_spend" | "cursor_members";

/** What is particular to each endpoint. */
type Particulars = Pick<
  Endpoint,
  "asks" | "exactFields" | "limit" | "longestDays" | "question" | "read"
>;

export const MEMBERS_PATH = "/teams/members";

const PARTICULARS: Readonly<Record<EndpointName, Particulars>> = {
  cursor_daily_usage: {
    asks: "range",
    // The vendor refuses more days in one question.
    longestDays: 30,
    // Without a page the vendor leaves out the members who did nothing.
    question: (window) => post("/teams/daily-usage-data", { ...boundsOf(window), pageSize: 100 }),
    exactFields: [],
    limit: { name: "daily-usage-data", perMinute: 20 },
    read: readDailyUsage,
  },
  cursor_events: {
    // A day of a large team is as much as one walk should hold.
    asks: "day",
    longestDays: 1,
    question: (window) =>
      post("/teams/filtered-usage-events", { ...boundsOf(window), pageSize: 1000 }),
    exactFields: ["chargedCents", "cursorTokenFee"],
    limit: { name: "filtered-usage-events", perMinute: 60 },
    read: readEvents,
  },
  cursor_spend: {
    asks: "none",
    longestDays: null,
    // By amount a member would move to another page while the vendor still counts.
    question: () => post("/teams/spend", { sortBy: "user", sortDirection: "asc", pageSize: 100 }),
    exactFields: ["spendCents", "overallSpendCents", "includedSpendCents"],
    limit: { name: "spend", perMinute: 20 },
    read: readSpend,
  },
  cursor_members: {
    asks: "none",
    longestDays: null,
    question: () => ({ method: "GET", path: MEMBERS_PATH, query: [], headers: {}, body: null }),
    exactFields: [],
    limit: { name: "members", perMinute: 20 },
    read: readMembers,
  },
};

export const ENDPOINTS = endpointsOf<EndpointName>("cursor", (name) => {
  return {
    ...PARTICULARS[name],
    days: "in_rows",
    answered: null,
    mayRefuse: [],
    volatileFields: [],
    turn: ({ body, ...question }, page) => ({ ...question, body: { ...body, page: Number(page) } }),
  };
});

function post(path: string, body: Readonly<Record<string, string | number>>): Question {
  return { method: "POST", path, query: [], headers: {}, body: { ...body, page: 1 } };
}

/** Milliseconds as numbers (as text the vendor answers 500); both are included. */
function boundsOf(window: Window | null): { startDate: number; endDate: number } {
  const at = (day: string) => Date.parse(midnight(day));
  return { startDate: at(window?.start ?? ""), endDate: at(window?.end ?? "") - 1 };
}
