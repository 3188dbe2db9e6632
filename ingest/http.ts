/** The only door to the network of vendors: GET, bytes back, every wait bounded. Follows no redirect. */

import { Agent, type Dispatcher, request } from "undici";

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** Rejects if no complete answer arrived in time. */
export type HttpGet = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
) => Promise<HttpAnswer>;

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 60_000;
const BODY_TIMEOUT_MS = 60_000;

/** Opens connections that last until `close`. A `dispatcher` replaces the network in tests. */
export function openHttp(dispatcher?: Dispatcher): { get: HttpGet; close(): Promise<void> } {
  const agent =
    dispatcher ??
    new Agent({
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
    });
  return { get: getThrough(agent), close: () => agent.close() };
}

function getThrough(dispatcher: Dispatcher): HttpGet {
  return async (url, headers, signal) => {
    const answer = await request(url, {
      method: "GET",
      headers,
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
