/** Who else is using the server: every lease is a request kept open, so a killed holder ends its own. */

import type { ServerResponse } from "node:http";

export interface Leases {
  /** Keeps a response open as a lease. False once the owner is leaving. */
  take(response: ServerResponse): boolean;
  /** How many hold one now. */
  count(): number;
  /** Takes no more leases; resolves when the last one has ended. */
  drain(): Promise<void>;
}

export function leases(): Leases {
  const open = new Set<ServerResponse>();
  let whenEmpty: (() => void) | null = null;
  let leaving = false;

  return {
    take: (response) => {
      if (leaving) return false;
      open.add(response);
      response.on("close", () => {
        open.delete(response);
        if (open.size === 0) whenEmpty?.();
      });
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("leased\n");
      return true;
    },
    count: () => open.size,
    drain: () => {
      leaving = true;
      return open.size === 0 ? Promise.resolve() : new Promise((resolve) => (whenEmpty = resolve));
    },
  };
}
