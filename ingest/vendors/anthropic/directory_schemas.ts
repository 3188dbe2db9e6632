/**
 * The shape of the directories, from the types of `@anthropic-ai/sdk` 1.14.0 and, where those no longer name a field,
 * the vendor's older reference. As in schemas.ts, only what is read may refuse.
 */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import { instant, nullableText, text, unreadNullableText, unreadText } from "../shared/fields.ts";

function listed<T extends z.ZodType>(row: T) {
  return z.looseObject({
    data: z.array(row),
    has_more: z.boolean(),
    first_id: unreadNullableText,
    last_id: z.string().nullable(),
  });
}

export const apiKeys = listed(
  z.looseObject({
    id: text,
    type: unreadText,
    name: nullableText,
    status: nullableText,
    partial_key_hint: nullableText,
    created_at: instant.nullish(),
    created_by: z.looseObject({ id: nullableText, type: nullableText }).nullish(),
    expires_at: instant.nullish(),
    // As the types have it since October 2026; before, `id` and `type` (`user`, `service_account`).
    principal: z
      .looseObject({
        type: nullableText,
        user_id: nullableText,
        service_account_id: nullableText,
        id: nullableText,
      })
      .nullish(),
    // `workspace` with the workspace's real id, or `organization`: usable in any workspace.
    scope: z.looseObject({ type: text, workspace_id: nullableText }).nullish(),
    // Deprecated for `scope`, null for the default workspace and for keys of the organization.
    workspace_id: nullableText,
  }),
);

const dataResidency = z.looseObject({
  allowed_inference_geos: z.union([z.array(text), text]),
  default_inference_geo: text,
  workspace_geo: text,
});
const privacyMember = z.looseObject({ type: text, external_storage_id: nullableText }).optional();

export const workspaces = listed(
  z.looseObject({
    id: text,
    type: unreadText,
    name: nullableText,
    created_at: instant.nullish(),
    archived_at: instant.nullish(),
    display_color: unreadNullableText,
    compartment_id: unreadNullableText,
    external_key_id: unreadNullableText,
    data_residency: unread(dataResidency.nullish()),
    inference_data_privacy: unread(
      z
        .looseObject({
          human_review: privacyMember,
          safeguards_storage: privacyMember,
          transcripts_storage: privacyMember,
        })
        .nullish(),
    ),
    tags: z.record(z.string(), z.unknown()).nullish(),
    user_profile_id: unreadNullableText,
  }),
);

export const users = listed(
  z.looseObject({
    id: text,
    type: unreadText,
    email: text,
    name: nullableText,
    role: nullableText,
    added_at: instant.nullish(),
  }),
);

/** It has no `has_more`: it goes on as long as it names a next page. */
export const serviceAccounts = z.looseObject({
  data: z.array(
    z.looseObject({
      id: text,
      type: unreadText,
      name: nullableText,
      created_at: instant.nullish(),
      archived_at: instant.nullish(),
      description: unreadNullableText,
      organization_role: unreadText,
      updated_at: unreadText,
      archived_by_actor_id: unreadNullableText,
      created_by_actor_id: unreadNullableText,
      updated_by_actor_id: unreadNullableText,
    }),
  ),
  next_page: z.string().nullable(),
});

export const me = z.looseObject({
  id: z.string().min(1),
  name: unreadNullableText,
  type: unreadNullableText,
});
