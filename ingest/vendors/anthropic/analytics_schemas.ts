/**
 * The shape of the analytics endpoints that the loader relies on, from the types of `@anthropic-ai/sdk`
 * 1.14.0. As in schemas.ts, only what is read may refuse.
 */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import {
  count,
  instant,
  money,
  nullableText,
  paged,
  tokenCounts,
  unreadNullableCount,
  unreadNullableText,
  unreadText,
} from "../shared/fields.ts";

/** Of each cloud another field. */
const provider = z.looseObject({
  type: nullableText,
  account_id: nullableText,
  issuer: nullableText,
  project_number: nullableText,
  signed_principal: nullableText,
  subscription_id: nullableText,
});

/** Kinds of actors differ in their fields; of each kind `type` and its id are read. */
const actor = z.looseObject({
  type: nullableText,
  user_id: nullableText,
  email_address: nullableText,
  name: unreadNullableText,
  deleted: unread(z.boolean().nullish()),
  service_account_id: nullableText,
  api_key_id: nullableText,
  provider: unread(provider.nullish()),
  subject: unreadNullableText,
});

/** Every dimension is in every row, null unless it was asked for; absent counts as null. */
const group = {
  actor: actor.nullish(),
  actor_type: nullableText,
  agent_id: nullableText,
  api_key_id: nullableText,
  claude_tag_category: unreadNullableText,
  claude_tag_user_id: unreadNullableText,
  context_window: nullableText,
  deployment_id: nullableText,
  environment_id: nullableText,
  inference_geo: nullableText,
  model: nullableText,
  organization_id: unreadNullableText,
  product: unreadNullableText,
  rbac_group_id: unreadNullableText,
  service_tier: nullableText,
  session_id: unreadNullableText,
  slack_channel_id: unreadNullableText,
  speed: nullableText,
  user_profile_id: unreadNullableText,
  workspace_id: nullableText,
};

const bounds = { starting_at: instant, ending_at: instant };

export const analyticsCost = refreshed(
  z.looseObject({
    ...bounds,
    group: z.looseObject({ ...group, cost_type: nullableText, token_type: nullableText }),
    cost: z.looseObject({
      amount: money,
      currency: unreadText,
      list_amount: unread(money),
      // Null where it is split by kind of cost.
      requests: unreadNullableCount,
    }),
  }),
);

/** Landed beside the costs; no model reads its rows, only their days. */
export const analyticsUsage = refreshed(
  z.looseObject({
    ...bounds,
    group: unread(z.looseObject(group)),
    usage: unread(
      z.looseObject({
        total_tokens: count,
        ...tokenCounts,
        requests: count.nullish(),
      }),
    ),
  }),
);

function refreshed<T extends z.ZodType>(row: T) {
  return paged(row).extend({ data_refreshed_at: unreadNullableText });
}
