/**
 * The beta endpoints that know cost by key and by actor, as data (the vendor's reference and the types of
 * `@anthropic-ai/sdk` 1.12.0). Not every organization has them, so a refusal is a note and no failure.
 */

import { addDays, dayOf } from "../../dates.ts";
import { PAGE_TOKEN } from "../../endpoint/pagination.ts";
import { type Answered } from "../../endpoint/endpoint.ts";
import { type Request } from "./endpoints.ts";

/** What is particular to endpoints that an organization may or may not have. */
export interface Beta extends Answered {
  /** Value of `anthropic-beta`. */
  readonly header: string;
}

const ANALYTICS: Beta = {
  feature: "analytics",
  header: "analytics-usage-cost-2026-08-24",
  days: (nowMs) => {
    const today = dayOf(nowMs);
    // Within 365 days by the clock: midnight of the 365th day back is too long ago for most of the day.
    const longestAgo = addDays(today, -364);
    return { start: longestAgo > "2026-01-01" ? longestAgo : "2026-01-01", end: addDays(today, 1) };
  },
};

/** At most five `group_by[]` besides these, which cost nothing and are needed together: alone, `token_type` leaves searches out. */
const COMPONENTS = ["cost_type", "token_type"] as const;

/** Asked without groups for the total of the day, else with `groupBy` and every component. */
export function analyticsCost(...groupBy: readonly string[]): Request {
  const components = groupBy.length === 0 ? [] : COMPONENTS;
  return analytics("/v1/organizations/analytics/cost", [...groupBy, ...components]);
}

export function analyticsUsage(...groupBy: readonly string[]): Request {
  return analytics("/v1/organizations/analytics/usage", groupBy);
}

function analytics(path: string, groupBy: readonly string[]): Request {
  const groups = groupBy.map((dimension) => ["group_by[]", dimension] as const);
  return {
    path,
    paging: PAGE_TOKEN,
    asks: "range",
    query: [
      ["time_bucket_width", "1d"],
      ...groups,
      // By amount a row would move to another page while the vendor still counts.
      ["order_by", "time"],
      ["order", "asc"],
      ["limit", "1000"],
    ],
    beta: ANALYTICS,
    // When the vendor last counted is news on every call, and no page of figures is new because of it.
    volatileFields: ["data_refreshed_at", "next_page"],
  };
}
