/**
 * The shape that the loader relies on, as the vendor's reference documents it. A new field
 * must not stop landing, so objects are loose; a wrong type must. Enumerations are text here: an unknown
 * value is for the models to name.
 */

import { z } from "zod";

import { count, instant, money, nullableText, paged, text, tokenCounts } from "../shared/fields.ts";

function bucketed<T extends z.ZodType>(result: T) {
  return paged(
    z.looseObject({ starting_at: instant, ending_at: instant, results: z.array(result) }),
  );
}

function listed<T extends z.ZodType>(row: T) {
  return z.looseObject({
    data: z.array(row),
    has_more: z.boolean(),
    first_id: z.string().nullish(),
    last_id: z.string().nullable(),
  });
}

export const costReport = bucketed(
  z.looseObject({
    amount: money,
    currency: text,
    workspace_id: nullableText,
    description: nullableText,
    cost_type: nullableText,
    model: nullableText,
    token_type: nullableText,
    service_tier: nullableText,
    context_window: nullableText,
    inference_geo: nullableText,
    speed: nullableText,
  }),
);

export const usageReport = bucketed(
  z.looseObject({
    ...tokenCounts,
    account_id: nullableText,
    api_key_id: nullableText,
    service_account_id: nullableText,
    workspace_id: nullableText,
    model: nullableText,
    service_tier: nullableText,
    context_window: nullableText,
    inference_geo: nullableText,
    speed: nullableText,
  }),
);

const toolAction = z.looseObject({ accepted: count, rejected: count });

export const claudeCode = paged(
  z.looseObject({
    actor: z.looseObject({ type: text, email_address: nullableText, api_key_name: nullableText }),
    date: text,
    organization_id: text,
    customer_type: text,
    subscription_type: nullableText,
    terminal_type: nullableText,
    is_remote: z.boolean().optional(),
    core_metrics: z.looseObject({
      num_sessions: count,
      lines_of_code: z.looseObject({ added: count, removed: count }),
      commits_by_claude_code: count,
      pull_requests_by_claude_code: count,
    }),
    tool_actions: z.record(z.string(), toolAction),
    model_breakdown: z.array(
      z.looseObject({
        model: text,
        tokens: z.looseObject({
          input: count,
          output: count,
          cache_read: count,
          cache_creation: count,
        }),
        estimated_cost: z.looseObject({ amount: z.number(), currency: text }),
      }),
    ),
  }),
);

export const apiKeys = listed(
  z.looseObject({
    id: text,
    type: text,
    name: text,
    status: text,
    partial_key_hint: nullableText,
    created_at: instant,
    created_by: z.looseObject({ id: text, type: text }).nullish(),
    expires_at: nullableText,
    principal: z.unknown().optional(),
    workspace_id: nullableText,
  }),
);

export const workspaces = listed(
  z.looseObject({
    id: text,
    type: text,
    name: text,
    created_at: instant,
    archived_at: instant.nullable(),
    display_color: nullableText,
    compartment_id: nullableText,
    external_key_id: nullableText,
    data_residency: z.unknown().optional(),
    tags: z.unknown().optional(),
  }),
);

export const users = listed(
  z.looseObject({
    id: text,
    type: text,
    email: text,
    name: nullableText,
    role: text,
    added_at: instant,
  }),
);

export const me = z.looseObject({ id: z.string().min(1), name: nullableText, type: nullableText });
