/**
 * A stand-in for Cursor's Admin API on 127.0.0.1 that answers as the vendor documents it, for an invented
 * organization whose truth is known, and fails on demand. It has no limits per minute.
 */

import { type IncomingMessage, type ServerResponse } from "node:http";

import { startStandIn } from "../../loopback.ts";
import { cursorTeam, type CursorTeam, type CursorTeamOptions } from "../organization/cursor.ts";
import { type Organization } from "../organization/index.ts";
import { dailyUsage } from "./daily_usage.ts";
import { members, spend } from "./directories.ts";
import {
  type CursorFault,
  type CursorFaultKind,
  cursorFaults,
  type CursorFaults,
} from "./faults.ts";
import { spoilt } from "./spoil.ts";
import { usageEvents } from "./usage_events.ts";
import { type CursorAnswer, type CursorCall, CursorRefusal } from "./wire.ts";

export { type CursorFault, type CursorFaultKind } from "./faults.ts";

export interface CursorOptions extends CursorTeamOptions {
  readonly organization: Organization;
  /** Epoch milliseconds; asked on each call. */
  readonly now: () => number;
  readonly faults?: readonly CursorFault[];
}

/** One call as it was answered; keys are not kept. */
export interface CursorRequestLog {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number;
}

export interface CursorServer {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly key: string;
  readonly team: CursorTeam;
  /** Every call so far, in the order of the answers. */
  readonly requests: readonly CursorRequestLog[];
  readonly faults: CursorFaults;
  close(): Promise<void>;
}

const ENDPOINTS: ReadonlyMap<string, (call: CursorCall) => CursorAnswer> = new Map([
  ["GET /teams/members", members],
  ["POST /teams/spend", spend],
  ["POST /teams/daily-usage-data", dailyUsage],
  ["POST /teams/filtered-usage-events", usageEvents],
]);

/** Listens on a free port of 127.0.0.1. */
export async function startCursor(options: CursorOptions): Promise<CursorServer> {
  const { organization, now } = options;
  const team = cursorTeam(organization, options);
  const key = `crsr_${organization.slug}_not_a_real_key`;
  const faults = cursorFaults(options.faults ?? []);
  const requests: CursorRequestLog[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/" } = request;
    const body = await bodyOf(request);
    const fault = faults.strike(url);
    const asked = { method, path: url, authorization: request.headers.authorization, body };
    const reply = replyTo(asked, { team, key, now: now(), fault });
    requests.push({ method, path: url, body: body ?? {}, status: reply.status });
    send(response, reply, fault);
  };
  const { url, close } = await startStandIn(handle);
  return {
    url,
    key,
    team,
    requests,
    faults,
    close,
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  /** Null if it is not JSON. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

interface Served {
  readonly team: CursorTeam;
  readonly key: string;
  readonly now: number;
  readonly fault: CursorFaultKind | null;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function replyTo(asked: Asked, { team, key, now, fault }: Served): Reply {
  try {
    refuseFor(fault);
    const expected = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
    if (asked.authorization !== expected) throw new CursorRefusal(401, "Invalid API key");
    const endpoint = ENDPOINTS.get(`${asked.method} ${asked.path}`);
    if (endpoint === undefined) throw new CursorRefusal(404, "Not found");
    if (asked.body === null) throw new CursorRefusal(400, "The body is not JSON");
    const answer = endpoint({ team, now, body: asked.body });
    return { status: 200, headers: {}, text: JSON.stringify(spoilt(fault, answer)) };
  } catch (error) {
    if (!(error instanceof CursorRefusal)) throw error;
    const headers: Record<string, string> =
      fault === "429_with_retry_after" ? { "retry-after": "1" } : {};
    const text = JSON.stringify({ error: ERRORS[error.status], message: error.message });
    return { status: error.status, headers, text };
  }
}

const ERRORS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

function refuseFor(fault: CursorFaultKind | null): void {
  if (fault === "401") throw new CursorRefusal(401, "Invalid API key");
  if (fault === "500") throw new CursorRefusal(500, "Internal Server Error");
  if (fault?.startsWith("429") === true) throw new CursorRefusal(429, "Rate limit exceeded");
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

/** A cut body promises its whole length and sends half of it; hanging up sends nothing. */
function send(response: ServerResponse, reply: Reply, fault: CursorFaultKind | null): void {
  if (fault === "hang_up") {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(reply.text);
  const headers = { "content-type": "application/json", "content-length": bytes.length };
  response.writeHead(reply.status, { ...headers, ...reply.headers });
  if (fault !== "cut_body") {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
