/** One call to the Enterprise Analytics API, as its endpoints see it. */

import type { ClaudeAi } from "../organization/claude_ai.ts";

export interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly claudeAi: ClaudeAi;
  /** RBAC groups of a user id. */
  readonly groupsOf: (userId: string | null) => readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** The export that answers: reports show what had happened until then. */
  readonly refreshedAt: number;
  /** Changes whenever the data are refreshed out of turn. */
  readonly refreshCount: number;
}

/** Answers a call with a JSON value; throws Refusal. */
export type Endpoint = (call: Call) => unknown;
