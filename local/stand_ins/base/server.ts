/**
 * A vendor's stand-in on a free port of 127.0.0.1. The vendor says what it answers; what all of them share is here:
 * the log of the calls, the faults that strike them, and an answer that is late, cut or never comes.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { closeServer, listenOnLoopback, strangeness } from "../../loopback.ts";
import { type Fault, type Faults, faultsOf } from "./faults.ts";

/** One call, before it is answered. */
export interface Asked {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON object of a POST; empty without a body, null if it is not JSON. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** An id of its own for each call. */
  readonly requestId: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One call as it was answered; keys are not kept. */
export interface RequestLog<Kind extends string> {
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly fault: Kind | null;
}

export interface StandIn<Kind extends string> {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Every call so far, in the order of the answers. */
  readonly requests: readonly RequestLog<Kind>[];
  readonly faults: Faults<Kind>;
  close(): Promise<void>;
}

/** What `replyTo` throws ends the connection. */
export async function startStandIn<Kind extends string>(
  initialFaults: readonly Fault<Kind>[],
  replyTo: (asked: Asked, fault: Fault<Kind> | null) => Reply,
): Promise<StandIn<Kind>> {
  const faults = faultsOf(initialFaults);
  const requests: RequestLog<Kind>[] = [];
  let count = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = request;
    count += 1;
    const requestId = `req_${String(count).padStart(12, "0")}`;
    const { fault, latencyMs } = faults.strike(url);
    const body = await bodyOf(request);
    if (latencyMs > 0) await wait(latencyMs);
    const reply = replyTo({ method, url, headers, body, requestId }, fault);
    const kind = fault?.kind ?? null;
    requests.push({ method, path: url, body: body ?? {}, status: reply.status, fault: kind });
    send(response, reply, kind);
  };

  let port = 0;
  const server = createServer((request, response) => {
    const refusal = strangeness(request, port, "The vendor's stand-in");
    if (refusal !== null) {
      response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end(refusal);
      return;
    }
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // A client that computed for a while may reuse its connection; the default of 5 s would race with it.
  server.keepAliveTimeout = 10 * 60_000;
  port = await listenOnLoopback(server, 0);
  return { url: `http://127.0.0.1:${port}`, requests, faults, close: () => closeServer(server) };
}

async function bodyOf(request: IncomingMessage): Promise<Asked["body"]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === "") return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** A cut body promises its whole length, sends half of it and closes the connection; a reset sends nothing. */
function send(response: ServerResponse, reply: Reply, fault: string | null): void {
  if (fault === "reset") {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
  if (fault !== "cut_body") {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
