/** The endpoints of claude.ai's Enterprise Analytics API by name, and what a request to one of them is made of. */

import type { Answered, Endpoint } from "../../endpoint/endpoint.ts";
import type { Window } from "../../endpoint/windows.ts";

export type EndpointName =
  | "claude_ai_cost"
  | "claude_ai_cost_total"
  | "claude_ai_user_cost"
  | "claude_ai_user_usage"
  | "claude_ai_users";

export type Query = readonly (readonly [name: string, value: string])[];

export interface Request {
  readonly path: string;
  /** `range` of days, or one `day`. */
  readonly asks: "range" | "day";
  readonly bounds: (window: Window) => Query;
  readonly query: Query;
  /** `once`: the answer has a bucket for every day. */
  readonly days: Endpoint["days"];
  readonly answered: Answered;
}
