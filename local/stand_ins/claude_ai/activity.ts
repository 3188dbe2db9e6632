/** `users`: what each person did on one day. Built at 10:00 UTC of the next day, and refused before. */

import { isRealDate, limitOf } from "../base/anthropic_query.ts";
import { Refusal } from "../base/refusal.ts";
import { visibleUses } from "../organization/claude_ai_truth.ts";
import type { ClaudeAiUse } from "../organization/claude_ai.ts";
import { addDays, dayOf, HOUR_MS, startOf } from "../organization/days.ts";
import type { Day } from "../organization/model.ts";
import type { Call } from "./call.ts";
import { cursorTo, positionOf } from "./cursors.ts";
import { FIRST_DAY } from "./range.ts";

const BUILT_AT = 10 * HOUR_MS;

/** Every member, whether they did anything or not, sorted by e-mail; pages have no has_more. */
export function userActivity(call: Call) {
  const day = dayAsked(call);
  const limit = limitOf(call.query, { standard: 100, max: 1000 });
  const position = positionOf(call);
  const uses = visibleUses(call.claudeAi, day, call.refreshedAt);
  const users = call.claudeAi.users
    .filter(({ email, deletedAt }) => email !== null && call.now < deletedAt)
    .filter(({ removedAt }) => startOf(day) < removedAt)
    .sort((left, right) => ((left.email ?? "") < (right.email ?? "") ? -1 : 1));
  const page = users.slice(position, position + limit);
  const next = position + page.length;
  return {
    data: page.map(({ userId, email }) => ({
      // Whoever has no mailbox is not in the list.
      user: { id: userId, email_address: email ?? "", type: "user" as const },
      ...metricsOf(uses.filter((use) => use.userId === userId)),
    })),
    next_page: next < users.length ? cursorTo(call, next) : null,
  };
}

function dayAsked({ query, now }: Call): Day {
  const day = query.get("date");
  if (day === null) throw new Refusal(400, "date: Field required");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isRealDate(day)) {
    throw new Refusal(400, "date: Input should be a valid date");
  }
  if (day < FIRST_DAY) throw new Refusal(400, `date: must be no earlier than ${FIRST_DAY}`);
  const latest = addDays(dayOf(now - BUILT_AT), -1);
  if (day > latest) {
    throw new Refusal(
      400,
      `date: data is not available yet. The latest available day is ${latest}`,
    );
  }
  return day;
}

function metricsOf(uses: readonly ClaudeAiUse[]) {
  const of = (product: string): readonly ClaudeAiUse[] =>
    uses.filter((use) => use.product === product);
  const written = of("claude_code").reduce((sum, { tokens }) => sum + tokens.output, 0);
  const none = { accepted_count: 0, rejected_count: 0 };
  return {
    chat_metrics: {
      ...zeros(CHAT),
      message_count: of("chat").length,
      distinct_conversation_count: Math.ceil(of("chat").length / 2),
    },
    claude_code_metrics: {
      core_metrics: {
        artifacts_created_count: 0,
        commit_count: Math.floor(written / 2_600),
        distinct_session_count: of("claude_code").length,
        lines_of_code: {
          added_count: Math.floor(written / 14),
          removed_count: Math.floor(written / 41),
        },
        pull_request_count: Math.floor(written / 8_000),
      },
      tool_actions: {
        edit_tool: {
          accepted_count: Math.floor(written / 900),
          rejected_count: Math.floor(written / 7_000),
        },
        multi_edit_tool: none,
        notebook_edit_tool: none,
        write_tool: none,
      },
    },
    // Null where it is not available, which the types say of both.
    chat_cowork_unified_metrics: null,
    claude_tag_metrics: null,
    cowork_metrics: {
      ...zeros(COWORK),
      message_count: of("cowork").length,
      distinct_session_count: of("cowork").length,
      file_edit_count: null,
    },
    design_metrics: { ...zeros(DESIGN), message_count: of("claude_design").length },
    office_metrics: {
      excel: { ...zeros(OFFICE), message_count: of("office_agent").length },
      outlook: zeros(OFFICE),
      powerpoint: zeros(OFFICE),
      word: zeros(OFFICE),
    },
    science_metrics: zeros(SCIENCE),
    // Of a single person there is nothing to count.
    distinct_user_count: null,
    web_search_count: uses.reduce((sum, { webSearches }) => sum + webSearches, 0),
  };
}

const CHAT = [
  "connectors_used_count",
  "distinct_artifacts_created_count",
  "distinct_connectors_used_count",
  "distinct_conversation_count",
  "distinct_files_uploaded_count",
  "distinct_projects_created_count",
  "distinct_projects_used_count",
  "distinct_shared_artifacts_viewed_count",
  "distinct_skills_used_count",
  "message_count",
  "shared_conversations_viewed_count",
  "thinking_message_count",
] as const;
const COWORK = [
  "action_count",
  "artifacts_created_count",
  "connectors_used_count",
  "dispatch_turn_count",
  "distinct_connectors_used_count",
  "distinct_plugins_used_count",
  "distinct_skills_used_count",
  "edit_tool_count",
  "multi_edit_tool_count",
  "notebook_edit_tool_count",
  "plugins_used_count",
  "sessions_with_file_edits_count",
  "skills_used_count",
  "write_tool_count",
] as const;
const DESIGN = [
  "distinct_projects_created_count",
  "distinct_projects_used_count",
  "distinct_session_count",
  "message_count",
] as const;
const OFFICE = [
  "connectors_used_count",
  "distinct_connectors_used_count",
  "distinct_session_count",
  "distinct_skills_used_count",
  "message_count",
  "skills_used_count",
] as const;
const SCIENCE = [
  "delegation_count",
  "distinct_session_count",
  "message_count",
  "remote_compute_job_count",
  "skills_used_count",
] as const;

/** Organizations without use of a product see zeros and not null (the vendor's reference). */
function zeros<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
