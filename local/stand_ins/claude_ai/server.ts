/**
 * A stand-in for claude.ai's Enterprise Analytics API on 127.0.0.1: the invented people of `../organization/`,
 * whose truth is known request by request, and faults on demand. See README.md beside it.
 */

import { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { startStandIn } from "../../loopback.ts";
import { rbacGroups } from "../anthropic/analytics/rbac_groups.ts";
import { type Fault, type FaultKind, type Faults, faultsOf } from "../anthropic/faults.ts";
import { askedUrl, spoil } from "../anthropic/spoil.ts";
import { errorBody, Refusal } from "../anthropic/wire.ts";
import { type ClaudeAi, claudeAiOf, type ClaudeAiOptions } from "../organization/claude_ai.ts";
import { HOUR_MS } from "../organization/days.ts";
import { type Organization } from "../organization/index.ts";
import { analyticsKeyOf, answer, type Incoming } from "./router.ts";

export { analyticsKeyOf } from "./router.ts";

export interface ClaudeAiServerOptions extends ClaudeAiOptions {
  readonly organization: Organization;
  /** Epoch milliseconds; asked on each call. */
  readonly now: () => number;
  readonly faults?: readonly Fault[];
}

/** One call as it was answered; keys are not kept. */
export interface RequestLog {
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  readonly status: number;
  readonly fault: FaultKind | null;
}

export interface ClaudeAiServer {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly key: string;
  readonly claudeAi: ClaudeAi;
  /** Every call so far, in the order of the answers. */
  readonly requests: readonly RequestLog[];
  readonly faults: Faults;
  /** Refreshes the data out of turn, so that every cursor expires. */
  refresh(): void;
  close(): Promise<void>;
}

/** Data are refreshed every four hours (the vendor's reference). */
const REFRESH_MS = 4 * HOUR_MS;

/** The instant as of which reports answer at `now`: the truth to compare them with is the one of then. */
export function refreshedAt(now: number): number {
  return now - (now % REFRESH_MS);
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isCut: boolean;
}

/** Listens on a free port of 127.0.0.1. */
export async function startClaudeAi(options: ClaudeAiServerOptions): Promise<ClaudeAiServer> {
  const claudeAi = claudeAiOf(options.organization, options);
  const faults = faultsOf(options.faults ?? []);
  const groupsOf = rbacGroups(options.organization);
  const requests: RequestLog[] = [];
  let refreshCount = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const { method = "GET", url = "/", headers } = request;
    const requestId = `req_${String(requests.length + 1).padStart(12, "0")}`;
    const { fault, latencyMs } = faults.strike(url);
    if (latencyMs > 0) await wait(latencyMs);
    const now = options.now();
    const state = { claudeAi, groupsOf, now, refreshedAt: refreshedAt(now), refreshCount };
    const reply = replyTo({ method, url, headers }, state, { fault, requestId });
    requests.push({ method, path: url, status: reply.status, fault: fault?.kind ?? null });
    send(response, reply, requestId);
  };
  const { url, close } = await startStandIn(handle);
  return {
    url,
    key: analyticsKeyOf(claudeAi),
    claudeAi,
    requests,
    faults,
    refresh: () => {
      refreshCount += 1;
    },
    close,
  };
}

const REFUSALS: Partial<Record<FaultKind, Refusal>> = {
  "401": new Refusal(401, "invalid x-api-key"),
  "403": new Refusal(403, "Scopes held: none. Scopes needed: read:analytics"),
  "429_with_retry_after": new Refusal(429, "This request would exceed your rate limit."),
  "429_without_retry_after": new Refusal(429, "This request would exceed your rate limit."),
  "529": new Refusal(529, "Overloaded"),
};

function replyTo(
  incoming: Incoming,
  state: Parameters<typeof answer>[1],
  { fault, requestId }: { readonly fault: Fault | null; readonly requestId: string },
): Reply {
  if (fault?.kind === "html_502") {
    const body = "<html><head><title>502 Bad Gateway</title></head><body>502</body></html>";
    return { status: 502, headers: { "content-type": "text/html" }, body, isCut: false };
  }
  const headers = { "content-type": "application/json" };
  try {
    const refusal = fault === null ? undefined : REFUSALS[fault.kind];
    if (refusal !== undefined) throw refusal;
    const url = fault === null ? incoming.url : askedUrl(fault.kind, incoming.url);
    const good = answer({ ...incoming, url }, state);
    const body = fault === null ? good : spoil(fault.kind, good, incoming.url);
    return { status: 200, headers, body: JSON.stringify(body), isCut: fault?.kind === "cut_body" };
  } catch (error) {
    const { status, message } =
      error instanceof Refusal ? error : { status: 500, message: "Internal server error" };
    const retryAfter = { "retry-after": String(fault?.retryAfterSeconds ?? 1) };
    return {
      status,
      headers: {
        ...headers,
        ...(status === 400 && { "x-should-retry": "false" }),
        ...(fault?.kind === "429_with_retry_after" && retryAfter),
      },
      body: JSON.stringify(errorBody(status, message, requestId)),
      isCut: false,
    };
  }
}

/** A cut body promises its whole length, sends half of it and closes the connection. */
function send(response: ServerResponse, reply: Reply, requestId: string): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...reply.headers,
    "content-length": bytes.length,
    "request-id": requestId,
  });
  if (!reply.isCut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
