/** The shape of what people did on a day, from the types of `@anthropic-ai/sdk` 1.14.0; as in schemas.ts, only what is read may refuse. */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import {
  count,
  nullableText,
  text,
  unreadNullableCount,
  unreadNullableText,
} from "../shared/fields.ts";

/** Null on rows for which a distinct count cannot be had. */
const counted = count.nullish();
const tool = z.looseObject({ accepted_count: counted, rejected_count: counted }).nullish();

/** Counts that nothing reads. */
function unreadCounts<Name extends string>(...names: readonly Name[]) {
  const fields = names.map((name) => [name, unreadNullableCount] as const);
  return Object.fromEntries(fields) as Record<Name, typeof unreadNullableCount>;
}

/** Of each product conversations or sessions are read, the rest is not. */
const chat = z.looseObject({
  distinct_conversation_count: counted,
  ...unreadCounts(
    "connectors_used_count",
    "distinct_artifacts_created_count",
    "distinct_connectors_used_count",
    "distinct_files_uploaded_count",
    "distinct_projects_created_count",
    "distinct_projects_used_count",
    "distinct_shared_artifacts_viewed_count",
    "distinct_skills_used_count",
    "message_count",
    "shared_conversations_viewed_count",
    "thinking_message_count",
  ),
});

const cowork = z.looseObject({
  distinct_session_count: counted,
  ...unreadCounts(
    "action_count",
    "artifacts_created_count",
    "connectors_used_count",
    "dispatch_turn_count",
    "distinct_connectors_used_count",
    "distinct_plugins_used_count",
    "distinct_skills_used_count",
    "edit_tool_count",
    "file_edit_count",
    "message_count",
    "multi_edit_tool_count",
    "notebook_edit_tool_count",
    "plugins_used_count",
    "sessions_with_file_edits_count",
    "skills_used_count",
    "write_tool_count",
  ),
});

const design = z.looseObject({
  distinct_session_count: counted,
  ...unreadCounts(
    "distinct_projects_created_count",
    "distinct_projects_used_count",
    "message_count",
  ),
});

const office = z.looseObject({
  distinct_session_count: counted,
  ...unreadCounts(
    "connectors_used_count",
    "distinct_connectors_used_count",
    "distinct_skills_used_count",
    "message_count",
    "skills_used_count",
  ),
});

const science = z.looseObject(
  unreadCounts(
    "delegation_count",
    "distinct_session_count",
    "message_count",
    "remote_compute_job_count",
    "skills_used_count",
  ),
);

export const users = z.looseObject({
  data: z.array(
    z.looseObject({
      user: z
        .looseObject({ id: text, email_address: nullableText, type: unreadNullableText })
        .nullish(),
      chat_metrics: chat.nullish(),
      claude_code_metrics: z
        .looseObject({
          core_metrics: z
            .looseObject({
              artifacts_created_count: unreadNullableCount,
              commit_count: counted,
              distinct_session_count: counted,
              lines_of_code: z
                .looseObject({ added_count: counted, removed_count: unreadNullableCount })
                .nullish(),
              pull_request_count: counted,
            })
            .nullish(),
          tool_actions: z
            .looseObject({
              edit_tool: tool,
              multi_edit_tool: tool,
              notebook_edit_tool: tool,
              write_tool: tool,
            })
            .nullish(),
        })
        .nullish(),
      chat_cowork_unified_metrics: z
        .looseObject({ chat: chat.nullish(), sessions: cowork.nullish() })
        .nullish(),
      claude_tag_metrics: unread(
        z.looseObject({ active_day_count: counted, active_message_count: counted }).nullish(),
      ),
      cowork_metrics: cowork.nullish(),
      design_metrics: design.nullish(),
      office_metrics: z
        .looseObject({
          excel: office.nullish(),
          outlook: office.nullish(),
          powerpoint: office.nullish(),
          word: office.nullish(),
        })
        .nullish(),
      science_metrics: unread(science.nullish()),
      web_search_count: unreadNullableCount,
      distinct_user_count: unreadNullableCount,
      last_activity_date: unreadNullableText,
      rbac_group_id: unreadNullableText,
      rbac_group_name: unreadNullableText,
    }),
  ),
  next_page: z.string().nullable(),
});
