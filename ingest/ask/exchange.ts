/** What goes to a vendor and what comes back. Without the client that sends it, which most commands do not need. */

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

/** Rejects if no complete answer arrived in time, and with UnusableAnswer where none can be had. */
export type HttpSend = (
  request: HttpRequest,
  signal: AbortSignal | undefined,
) => Promise<HttpAnswer>;

/** An answer that another try will not make better; the message goes on from "an answer". */
export class UnusableAnswer extends Error {}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True for an address of this machine, where stand-ins and proxies are. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}
