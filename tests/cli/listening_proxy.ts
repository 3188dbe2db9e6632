/** A proxy of this machine that passes nothing on and remembers what it was asked. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { PROXY_SETTINGS } from "../../ingest/settings/loopback.ts";

export interface Proxy {
  readonly address: string;
  /** Each request and each tunnel, in order. */
  readonly heard: string[];
  /** Settings that send every client through it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly close: () => void;
}

export async function startProxy(): Promise<Proxy> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.writeHead(502, { "content-type": "text/html" });
    response.end("<html>\n<body>\n<h1>Bad gateway</h1>\nproxy.example\n</body></html>");
  });
  server.on("connect", (request, socket) => {
    heard.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    heard,
    settings: {
      ...Object.fromEntries(PROXY_SETTINGS.map((name) => [name, address])),
      // Newer versions of Node take a proxy for their own clients too when they are told so.
      NODE_USE_ENV_PROXY: "1",
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
