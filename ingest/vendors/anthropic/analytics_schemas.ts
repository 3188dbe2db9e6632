/**
 * The shape of the analytics endpoints that the loader relies on, from the types of `@anthropic-ai/sdk`
 * 1.12.0. As in schemas.ts, a new field is landed and named, a wrong type ends the walk.
 */

import { z } from "zod";

import { count, instant, money, nullableText, paged, text, tokenCounts } from "../shared/fields.ts";

const actor = z.looseObject({
  type: text,
  user_id: nullableText,
  email_address: nullableText,
  name: nullableText,
  deleted: z.boolean().nullish(),
  service_account_id: nullableText,
  api_key_id: nullableText,
  provider: z.record(z.string(), z.unknown()).nullish(),
  subject: nullableText,
});

/** Every dimension is in every row, null unless it was asked for; absent counts as null. */
const group = {
  actor: actor.nullish(),
  actor_type: nullableText,
  agent_id: nullableText,
  api_key_id: nullableText,
  claude_tag_category: nullableText,
  claude_tag_user_id: nullableText,
  context_window: nullableText,
  deployment_id: nullableText,
  environment_id: nullableText,
  inference_geo: nullableText,
  model: nullableText,
  organization_id: nullableText,
  product: nullableText,
  rbac_group_id: nullableText,
  service_tier: nullableText,
  session_id: nullableText,
  slack_channel_id: nullableText,
  speed: nullableText,
  user_profile_id: nullableText,
  workspace_id: nullableText,
};

const bounds = { starting_at: instant, ending_at: instant };

export const analyticsCost = refreshed(
  z.looseObject({
    ...bounds,
    group: z.looseObject({ ...group, cost_type: nullableText, token_type: nullableText }),
    cost: z.looseObject({
      amount: money,
      currency: text,
      list_amount: money,
      requests: count.nullish(),
    }),
  }),
);

export const analyticsUsage = refreshed(
  z.looseObject({
    ...bounds,
    group: z.looseObject(group),
    usage: z.looseObject({
      total_tokens: count,
      ...tokenCounts,
      requests: count,
    }),
  }),
);

function refreshed<T extends z.ZodType>(row: T) {
  return paged(row).extend({ data_refreshed_at: nullableText });
}
