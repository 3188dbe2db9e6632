/**
 * The beta endpoints that know cost by key and by actor, as data (the vendor's reference and the types of
 * `@anthropic-ai/sdk` 1.14.0). Not every organization has them, so a refusal is a note and no failure.
 */

import { PAGE_TOKEN } from "../../endpoint/pagination.ts";
import { analyticsDays } from "../shared/days.ts";
import type { Beta, Request } from "./request.ts";

const ANALYTICS: Beta = {
  feature: "analytics",
  header: "analytics-usage-cost-2026-08-24",
  days: analyticsDays,
};

/** At most five `group_by[]` besides these, which cost nothing and are needed together: alone, `token_type` leaves searches out. */
const COMPONENTS = ["cost_type", "token_type"] as const;

/** Asked without groups for the total of the day, else with `groupBy` and every component. */
export function analyticsCost(...groupBy: readonly string[]): Request {
  const components = groupBy.length === 0 ? [] : COMPONENTS;
  return analytics("/v1/organizations/analytics/cost", [...groupBy, ...components]);
}

/** The fast requests alone: a filter leaves room for five groups, and `speed` as a sixth would be refused. */
export function ofFastMode(request: Request): Request {
  return { ...request, query: [...request.query, ["speeds[]", "fast"]] };
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
    // 400 is what an organization with HIPAA readiness is answered, to whatever question.
    mayRefuse: [400, 403, 404],
    // When the vendor last counted is news on every call, and no page of figures is new because of it.
    volatileFields: ["data_refreshed_at", "next_page"],
  };
}
