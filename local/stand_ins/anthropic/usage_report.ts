/**
 * `/v1/organizations/usage_report/messages`: tokens and searches, in groups of at most five
 * dimensions; blocked and priority requests count here (the vendor's reference).
 */

import { dayOf } from "../organization/days.ts";
import type { UsageRequest } from "../organization/model.ts";
import { visibleRequests } from "../organization/visible.ts";
import { bucketPage } from "./buckets.ts";
import { listOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

const DIMENSIONS = {
  account_id: ({ accountId }: UsageRequest) => accountId,
  api_key_id: ({ keyId }: UsageRequest) => keyId,
  context_window: ({ contextWindow }: UsageRequest) => contextWindow,
  inference_geo: ({ inferenceGeo }: UsageRequest) => inferenceGeo,
  model: ({ model }: UsageRequest) => model,
  service_account_id: ({ serviceAccountId }: UsageRequest) => serviceAccountId,
  service_tier: ({ serviceTier }: UsageRequest) => serviceTier,
  workspace_id: ({ workspaceId }: UsageRequest) => workspaceId,
} as const;

type Dimension = keyof typeof DIMENSIONS;
const NAMES = Object.keys(DIMENSIONS) as readonly Dimension[];

/** Each filter parameter with the dimension it is about and the values it knows, if it is a closed list. */
const FILTERS: readonly {
  readonly name: string;
  readonly dimension: Dimension;
  readonly valid?: readonly string[];
}[] = [
  { name: "account_ids", dimension: "account_id" },
  { name: "api_key_ids", dimension: "api_key_id" },
  { name: "workspace_ids", dimension: "workspace_id" },
  { name: "service_account_ids", dimension: "service_account_id" },
  { name: "models", dimension: "model" },
  { name: "context_window", dimension: "context_window", valid: ["0-200k", "200k-1M"] },
  { name: "inference_geos", dimension: "inference_geo", valid: ["global", "not_available", "us"] },
  {
    name: "service_tiers",
    dimension: "service_tier",
    valid: ["batch", "flex", "flex_discount", "priority", "priority_on_demand", "standard"],
  },
];

const FAST_MODE = "fast-mode-2026-02-01";

export function usageReport(call: Call): unknown {
  const hasSpeed = call.betas.includes(FAST_MODE);
  const groups = listOf(call.query, "group_by", hasSpeed ? [...NAMES, "speed"] : NAMES);
  if (groups.length > 5) {
    throw new Refusal(400, "Cannot specify more than 5 group_by[] dimensions.");
  }
  const isWanted = filterOf(call.query);
  return bucketPage(call, ["1d", "1h", "1m"], ({ start, end }) => {
    const ofDay = visibleRequests(call.organization, dayOf(start), call.now);
    const requests = ofDay.filter((r) => r.at >= start && r.at < end && isWanted(r));
    return results(requests, groups);
  });
}

function filterOf(query: URLSearchParams): (request: UsageRequest) => boolean {
  const filters = FILTERS.map(({ name, dimension, valid }) => ({
    valueOf: DIMENSIONS[dimension],
    values: new Set<string | null>(listOf(query, name, valid)),
  })).filter(({ values }) => values.size > 0);
  return (request) => filters.every(({ valueOf, values }) => values.has(valueOf(request)));
}

function results(requests: readonly UsageRequest[], groups: readonly string[]): readonly unknown[] {
  const grouped = NAMES.filter((name) => groups.includes(name));
  const members = new Map<string, UsageRequest[]>();
  for (const request of requests) {
    const label = [
      ...grouped.map((name) => DIMENSIONS[name](request) ?? ""),
      groups.includes("speed") ? request.speed : "",
    ].join("|");
    const group = members.get(label);
    if (group === undefined) members.set(label, [request]);
    else group.push(request);
  }
  return [...members.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      ...dimensionsOf(group[0], grouped),
      ...(groups.includes("speed") ? { speed: group[0]?.speed ?? null } : {}),
      ...countsOf(group),
    }));
}

function dimensionsOf(
  request: UsageRequest | undefined,
  grouped: readonly Dimension[],
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    NAMES.map((name) => [
      name,
      request !== undefined && grouped.includes(name) ? DIMENSIONS[name](request) : null,
    ]),
  );
}

export function countsOf(requests: readonly UsageRequest[]) {
  const sum = (count: (request: UsageRequest) => number): number =>
    requests.reduce((total, request) => total + count(request), 0);
  return {
    cache_creation: {
      ephemeral_1h_input_tokens: sum(({ tokens }) => tokens.cacheWrite1h),
      ephemeral_5m_input_tokens: sum(({ tokens }) => tokens.cacheWrite5m),
    },
    cache_read_input_tokens: sum(({ tokens }) => tokens.cacheRead),
    output_tokens: sum(({ tokens }) => tokens.output),
    server_tool_use: { web_search_requests: sum(({ webSearches }) => webSearches) },
    uncached_input_tokens: sum(({ tokens }) => tokens.uncachedInput),
  };
}
