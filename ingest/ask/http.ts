/** The only door to the network of vendors: a question out, bytes back, every wait bounded. Follows no redirect. */

import { Agent, type Dispatcher, request } from "undici";

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Text of a POST, null for a GET. */
  readonly body: string | null;
}

/** Rejects if no complete answer arrived in time. */
export type HttpSend = (
  request: HttpRequest,
  signal: AbortSignal | undefined,
) => Promise<HttpAnswer>;

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 60_000;
const BODY_TIMEOUT_MS = 60_000;

/** Opens connections that last until `close`. A `dispatcher` replaces the network in tests. */
export function openHttp(dispatcher?: Dispatcher): { send: HttpSend; close(): Promise<void> } {
  const agent =
    dispatcher ??
    new Agent({
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
    });
  return { send: sendThrough(agent), close: () => agent.close() };
}

function sendThrough(dispatcher: Dispatcher): HttpSend {
  return async ({ method, url, headers, body }, signal) => {
    const answer = await request(url, {
      method,
      headers,
      body,
      dispatcher,
      signal: signal ?? null,
    });
    const bytes = new Uint8Array(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: firstValues(answer.headers), bytes };
  };
}

function firstValues(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True for an address of this machine, where stand-ins and proxies are. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}
