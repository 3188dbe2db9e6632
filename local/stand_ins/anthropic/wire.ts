/** The words of the Admin API that all endpoints share: a call, an answer, a refusal and its body. */

import { type Organization } from "../organization/index.ts";

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

/** Error types by status (the vendor's reference). */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  405: "invalid_request_error",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

/** An answer other than 200; the message goes to the client as it stands. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The vendor's error body. */
export function errorBody(status: number, message: string, requestId: string): unknown {
  const type = ERROR_TYPES[status] ?? "api_error";
  return { type: "error", error: { type, message }, request_id: requestId };
}
