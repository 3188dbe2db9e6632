/**
 * Servers for this machine alone. They listen on 127.0.0.1, and answer neither to another host's name nor to a web
 * page: a page in the operator's browser can reach 127.0.0.1, by a name of its own (DNS rebinding) or across sites,
 * and both show in the request's headers.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** Why a request is not answered, as a sentence about `who`; null if it is one of this machine's programs. */
export function strangeness(
  { headers }: IncomingMessage,
  port: number,
  who: string,
): string | null {
  const site = headers["sec-fetch-site"];
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`)
    return `${who} answers to 127.0.0.1 and localhost only.`;
  if (
    headers.origin !== undefined ||
    (site !== undefined && site !== "none" && site !== "same-origin")
  )
    return `${who} does not answer to web pages.`;
  return null;
}

/** Starts to listen on 127.0.0.1 and returns the port, which is `port` unless that is 0. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Stops listening and ends open connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export interface StandIn {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A vendor's stand-in on a free port. What `handle` rejects with ends the connection. */
export async function startStandIn(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<StandIn> {
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
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}
