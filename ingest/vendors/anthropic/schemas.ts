/**
 * The shape of the reports that the loader relies on, as the vendor's reference documents it. A new field must not
 * stop landing, so objects are loose; nor must a field that nothing reads (`unread…`). What models, totals and
 * pagination read must be there. Enumerations are text here: an unknown value is for the models to name.
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
  unreadNullableText,
  unreadText,
} from "../shared/fields.ts";

function bucketed<T extends z.ZodType>(result: T) {
  return paged(
    z.looseObject({ starting_at: instant, ending_at: instant, results: z.array(result) }),
  );
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

const calendarDate = z.iso.date();

/** A date, or an instant that begins with one. As text alone 31 September lies between two days of the calendar. */
const dated = text.refine(
  (said) => calendarDate.safeParse(said.slice(0, 10)).success,
  "expected text that begins with a day of the calendar",
);

/** A tool may be absent; one that is not in this list is landed and named as a new field. */
const tool = z.looseObject({ accepted: count, rejected: count }).nullish();

export const claudeCode = paged(
  z.looseObject({
    actor: z.looseObject({ type: text, email_address: nullableText, api_key_name: nullableText }),
    date: dated,
    organization_id: unreadText,
    customer_type: text,
    subscription_type: unreadNullableText,
    terminal_type: nullableText,
    is_remote: z.boolean().nullish(),
    core_metrics: z.looseObject({
      num_sessions: count,
      lines_of_code: z.looseObject({ added: count, removed: count }),
      commits_by_claude_code: count,
      pull_requests_by_claude_code: count,
    }),
    tool_actions: z
      .looseObject({
        edit_tool: tool,
        multi_edit_tool: tool,
        notebook_edit_tool: tool,
        write_tool: tool,
      })
      .nullish(),
    model_breakdown: z.array(
      z.looseObject({
        model: text,
        tokens: z.looseObject({
          input: count,
          output: count,
          cache_read: count,
          cache_creation: count,
        }),
        // An estimate beside the bill, which has the money.
        estimated_cost: unread(z.looseObject({ amount: z.number(), currency: text })),
      }),
    ),
  }),
);
