/** The endpoints of Anthropic's Admin API by name, and what a request to one of them is made of. */

import type { Answered } from "../../endpoint/endpoint.ts";
import type { AFTER_ID, PAGE_TOKEN } from "../../endpoint/pagination.ts";

export type EndpointName =
  | "cost_report"
  | "usage_by_key"
  | "usage_by_workspace"
  | "usage_by_account"
  | "claude_code"
  | "analytics_cost_total"
  | "analytics_cost_by_key"
  | "analytics_cost_by_workspace"
  | "analytics_cost_by_actor"
  | "analytics_cost_by_agent"
  | "analytics_cost_of_fast_mode"
  | "analytics_usage_by_key"
  | "api_keys"
  | "workspaces"
  | "users"
  | "service_accounts";

/** How a question is put, the same for every window. */
export interface Request {
  /** Below the base URL. */
  readonly path: string;
  readonly paging: typeof PAGE_TOKEN | typeof AFTER_ID;
  /** `range`: RFC 3339 midnights, end exclusive. `day`: one `YYYY-MM-DD`. `none`: a directory. */
  readonly asks: "range" | "day" | "none";
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Null where every organization has the endpoint. */
  readonly beta: Beta | null;
  /** Refusals, by HTTP status, that are a note and no failure. */
  readonly mayRefuse: readonly number[];
  /** Fields of the envelope that change while the answer says the same. */
  readonly volatileFields: readonly string[];
}

/** What is particular to endpoints that an organization may or may not have. */
export interface Beta extends Answered {
  /** Value of `anthropic-beta`. */
  readonly header: string;
}
