/**
 * The shape of the Enterprise Analytics API that the loader relies on, from the vendor's reference of 2026-08
 * (platform.claude.com/docs/en/api/admin/analytics) and the types of `@anthropic-ai/sdk` 1.14.0. Objects are loose:
 * a new field is landed and named, and so is a field that nothing reads (`unread…`) and that is not as expected. What
 * models, totals and pagination read must be there. Values of enumerations are text, for the models to name.
 */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import {
  count,
  instant,
  money,
  nullableText,
  paged,
  text,
  tokenCounts,
  unreadNullableCount,
  unreadNullableText,
  unreadText,
} from "../shared/fields.ts";

/** Null unless asked for with `group_by[]`, and possibly even then; absent counts as null. */
const dimensions = {
  claude_tag_category: unreadNullableText,
  claude_tag_user_id: unreadNullableText,
  context_window: unreadNullableText,
  inference_geo: unreadNullableText,
  model: nullableText,
  product: nullableText,
  rbac_group_id: unreadNullableText,
  slack_channel_id: unreadNullableText,
  speed: unreadNullableText,
};

/** `amount` is the money: after discount, before credits, fractional cents. */
const cost = {
  ...dimensions,
  amount: money,
  cost_type: unreadNullableText,
  currency: text,
  requests: unreadNullableCount,
  token_type: unreadNullableText,
};

/**
 * E-mail and name are null or "Deleted User" for accounts that are gone; the id stays. The reference names the
 * address `email` in its example and `email_address` in its schema and types.
 */
const actor = z.looseObject({
  type: unreadText,
  user_id: text,
  email: nullableText,
  email_address: nullableText,
  name: nullableText,
  deleted: z.boolean().nullish(),
});

/** Both null where the row is the whole range that was asked for. */
const maybeBounds = { starting_at: instant.nullish(), ending_at: instant.nullish() };

function refreshed<T extends z.ZodType>(row: T) {
  return paged(row).extend({
    data_refreshed_at: unreadNullableText,
    // Not in the types; whose key it is, see identify.ts. An answer without it, or of a new shape, is taken.
    organization_id: unreadNullableText,
  });
}

export const costReport = refreshed(
  z.looseObject({
    starting_at: instant,
    ending_at: instant,
    results: z.array(z.looseObject({ ...cost, list_amount: money.nullish() })),
  }),
);

/** What tells whose key it is. */
export const organization = z.looseObject({ organization_id: text.min(1) });

export const userCostReport = refreshed(
  z.looseObject({ ...maybeBounds, ...cost, list_amount: unread(money), actor }),
);

export const userUsageReport = refreshed(
  z.looseObject({
    ...maybeBounds,
    ...dimensions,
    actor,
    ...tokenCounts,
    server_tool_use: unread(tokenCounts.server_tool_use),
    requests: count.nullish(),
    total_tokens: unreadNullableCount,
  }),
);
