/**
 * The shape of the Enterprise Analytics API that the loader relies on, from the vendor's reference of 2026-08
 * (platform.claude.com/docs/en/api/admin/analytics). Objects are loose: a new field is landed and named, a wrong
 * type ends the walk. Values of enumerations are text, for the models to name.
 */

import { z } from "zod";

import { count, instant, money, nullableText, paged, text, tokenCounts } from "../shared/fields.ts";

/** Null unless asked for with `group_by[]`, and possibly even then; absent counts as null. */
const dimensions = {
  context_window: nullableText,
  inference_geo: nullableText,
  model: nullableText,
  product: nullableText,
  rbac_group_id: nullableText,
  slack_channel_id: nullableText,
  speed: nullableText,
};

/** `amount` is the money: after discount, before credits, fractional cents. */
const cost = {
  ...dimensions,
  amount: money,
  cost_type: nullableText,
  currency: text,
  list_amount: money,
  requests: count.nullish(),
  token_type: nullableText,
};

/** E-mail and name are null or "Deleted User" for accounts that are gone; the id stays. */
const actor = z.looseObject({
  type: text,
  user_id: text,
  email: nullableText,
  name: nullableText,
  deleted: z.boolean().nullish(),
});

/** Both null where the row is the whole range that was asked for. */
const maybeBounds = { starting_at: instant.nullish(), ending_at: instant.nullish() };

function refreshed<T extends z.ZodType>(row: T) {
  return paged(row).extend({ data_refreshed_at: nullableText, organization_id: text.min(1) });
}

export const costReport = refreshed(
  z.looseObject({
    starting_at: instant,
    ending_at: instant,
    results: z.array(z.looseObject(cost)),
  }),
);

export const userCostReport = refreshed(z.looseObject({ ...maybeBounds, ...cost, actor }));

export const userUsageReport = refreshed(
  z.looseObject({
    ...maybeBounds,
    ...dimensions,
    actor,
    ...tokenCounts,
    requests: count.nullish(),
    total_tokens: count.nullish(),
  }),
);

/** Counts that no model needs by name. */
const metrics = z.record(z.string(), z.unknown());
/** Null on rows for which a distinct count cannot be had. */
const counted = count.nullish();
const toolAction = z.looseObject({ accepted_count: count, rejected_count: count });

export const users = z.looseObject({
  data: z.array(
    z.looseObject({
      user: z.looseObject({ id: text, email_address: nullableText, type: nullableText }).nullish(),
      chat_metrics: z.looseObject({
        message_count: count,
        thinking_message_count: counted,
        distinct_conversation_count: counted,
        distinct_projects_used_count: counted,
        distinct_projects_created_count: counted,
        distinct_files_uploaded_count: counted,
        distinct_artifacts_created_count: counted,
        distinct_shared_artifacts_viewed_count: counted,
        distinct_skills_used_count: counted,
        distinct_connectors_used_count: counted,
        connectors_used_count: counted,
        shared_conversations_viewed_count: counted,
      }),
      claude_code_metrics: z.looseObject({
        core_metrics: z.looseObject({
          commit_count: count,
          distinct_session_count: count.nullish(),
          lines_of_code: z.looseObject({ added_count: count, removed_count: count }),
          pull_request_count: count,
        }),
        tool_actions: z.record(z.string(), toolAction),
      }),
      cowork_metrics: metrics.nullish(),
      design_metrics: metrics.nullish(),
      office_metrics: metrics.nullish(),
      science_metrics: metrics.nullish(),
      web_search_count: count.nullish(),
      distinct_user_count: count.nullish(),
      last_activity_date: nullableText,
      rbac_group_id: nullableText,
      rbac_group_name: nullableText,
    }),
  ),
  next_page: z.string().nullable(),
});
