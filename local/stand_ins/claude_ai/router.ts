/** Which path is answered by which report, after the key was looked at. */

import { Refusal } from "../base/refusal.ts";
import type { Asked } from "../base/server.ts";
import type { ClaudeAi } from "../organization/claude_ai.ts";
import { userActivity } from "./activity.ts";
import { bucketedReport } from "./bucketed.ts";
import { userReport } from "./by_user.ts";
import type { Call, Endpoint } from "./call.ts";

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["/v1/organizations/analytics/cost_report", bucketedReport("cost")],
  ["/v1/organizations/analytics/usage_report", bucketedReport("usage")],
  ["/v1/organizations/analytics/user_cost_report", userReport("cost")],
  ["/v1/organizations/analytics/user_usage_report", userReport("usage")],
  ["/v1/organizations/analytics/users", userActivity],
]);

export const FORBIDDEN = "Scopes held: none. Scopes needed: read:analytics";

/** The Analytics key of an invented organization; no real key has this form's ending. */
export function analyticsKeyOf({ slug }: Pick<ClaudeAi, "slug">): string {
  return `sk-ant-api01-${slug}-analytics-not-a-real-key`;
}

/** The JSON value that answers the request; throws Refusal. */
export function answer(
  { method, url, headers }: Asked,
  state: Omit<Call, "path" | "query">,
): unknown {
  const { pathname, searchParams } = new URL(url, "http://vendor");
  const endpoint = ENDPOINTS.get(pathname);
  if (endpoint === undefined) throw new Refusal(404, "Not Found");
  checkKey(headers["x-api-key"], state.claudeAi);
  if (headers["anthropic-version"] === undefined) {
    throw new Refusal(400, "anthropic-version: header is required");
  }
  if (method !== "GET") throw new Refusal(405, "Method Not Allowed");
  return endpoint({ ...state, path: pathname, query: searchParams });
}

/** The two kinds of keys are not interchangeable (the vendor's reference). */
function checkKey(key: string | string[] | undefined, claudeAi: ClaudeAi): void {
  if (key === undefined) throw new Refusal(401, "x-api-key header is required");
  if (String(key).startsWith("sk-ant-admin")) throw new Refusal(403, FORBIDDEN);
  if (key !== analyticsKeyOf(claudeAi)) throw new Refusal(401, "invalid x-api-key");
}
