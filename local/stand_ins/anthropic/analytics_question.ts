/** The parameters of an analytics endpoint, read and refused as the official SDK's types describe them. */

import { DAY_MS, HOUR_MS } from "../organization/days.ts";
import { choiceOf, instantOf, limitOf, listOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";
import { type Dimension, DIMENSIONS, type Traits } from "./analytics_traits.ts";

export const BETA = "analytics-usage-cost-2026-08-24";

/** Cost rows fan out by these, which count neither toward the five groups nor toward `limit`. */
export const COMPONENTS = ["cost_type", "token_type"] as const;
export type Component = (typeof COMPONENTS)[number];

const WIDTHS = { "1d": DAY_MS, "1h": HOUR_MS, "1m": 60_000 } as const;
const EARLIEST = Date.parse("2026-01-01T00:00:00Z");
const MOST_DAYS_BACK = 365;
const MOST_DAYS = 31;
const MOST_GROUPS = 5;

export interface Question<Order extends string> {
  /** Epoch milliseconds, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds of a time bucket; null: one row for the whole range. */
  readonly width: number | null;
  readonly groups: readonly Dimension[];
  readonly components: readonly Component[];
  readonly orderBy: Order;
  readonly isAscending: boolean;
  readonly limit: number;
  readonly excludesDeletedUsers: boolean;
  readonly isWanted: (traits: Traits) => boolean;
  /** RBAC groups of which a user must be in one; empty: everybody. */
  readonly rbacGroupIds: readonly string[];
}

/** Reads a call; `orders` begins with the default. Throws Refusal (400). */
export function questionOf<Order extends string>(
  call: Call,
  orders: readonly [Order, ...Order[]],
  components: readonly Component[],
): Question<Order> {
  const { query } = call;
  if (!call.betas.includes(BETA)) {
    throw new Refusal(400, `This endpoint is in beta: send anthropic-beta: ${BETA}`);
  }
  const asked = listOf(query, "group_by", [...DIMENSIONS, ...components]);
  const groups = DIMENSIONS.filter((name) => asked.includes(name));
  if (groups.length > MOST_GROUPS) {
    throw new Refusal(400, `Cannot specify more than ${MOST_GROUPS} group_by[] dimensions.`);
  }
  const excludesDeletedUsers = query.get("exclude_deleted_users") === "true";
  if (excludesDeletedUsers && !groups.includes("actor")) {
    throw new Refusal(400, "exclude_deleted_users requires group_by[]=actor");
  }
  const rbacGroupIds = listOf(query, "rbac_group_ids");
  const hasGroups = groups.includes("rbac_group_id") || rbacGroupIds.length > 0;
  if (groups.includes("claude_tag_user_id") && hasGroups) {
    throw new Refusal(400, "claude_tag_user_id cannot be combined with RBAC groups");
  }
  return {
    ...rangeOf(call),
    groups,
    components: components.filter((name) => asked.includes(name)),
    orderBy: choiceOf(query, "order_by", orders),
    isAscending: choiceOf(query, "order", ["desc", "asc"]) === "asc",
    limit: limitOf(query, { standard: 20, max: 1000 }),
    excludesDeletedUsers,
    isWanted: filterOf(query),
    rbacGroupIds,
  };
}

/** Without a bucket width both ends round down to the hour, with one to the bucket. */
function rangeOf({ now, query }: Call): Pick<Question<string>, "end" | "start" | "width"> {
  const startText = query.get("starting_at");
  if (startText === null) throw new Refusal(400, "starting_at: Field required");
  const startAt = instantOf("starting_at", startText);
  if (startAt < EARLIEST || startAt < now - MOST_DAYS_BACK * DAY_MS) {
    throw new Refusal(
      400,
      "starting_at: must be within the last 365 days and no earlier than 2026-01-01T00:00:00Z",
    );
  }
  const name = query.has("time_bucket_width")
    ? choiceOf(query, "time_bucket_width", ["1d", "1h", "1m"])
    : null;
  const endText = query.get("ending_at");
  if (name !== null && endText === null) {
    throw new Refusal(400, "ending_at: required when time_bucket_width is set");
  }
  const latest = Math.min(now, startAt + MOST_DAYS * DAY_MS);
  const endAt = endText === null ? latest : instantOf("ending_at", endText);
  const width = name === null ? null : WIDTHS[name];
  const [start, end] = [startAt, endAt].map((at) => at - (at % (width ?? HOUR_MS))) as [
    number,
    number,
  ];
  if (end <= start) {
    throw new Refusal(400, "Invalid date range: ending date must be after starting date");
  }
  const most = name === "1m" ? DAY_MS : MOST_DAYS * DAY_MS;
  if (end - start > most) {
    throw new Refusal(400, "Invalid date range: at most 31 days, or 24 hours with 1m buckets");
  }
  return { start, end, width };
}

const FILTERS: readonly (readonly [name: string, dimension: Dimension, ifNull: string | null])[] = [
  ["actor_ids", "actor", null],
  ["actor_types", "actor_type", null],
  ["agent_ids", "agent_id", null],
  // An empty entry also matches usage that no key authenticated.
  ["api_key_ids", "api_key_id", ""],
  ["claude_tag_categories", "claude_tag_category", null],
  ["claude_tag_user_ids", "claude_tag_user_id", null],
  ["context_windows", "context_window", null],
  ["deployment_ids", "deployment_id", null],
  ["environment_ids", "environment_id", null],
  ["inference_geos", "inference_geo", "not_available"],
  ["models", "model", null],
  ["organization_ids", "organization_id", null],
  ["products", "product", null],
  ["service_tiers", "service_tier", null],
  ["session_ids", "session_id", null],
  ["slack_channel_ids", "slack_channel_id", null],
  ["speeds", "speed", null],
  ["user_profile_ids", "user_profile_id", null],
  ["workspace_ids", "workspace_id", null],
];

function filterOf(query: URLSearchParams): (traits: Traits) => boolean {
  const filters = FILTERS.map(([name, dimension, ifNull]) => ({
    dimension,
    ifNull,
    values: new Set<string | null>(listOf(query, name)),
  })).filter(({ values }) => values.size > 0);
  return (traits) =>
    filters.every(({ dimension, ifNull, values }) => {
      const value = traits[dimension] ?? ifNull;
      return value !== null && values.has(value);
    });
}
