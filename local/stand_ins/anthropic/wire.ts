/** One call to the Admin API, as its endpoints see it. */

import type { Organization } from "../organization/index.ts";

export interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  /** `anthropic-version`, `YYYY-MM-DD`. */
  readonly version: string;
  /** Values of `anthropic-beta`. */
  readonly betas: readonly string[];
  readonly organization: Organization;
  /** Epoch milliseconds: the organization as of this instant. */
  readonly now: number;
}

/** Answers a call with a JSON value; throws Refusal. */
export type Endpoint = (call: Call) => unknown;
