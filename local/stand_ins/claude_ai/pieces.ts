/** What reports are sums of: the parts of single requests, with the dimensions that they can be grouped by. */

import { TOKEN_TYPES, type TokenType } from "../base/anthropic_tokens.ts";
import { listOf } from "../base/anthropic_query.ts";
import { visibleUses } from "../organization/claude_ai_truth.ts";
import type { ClaudeAiUse } from "../organization/claude_ai.ts";
import { dayOf } from "../organization/days.ts";
import type { ContextWindow } from "../organization/model.ts";
import type { Call } from "./call.ts";
import type { Range } from "./range.ts";

export const USAGE_DIMENSIONS = [
  "claude_tag_category",
  "claude_tag_user_id",
  "context_window",
  "inference_geo",
  "model",
  "product",
  "rbac_group_id",
  "slack_channel_id",
  "speed",
] as const;
/** These two split a request into parts. */
export const COMPONENTS = ["cost_type", "token_type"] as const;

export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];
export type Dimension = (typeof COMPONENTS)[number] | UsageDimension;

/** Dimensions with a closed list of values; Claude in Slack does not occur in an invented organization. */
interface Closed {
  readonly claude_tag_category: null;
  readonly context_window: ContextWindow | null;
  readonly cost_type: ClaudeAiUse["costs"][number]["costType"] | null;
  readonly inference_geo: "global" | "us" | null;
  readonly speed: "fast" | "standard" | null;
  readonly token_type: TokenType | null;
}

export type Dimensions = Closed & Readonly<Record<Exclude<Dimension, keyof Closed>, string | null>>;

export interface Piece {
  readonly use: ClaudeAiUse;
  readonly dimensions: Dimensions;
  readonly nanoUsd: bigint;
  readonly listNanoUsd: bigint;
}

const FILTERS: readonly (readonly [name: string, dimension: Dimension])[] = [
  ["context_windows", "context_window"],
  ["models", "model"],
  ["products", "product"],
  ["rbac_group_ids", "rbac_group_id"],
  ["slack_channel_ids", "slack_channel_id"],
  ["speeds", "speed"],
];

/**
 * The parts of every request of the range that the filters let through, in the order of time. A person in two
 * groups has each part twice where groups are asked for, as documented: group rows overlap.
 */
export function piecesOf(
  call: Call,
  { start, end }: Range,
  groupBy: readonly string[],
): readonly Piece[] {
  const passes = filterOf(call);
  const pieces: Piece[] = [];
  for (let day = dayOf(start); day <= dayOf(end - 1); day = dayOf(Date.parse(day) + 86_400_000)) {
    for (const use of visibleUses(call.claudeAi, day, call.refreshedAt)) {
      if (use.at < start || use.at >= end || !passes(use)) continue;
      for (const group of groupsOf(call, use, groupBy)) pieces.push(...partsOf(use, group));
    }
  }
  return pieces;
}

function groupsOf({ groupsOf: of }: Call, { userId }: ClaudeAiUse, groupBy: readonly string[]) {
  const groups = groupBy.includes("rbac_group_id") ? of(userId) : [];
  return groups.length === 0 ? [null] : groups;
}

function partsOf(use: ClaudeAiUse, group: string | null): readonly Piece[] {
  return use.costs.map(({ costType, tokenKind, nanoUsd, listNanoUsd }) => ({
    use,
    nanoUsd,
    listNanoUsd,
    dimensions: {
      claude_tag_category: null,
      claude_tag_user_id: null,
      context_window: use.contextWindow,
      cost_type: costType,
      inference_geo: use.inferenceGeo,
      model: use.model,
      product: use.product,
      rbac_group_id: group,
      slack_channel_id: use.slackChannelId,
      speed: use.speed,
      token_type: tokenKind === null ? null : TOKEN_TYPES[tokenKind].type,
    },
  }));
}

/** Throws Refusal (400) for a list without brackets. */
function filterOf(call: Call): (use: ClaudeAiUse) => boolean {
  const { query } = call;
  const users = new Set(listOf(query, "user_ids"));
  const geos = new Set(listOf(query, "inference_geos", ["global", "not_available", "us"]));
  const filters = FILTERS.map(([name, dimension]) => ({
    dimension,
    values: new Set<string | null>(listOf(query, name)),
  })).filter(({ values }) => values.size > 0);
  return (use) => {
    if (users.size > 0 && (use.userId === null || !users.has(use.userId))) return false;
    if (geos.size > 0 && !geos.has(use.inferenceGeo ?? "not_available")) return false;
    return filters.every(({ dimension, values }) => {
      if (dimension === "rbac_group_id") {
        return call.groupsOf(use.userId).some((group) => values.has(group));
      }
      const value = partsOf(use, null)[0]?.dimensions[dimension] ?? null;
      return value !== null && values.has(value);
    });
  };
}
