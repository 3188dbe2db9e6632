/**
 * A stand-in for Anthropic's Admin API on 127.0.0.1 that answers as the vendor documents it, for
 * invented organizations whose truth is known, and fails on demand. See README.md beside it.
 */

import { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { startStandIn } from "../../loopback.ts";
import { type Fault, type FaultKind, type Faults, faultsOf } from "./faults.ts";
import { answer, type Served } from "./router.ts";
import { askedUrl, spoil } from "./spoil.ts";
import { errorBody, Refusal } from "./wire.ts";

export { type Fault, type FaultKind } from "./faults.ts";
export { adminKeyOf, type AnalyticsSwitch } from "./router.ts";

/** Organizations are chosen by the Admin key of a call, see `adminKeyOf`. */
export interface AnthropicOptions extends Served {
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

export interface AnthropicServer {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Every call so far, in the order of the answers. */
  readonly requests: readonly RequestLog[];
  readonly faults: Faults;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isCut: boolean;
}

/** Listens on a free port of 127.0.0.1. */
export async function startAnthropic(options: AnthropicOptions): Promise<AnthropicServer> {
  const faults = faultsOf(options.faults ?? []);
  const requests: RequestLog[] = [];
  let count = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const { method = "GET", url = "/", headers } = request;
    count += 1;
    const requestId = `req_${String(count).padStart(12, "0")}`;
    const { fault, latencyMs } = faults.strike(url);
    if (latencyMs > 0) await wait(latencyMs);
    if (fault?.kind === "reset") {
      response.destroy();
      return;
    }
    const reply = replyTo({ method, url, headers }, options, fault, requestId);
    requests.push({ method, path: url, status: reply.status, fault: fault?.kind ?? null });
    send(response, reply, requestId);
  };
  const { url, close } = await startStandIn(handle);
  return {
    url,
    requests,
    faults,
    close,
  };
}

function replyTo(
  incoming: Parameters<typeof answer>[0],
  options: AnthropicOptions,
  fault: Fault | null,
  requestId: string,
): Reply {
  if (fault?.kind === "html_502") {
    const body = "<html><head><title>502 Bad Gateway</title></head><body>502</body></html>";
    return { status: 502, headers: { "content-type": "text/html" }, body, isCut: false };
  }
  try {
    if (fault !== null) refuseFor(fault);
    const url = fault === null ? incoming.url : askedUrl(fault.kind, incoming.url);
    const good = answer({ ...incoming, url }, options, options.now());
    const body = fault === null ? good : spoil(fault.kind, good, incoming.url);
    return { ...json(200, body), isCut: fault?.kind === "cut_body" };
  } catch (error) {
    const known = error instanceof Refusal;
    const status = known ? error.status : 500;
    const message = known ? error.message : "Internal server error";
    return {
      ...json(status, errorBody(status, message, requestId), headersOf(status, fault)),
      isCut: false,
    };
  }
}

/** Throws the Refusal that an error fault stands for. */
function refuseFor({ kind }: Fault): void {
  const refusals: Partial<Record<FaultKind, Refusal>> = {
    "401": new Refusal(401, "invalid x-api-key"),
    "403": new Refusal(403, "Your API key does not have permission to use this resource."),
    "429_with_retry_after": new Refusal(429, "This request would exceed your rate limit."),
    "429_without_retry_after": new Refusal(429, "This request would exceed your rate limit."),
    "500": new Refusal(500, "Internal server error"),
    "529": new Refusal(529, "Overloaded"),
  };
  const refusal = refusals[kind];
  if (refusal !== undefined) throw refusal;
}

function headersOf(status: number, fault: Fault | null): Readonly<Record<string, string>> {
  if (status === 400) return { "x-should-retry": "false" };
  if (status === 429 && fault?.kind === "429_with_retry_after") {
    return { "retry-after": String(fault.retryAfterSeconds ?? 1) };
  }
  return {};
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
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
