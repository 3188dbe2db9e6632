/** `/v1/organizations/usage_report/claude_code`: one UTC day a call, paged by records (the vendor's reference). */

import { type ClaudeCodeActivity, claudeCodeActivity } from "../organization/claude_code.ts";
import { HOUR_MS, instantText, startOf } from "../organization/days.ts";
import { pageToken, positionOf } from "./page_token.ts";
import { isRealDate, limitOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

export function claudeCodeReport(call: Call): unknown {
  const day = call.query.get("starting_at");
  if (day === null) throw new Refusal(400, "starting_at: Field required");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isRealDate(day)) {
    throw new Refusal(400, "starting_at: Input should be a valid date in the format YYYY-MM-DD");
  }
  const limit = limitOf(call.query, { standard: 20, max: 1000 });
  const offset = Number(positionOf(call) ?? 0);
  // Only what is older than an hour is paged, so that pages stay stable while a day is open.
  const activity = claudeCodeActivity(call.organization, day, call.now - HOUR_MS);
  const hasMore = offset + limit < activity.length;
  return {
    data: activity
      .slice(offset, offset + limit)
      .map((record) => recordOf(record, call.organization.id)),
    has_more: hasMore,
    next_page: hasMore ? pageToken(call, String(offset + limit)) : null,
  };
}

function recordOf(record: ClaudeCodeActivity, organizationId: string): unknown {
  const { actor, customerType } = record;
  return {
    actor:
      "email" in actor
        ? { email_address: actor.email, type: "user_actor" }
        : { api_key_name: actor.keyName, type: "api_actor" },
    core_metrics: {
      commits_by_claude_code: record.commits,
      lines_of_code: { added: record.linesAdded, removed: record.linesRemoved },
      num_sessions: record.sessions,
      pull_requests_by_claude_code: record.pullRequests,
    },
    customer_type: customerType,
    date: instantText(startOf(record.day)),
    is_remote: record.isRemote,
    model_breakdown: record.models.map((work) => ({
      estimated_cost: { amount: work.estimatedCents, currency: "USD" },
      model: work.model,
      tokens: {
        cache_creation: work.cacheCreation,
        cache_read: work.cacheRead,
        input: work.input,
        output: work.output,
      },
    })),
    organization_id: organizationId,
    ...(customerType === "subscription" ? { subscription_type: "team" } : {}),
    terminal_type: record.terminal,
    tool_actions: toolActions(record),
  };
}

/** Entries without a single action are absent, as public clients found. */
function toolActions({ linesAdded, linesRemoved }: ClaudeCodeActivity): unknown {
  const uses = {
    edit_tool: { accepted: Math.floor(linesAdded / 30), rejected: Math.floor(linesRemoved / 60) },
    multi_edit_tool: {
      accepted: Math.floor(linesAdded / 90),
      rejected: Math.floor(linesRemoved / 200),
    },
    notebook_edit_tool: { accepted: Math.floor(linesAdded / 700), rejected: 0 },
    write_tool: {
      accepted: Math.floor(linesAdded / 120),
      rejected: Math.floor(linesRemoved / 300),
    },
  };
  return Object.fromEntries(
    Object.entries(uses).filter(([, { accepted, rejected }]) => accepted + rejected > 0),
  );
}
