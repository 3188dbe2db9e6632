/** BigQuery's REST API on 127.0.0.1 over one engine. No web page and no other machine gets in. */

import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { closeServer, listenOnLoopback, strangeness } from "../../loopback.ts";
import { ApiError, errorBody } from "../store/api_error.ts";
import type { Engine } from "../store/engine.ts";
import { jobStore } from "./jobs.ts";
import { serveBuild } from "./build_api.ts";
import { leases, type Leases } from "./leases.ts";
import type { Answer, Served } from "./call.ts";
import { route } from "./routes.ts";
import { serveStill } from "./still_api.ts";

export interface ServerOptions {
  readonly engine: Engine;
  /** Where uploads wait for their load. */
  readonly uploadFolder: string;
  /** 0 for any free port. */
  readonly port: number;
  /** First step of every address, which other users of the machine do not know. Default: everybody on it is let in. */
  readonly secret?: string | null;
  /** What GET /healthz says of the database: its path. */
  readonly file: string;
  readonly log: (event: object) => void;
  readonly now: () => number;
}

export interface Server {
  readonly port: number;
  readonly leases: Leases;
  /** Stops listening, ends open connections and abandons what only reads; other running jobs end with the engine. */
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { engine, uploadFolder, now, log, file, secret = null } = options;
  const prefix = secret === null ? "" : `/${secret}`;
  const held = leases();
  const served: Served = {
    ...{ engine, uploadFolder, now, prefix },
    jobs: jobStore(engine, now),
    pendingUploads: new Map(),
  };
  const server = createServer((request, response) => {
    void answer(request).then((result) => (result === null ? undefined : send(response, result)));

    async function answer(call: IncomingMessage): Promise<Answer | null> {
      try {
        refuseStrangers(call, (server.address() as AddressInfo).port);
        call.url = withoutPrefix(call.url ?? "/", prefix);
        if (call.url === "/healthz")
          return { body: { warehouse: "ai-spend", pid: process.pid, file } };
        if (call.url === "/lease") {
          if (held.take(response)) return null;
          throw new ApiError(503, "backendError", "The owner of the local warehouse is leaving.");
        }
        if (call.url === "/build" && call.method === "POST") {
          await serveBuild(engine, call, response, now);
          return null;
        }
        if (call.url === "/still") {
          await serveStill(engine, response);
          return null;
        }
        return await route(served, call);
      } catch (error) {
        return failure(error, call, log);
      }
    }
  });
  // A load of hours is no attack, and clients keep their connections between jobs.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  const port = await listenOnLoopback(server, options.port);
  return {
    port,
    leases: held,
    close: () => {
      for (const job of served.jobs.list()) job.abandon();
      return closeServer(server);
    },
  };
}

/** Throws 403. */
function refuseStrangers(request: IncomingMessage, port: number): void {
  const refusal = strangeness(request, port, "The local warehouse");
  if (refusal !== null) throw new ApiError(403, "accessDenied", refusal);
}

/** The rest of the address. Throws 401 where the secret is missing or another. */
function withoutPrefix(url: string, prefix: string): string {
  const given = Buffer.from(url.slice(0, prefix.length));
  const known = Buffer.from(prefix);
  const isKnown = given.length === known.length && timingSafeEqual(given, known);
  if (isKnown && (prefix === "" || url.charAt(prefix.length) === "/")) {
    return url.slice(prefix.length);
  }
  throw new ApiError(
    401,
    "authError",
    "The local warehouse is its owner's: use the whole address that ai-spend warehouse prints.",
  );
}

function failure(error: unknown, request: IncomingMessage, log: (event: object) => void): Answer {
  if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
  const message = error instanceof Error ? error.message : String(error);
  log({ event: "warehouse_request_failed", method: request.method, path: request.url, message });
  return {
    status: 500,
    body: errorBody(new ApiError(500, "internalError", message, { cause: error })),
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const text = body === null ? "" : JSON.stringify(body);
  // An error may leave part of the request unread; its connection cannot be used again.
  const close = status >= 400 && !response.req.complete ? { connection: "close" } : {};
  response.writeHead(status, {
    ...(body === null ? {} : { "content-type": "application/json; charset=UTF-8" }),
    "content-length": Buffer.byteLength(text),
    ...headers,
    ...close,
  });
  response.end(text);
}
