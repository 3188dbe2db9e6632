/**
 * A stand-in for Cursor's Admin API on 127.0.0.1 that answers as the vendor documents it, for an invented
 * organization whose truth is known, and fails on demand. It has no limits per minute.
 */

import { Refusal } from "../base/refusal.ts";
import { type Asked, type Reply, type StandIn, startStandIn } from "../base/server.ts";
import { cursorTeam, type CursorTeam, type CursorTeamOptions } from "../organization/cursor.ts";
import type { Organization } from "../organization/index.ts";
import { dailyUsage } from "./daily_usage.ts";
import { members, spend } from "./directories.ts";
import type { CursorFault, CursorFaultKind } from "./faults.ts";
import { spoilt } from "./spoil.ts";
import { usageEvents } from "./usage_events.ts";
import type { CursorAnswer, CursorCall } from "./wire.ts";

export { type CursorFault, type CursorFaultKind } from "./faults.ts";

export interface CursorOptions extends CursorTeamOptions {
  readonly organization: Organization;
  /** Epoch milliseconds; asked on each call. */
  readonly now: () => number;
  readonly faults?: readonly CursorFault[];
}

export interface CursorServer extends StandIn<CursorFaultKind> {
  readonly key: string;
  readonly team: CursorTeam;
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
  const standIn = await startStandIn(options.faults ?? [], (asked, fault) =>
    replyTo(asked, { team, key, now: now(), fault }),
  );
  return { ...standIn, key, team };
}

interface Served {
  readonly team: CursorTeam;
  readonly key: string;
  readonly now: number;
  readonly fault: CursorFault | null;
}

function replyTo(asked: Asked, { team, key, now, fault }: Served): Reply {
  const headers = { "content-type": "application/json" };
  const kind = fault?.kind ?? null;
  try {
    refuseFor(kind);
    const expected = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
    if (asked.headers["authorization"] !== expected) throw new Refusal(401, "Invalid API key");
    const endpoint = ENDPOINTS.get(`${asked.method} ${asked.url}`);
    if (endpoint === undefined) throw new Refusal(404, "Not found");
    if (asked.body === null) throw new Refusal(400, "The body is not JSON");
    const answer = endpoint({ team, now, body: asked.body });
    return { status: 200, headers, body: JSON.stringify(spoilt(kind, answer)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const retryAfter = { "retry-after": String(fault?.retryAfterSeconds ?? 1) };
    const body = JSON.stringify({ error: ERRORS[error.status], message: error.message });
    const more = kind === "429_with_retry_after" ? retryAfter : {};
    return { status: error.status, headers: { ...headers, ...more }, body };
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
  if (fault === "401") throw new Refusal(401, "Invalid API key");
  if (fault === "500") throw new Refusal(500, "Internal Server Error");
  if (fault?.startsWith("429") === true) throw new Refusal(429, "Rate limit exceeded");
}
