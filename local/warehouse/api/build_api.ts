/**
 * A build for a process that does not have the file itself: the request goes to the owner as JSON, and each
 * action's end comes back as a line of its own. Not a part of BigQuery's API.
 */

import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";

import { invalid } from "../store/api_error.ts";
import { type ActionEnd, build, type BuildOptions, type BuildRequest } from "../build/index.ts";
import type { Engine } from "../store/engine.ts";

/** The last line says how the build ended. */
type Line = { readonly ended: ActionEnd } | { readonly done: true } | { readonly failed: string };

/** Runs the build that a request asks for; it is interrupted when the asking process goes away. */
export async function serveBuild(
  engine: Engine,
  call: IncomingMessage,
  response: ServerResponse,
  now: () => number,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const chunk of call as AsyncIterable<Buffer>) parts.push(chunk);
  const request = readRequest(Buffer.concat(parts).toString());
  const gone = new AbortController();
  response.on("close", () =>
    gone.abort(new Error("The process that asked for the build has gone.")),
  );
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const say = (line: Line) => void response.write(`${JSON.stringify(line)}\n`);
  const onEnd = (ended: ActionEnd) => say({ ended });
  try {
    await build(engine, request, { signal: gone.signal, onEnd, now });
    say({ done: true });
  } catch (error) {
    say({ failed: error instanceof Error ? error.message : String(error) });
  }
  response.end();
}

function readRequest(text: string): BuildRequest {
  const body = JSON.parse(text) as Partial<BuildRequest>;
  const { actions, sources, all = false, fullRefresh = false, anew = [], keep } = body;
  if (!Array.isArray(actions) || !Array.isArray(sources))
    throw invalid("A build needs actions and sources.");
  return { actions, sources, all, fullRefresh, anew, ...(keep && { keep }) };
}

/** Where an owner listens, and what its addresses begin with. */
export interface Place {
  readonly port: number;
  readonly secret: string | null;
}

/** Whoever ran the build ended before it did. */
export class OwnerGoneError extends Error {
  override readonly name = "OwnerGoneError";
  constructor(cause?: unknown) {
    super(
      "The process that has the warehouse open went away: tables that were not reached are as they were; run build again.",
      { cause },
    );
  }
}

/** Lets the owner at a place run the build. Throws if it could not, OwnerGoneError if it went away before the end. */
export async function askForBuild(
  place: Place,
  body: BuildRequest,
  { signal, onEnd }: BuildOptions,
): Promise<void> {
  let last: Line | null = null;
  for await (const line of linesFrom(place, body, signal)) {
    last = line;
    if ("ended" in line) onEnd(line.ended);
  }
  signal?.throwIfAborted();
  if (last !== null && "failed" in last) throw new Error(last.failed);
  if (last === null || !("done" in last)) throw new OwnerGoneError();
}

/** Of a line that ends in its middle nothing is said. Throws OwnerGoneError, or the signal's reason. */
async function* linesFrom(
  place: Place,
  body: BuildRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<Line> {
  try {
    const response = await send(place, JSON.stringify(body), signal);
    response.setEncoding("utf8");
    let rest = "";
    for await (const text of response as AsyncIterable<string>) {
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line) as Line;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw new OwnerGoneError(cause);
  }
}

function send(
  { port, secret }: Place,
  body: string,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port,
        path: `${secret === null ? "" : `/${secret}`}/build`,
        method: "POST",
        agent: false,
        ...(signal && { signal }),
      },
      resolve,
    );
    request.on("error", reject);
    request.end(body);
  });
}
