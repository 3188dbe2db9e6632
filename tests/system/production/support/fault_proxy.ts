/**
 * Stands between Google's client and the warehouse, counts the calls, and lets one of them go wrong. What a
 * job that failed leaves behind is as on BigQuery: its id is spent.
 */

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `after` means that the warehouse has done what was asked. */
export const WAREHOUSE_FAULTS = [
  "503",
  "503 after",
  "reset",
  "reset after",
  "cut body after",
  "401",
  "rate limit",
  "quota",
  "duplicate after",
  "job fails",
  "gone",
  "gone after",
] as const;
export type WarehouseFault = (typeof WAREHOUSE_FAULTS)[number];

/** One call by its meaning: `load raw_fetches`, `query`, `rows`, `look at job`, `create table`, `list tables`. */
export type Call = string;

export interface FaultProxy {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Every call since the last `arm`, in order. */
  readonly calls: readonly Call[];
  /**
   * Counts anew, and strikes the call of this number, from 1; from a `gone` on the warehouse never answers again.
   * `onCall` hears of each call before it is passed on.
   */
  arm(fault: WarehouseFault | null, at?: number, onCall?: (call: number) => void): void;
  close(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Listens on a free port of 127.0.0.1 and passes on to `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let armed: { fault: WarehouseFault | null; at: number; onCall: (call: number) => void };
  let calls: Call[] = [];
  let isGone = false;
  const failedJobs = new Map<string, object>();
  const arm: FaultProxy["arm"] = (fault, at = 0, onCall = () => undefined) => {
    armed = { fault, at, onCall };
    calls = [];
    isGone = false;
  };
  arm(null);

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await read(incoming);
    if (isGone) return void response.destroy();
    calls.push(callOf(asked));
    armed.onCall(calls.length);
    const fault = calls.length === armed.at ? armed.fault : null;
    if (fault === "gone" || fault === "gone after") isGone = true;
    if (fault === "gone" || fault === "reset") return void response.destroy();
    const refusal = fault === null ? null : refusalOf(fault);
    if (refusal !== null) return send(response, refusal);

    const jobId = jobIdOf(asked);
    const failed = failedJobs.get(jobId);
    if (failed !== undefined) {
      return send(response, asked.method === "GET" ? json(200, failed) : duplicate(jobId));
    }
    if (fault === "job fails") {
      const job = failedJob(jobId);
      failedJobs.set(jobId, job);
      return send(response, json(200, job));
    }
    const answer = await pass(asked, target);
    if (fault === "503 after") return send(response, unavailable());
    if (fault === "duplicate after") return send(response, duplicate(jobId));
    if (fault === "reset after" || fault === "gone after") return void response.destroy();
    send(response, answer, fault === "cut body after");
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    arm,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(stream: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  const { method = "GET", url = "/", headers } = stream;
  return { method, url, headers, body: Buffer.concat(parts) };
}

function callOf({ method, url, body }: Asked): Call {
  if (url.includes("/upload/")) {
    return `load ${/"tableId":"(\w+)"/.exec(body.toString())?.[1] ?? "?"}`;
  }
  if (/\/queries\/[^/]+$/.test(url.split("?")[0] ?? "")) return "rows";
  if (url.includes("/jobs")) return method === "GET" ? "look at job" : "query";
  if (url.includes("/tables")) return method === "GET" ? "list tables" : "create table";
  return `${method} dataset`;
}

/** Empty where the call is about no job. */
function jobIdOf({ url, body }: Asked): string {
  const inPath = /\/jobs\/([^/?]+)/.exec(url)?.[1];
  return inPath ?? /"jobId":"([^"]+)"/.exec(body.toString("utf8"))?.[1] ?? "";
}

function pass({ method, url, headers, body }: Asked, target: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(target);
    const { "transfer-encoding": _chunked, ...kept } = headers;
    const sent = { ...kept, host, "content-length": String(body.length) };
    const outgoing = request(`${target}${url}`, { method, headers: sent }, (answer) => {
      read(answer).then(
        (whole) =>
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: whole.body }),
        reject,
      );
    });
    outgoing.on("error", reject).end(body);
  });
}

function send(response: ServerResponse, { status, headers, body }: Answered, isCut = false): void {
  response.writeHead(status, { ...headers, "content-length": String(body.length) });
  if (isCut) response.write(body.subarray(0, body.length / 2), () => response.destroy());
  else response.end(body);
}

/** The answer in place of the warehouse's, which never hears of the call; null for other faults. */
function refusalOf(fault: WarehouseFault): Answered | null {
  switch (fault) {
    case "503":
      return unavailable();
    case "401":
      return refusal(401, "authError", "Request had invalid authentication credentials.");
    case "rate limit":
      return refusal(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests.");
    case "quota":
      return refusal(403, "quotaExceeded", "Quota exceeded: too many imports per table.");
    default:
      return null;
  }
}

function unavailable(): Answered {
  return refusal(503, "backendError", "The service is currently unavailable.");
}

function duplicate(jobId: string): Answered {
  return refusal(409, "duplicate", `Already Exists: Job local:US.${jobId}`);
}

function refusal(code: number, reason: string, message: string): Answered {
  return json(code, { error: { code, message, errors: [{ reason, message, domain: "global" }] } });
}

function json(status: number, body: object): Answered {
  const text = Buffer.from(JSON.stringify(body));
  return { status, headers: { "content-type": "application/json" }, body: text };
}

function failedJob(jobId: string): object {
  const error = { reason: "backendError", message: "An internal error occurred." };
  return {
    kind: "bigquery#job",
    id: `local:US.${jobId}`,
    jobReference: { projectId: "local", jobId, location: "US" },
    configuration: { jobType: "LOAD", load: {} },
    status: { state: "DONE", errorResult: error, errors: [error] },
    statistics: {},
  };
}
