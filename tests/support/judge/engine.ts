/**
 * Google's reference engine as a child process, spoken to in raw protobuf bytes over gRPC. It ends
 * with the process that started it, however that ends.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";

import { Client, credentials, type ServiceError } from "@grpc/grpc-js";

import { projectRoot } from "../../../ingest/project_root.ts";
import { JudgeError } from "./error.ts";

const SERVICE = "/zetasql.local_service.ZetaSqlLocalService";
const START_MS = 20_000;
const CALL_MS = 60_000;

/**
 * Runs the engine until it ends by itself or standard input closes, which the operating system does
 * when the parent dies, even by SIGKILL or inside a test runner that swallows exit handlers.
 */
const GUARD = `exec 3<&0
"$@" 3<&- </dev/null &
engine=$!
(cat <&3 >/dev/null; kill -9 $engine) 2>/dev/null &
exec 3<&-
wait $engine`;

export interface Engine {
  /** One call of the service, bytes in and bytes out. Throws JudgeError with the engine's message. */
  readonly call: (method: string, request: Uint8Array) => Promise<Buffer>;
  readonly stop: () => Promise<void>;
  readonly port: number;
}

/** Where the npm package keeps its protobuf definitions and binaries. */
export function enginePath(...parts: readonly string[]): string {
  const folder = "node_modules/@fivetrandevelopers/zetasql/lib/zetasql";
  return path.join(projectRoot(), folder, ...parts);
}

/** Starts the engine and waits until it answers. Throws JudgeError if it does not start here. */
export async function startEngine(): Promise<Engine> {
  const port = await freePort();
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", binary(), "localhost", String(port)], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const lastWords = collectTail(child);
  const client = new Client(`localhost:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.initial_reconnect_backoff_ms": 20,
    "grpc.min_reconnect_backoff_ms": 20,
    "grpc.max_reconnect_backoff_ms": 100,
    "grpc.enable_http_proxy": 0,
  });
  const stop = async (): Promise<void> => {
    client.close();
    child.stdin.destroy();
    await ended;
  };

  const failed = ended.then(() => {
    throw new JudgeError(`Google's reference engine did not start: ${lastWords()}`);
  });
  try {
    await Promise.race([isReady(client), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  failed.catch(() => undefined);
  return { call: (method, request) => callOnce(client, method, request), stop, port };
}

function callOnce(client: Client, method: string, request: Uint8Array): Promise<Buffer> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, answer?: Buffer): void => {
      if (error === null) resolve(answer ?? Buffer.alloc(0));
      else reject(new JudgeError(error.details, { cause: error }));
    };
    const options = { deadline: Date.now() + CALL_MS };
    client.makeUnaryRequest(
      `${SERVICE}/${method}`,
      asIs,
      asIs,
      Buffer.from(request),
      options,
      done,
    );
  });
}

function isReady(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + START_MS, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(new JudgeError("Google's reference engine did not answer.", { cause: error }));
    });
  });
}

/** The package has one binary for each of Linux and macOS, on x64 and arm64. */
function binary(): string {
  const chip = process.arch.startsWith("arm") ? "_arm" : "";
  return enginePath(`remote_server${chip}${process.platform === "darwin" ? "" : ".so"}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new JudgeError("No port is free.");
  return address.port;
}

/** Keeps the end of what the process says on standard error. */
function collectTail(child: ChildProcess): () => string {
  let tail = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    tail = (tail + chunk.toString("utf8")).slice(-2_000);
  });
  return () => tail.trim();
}
