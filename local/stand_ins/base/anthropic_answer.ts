/** How Anthropic's two APIs answer: their faults, their refusals and the bodies of these. */

import { spoil, askedUrl, type SpoiltBody } from "./anthropic_spoil.ts";
import type { Fault as FaultOf, TransportFault } from "./faults.ts";
import { Refusal } from "./refusal.ts";
import type { Asked, Reply } from "./server.ts";

export type FaultKind =
  | SpoiltBody
  | TransportFault
  | "401"
  | "403"
  | "429_with_retry_after"
  | "429_without_retry_after"
  | "500"
  | "529"
  | "html_502";

export type Fault = FaultOf<FaultKind>;

/**
 * The reply to one call.
 * @param answer gives the JSON value for a URL; throws Refusal
 * @param forbidden what a 403 says
 */
export function anthropicReply(
  { url, requestId }: Pick<Asked, "requestId" | "url">,
  fault: Fault | null,
  answer: (url: string) => unknown,
  forbidden: string,
): Reply {
  if (fault?.kind === "html_502") {
    const body = "<html><head><title>502 Bad Gateway</title></head><body>502</body></html>";
    return { status: 502, headers: { "content-type": "text/html", "request-id": requestId }, body };
  }
  const headers = { "content-type": "application/json", "request-id": requestId };
  try {
    if (fault !== null) refuseFor(fault.kind, forbidden);
    const good = answer(fault === null ? url : askedUrl(fault.kind, url));
    const body = fault === null ? good : spoil(fault.kind, good, url);
    return { status: 200, headers, body: JSON.stringify(body) };
  } catch (error) {
    const { status, message } =
      error instanceof Refusal ? error : { status: 500, message: "Internal server error" };
    const body = JSON.stringify(errorBody(status, message, requestId));
    return { status, headers: { ...headers, ...retryHeaders(status, fault) }, body };
  }
}

/** Throws the Refusal that an error fault stands for. */
function refuseFor(kind: FaultKind, forbidden: string): void {
  const refusals: Partial<Record<FaultKind, Refusal>> = {
    "401": new Refusal(401, "invalid x-api-key"),
    "403": new Refusal(403, forbidden),
    "429_with_retry_after": new Refusal(429, "This request would exceed your rate limit."),
    "429_without_retry_after": new Refusal(429, "This request would exceed your rate limit."),
    "500": new Refusal(500, "Internal server error"),
    "529": new Refusal(529, "Overloaded"),
  };
  const refusal = refusals[kind];
  if (refusal !== undefined) throw refusal;
}

function retryHeaders(status: number, fault: Fault | null): Readonly<Record<string, string>> {
  if (status === 400) return { "x-should-retry": "false" };
  if (status === 429 && fault?.kind === "429_with_retry_after") {
    return { "retry-after": String(fault.retryAfterSeconds ?? 1) };
  }
  return {};
}

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

/** The vendor's error body. */
function errorBody(status: number, message: string, requestId: string): unknown {
  const type = ERROR_TYPES[status] ?? "api_error";
  return { type: "error", error: { type, message }, request_id: requestId };
}
