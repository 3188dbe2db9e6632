/** What is asked of claude.ai's Enterprise Analytics API, as data. Days and tables come from includes/endpoints.js. */

import { addDays, dayOf, midnight } from "../../dates.ts";
import { PAGE_TOKEN } from "../../endpoint/pagination.ts";
import type { Window } from "../../endpoint/windows.ts";
import { type Answered, turnByParameter } from "../../endpoint/endpoint.ts";
import { endpointsOf } from "../../endpoint/endpoint_rules.ts";
import { analyticsDays, FIRST_ANALYTICS_DAY } from "../shared/days.ts";
import { readPage } from "./pages.ts";
import type { EndpointName, Query, Request } from "./request.ts";

export const COST_REPORT_PATH = "/v1/organizations/analytics/cost_report";

const COSTS: Answered = { feature: "claude.ai cost and usage", days: analyticsDays };

/**
 * A day is counted at 10:00 UTC of the next one, and asked for earlier it is refused. Asking from the second
 * midnight on leaves the vendor at least fourteen hours; the days are read again for a month anyway.
 */
const ACTIVITY: Answered = {
  feature: "claude.ai activity",
  days: (nowMs) => ({ start: FIRST_ANALYTICS_DAY, end: addDays(dayOf(nowMs), -1) }),
};

const BY_PRODUCT_AND_MODEL: Query = [
  ["group_by[]", "product"],
  ["group_by[]", "model"],
];

/** Grouped answers name the 100 largest groups of a day and no rest, so the total is asked for beside them. */
const REQUESTS: Readonly<Record<EndpointName, Request>> = {
  claude_ai_cost: costReport(BY_PRODUCT_AND_MODEL),
  claude_ai_cost_total: costReport([]),
  claude_ai_user_cost: byUser("user_cost_report"),
  claude_ai_user_usage: byUser("user_usage_report"),
  claude_ai_users: {
    path: "/v1/organizations/analytics/users",
    asks: "day",
    bounds: ({ start }) => [["date", start]],
    query: [["limit", "1000"]],
    days: "in_rows",
    answered: ACTIVITY,
  },
};

/** One limit for all endpoints of this API, the organization's (the vendor's reference). */
const LIMIT = { name: "claude.ai analytics", perMinute: 60 };

export const ENDPOINTS = endpointsOf<EndpointName>("claude_ai", (name) => {
  const { path, asks, bounds, query, days, answered } = REQUESTS[name];
  return {
    asks,
    longestDays: 31,
    days,
    answered,
    mayRefuse: [],
    // When the vendor last counted is news on every call, and no page of figures is new because of it.
    volatileFields: ["data_refreshed_at", "next_page"],
    exactFields: [],
    limit: LIMIT,
    question: (window) => ({
      method: "GET",
      path,
      query: [...(window === null ? [] : bounds(window)), ...query],
      headers: {},
      body: null,
    }),
    turn: turnByParameter(PAGE_TOKEN.parameter),
    read: (json, options) => readPage(json, { ...options, name }),
  };
});

function midnights({ start, end }: Window): Query {
  return [
    ["starting_at", midnight(start)],
    ["ending_at", midnight(end)],
  ];
}

function costReport(groups: Query): Request {
  return {
    path: COST_REPORT_PATH,
    asks: "range",
    bounds: midnights,
    query: [["bucket_width", "1d"], ...groups, ["limit", "31"]],
    days: "once",
    answered: COSTS,
  };
}

/** With a bucket width each row says of which day it is. */
function byUser(report: "user_cost_report" | "user_usage_report"): Request {
  return {
    path: `/v1/organizations/analytics/${report}`,
    asks: "day",
    bounds: midnights,
    query: [["bucket_width", "1d"], ...BY_PRODUCT_AND_MODEL, ["limit", "1000"]],
    days: "in_rows",
    answered: COSTS,
  };
}
