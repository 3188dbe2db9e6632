/**
 * Servers for this machine alone. They listen on 127.0.0.1, and answer neither to another host's name nor to a web
 * page: a page in the operator's browser can reach 127.0.0.1, by a name of its own (DNS rebinding) or across sites,
 * and both show in the request's headers.
 */

import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";

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
