/**
 * The loader as its image runs it: the bundled file alone in a folder, with the image's own memory limit and the
 * credentials of the machine, which a stand-in of Google's metadata server gives.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** What Cloud Run waits after SIGTERM before it kills. */
export const GRACE_MS = 10_000;

export interface Ended {
  readonly code: number | null;
  /** Both streams, in the order in which they came. */
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface LoaderImage {
  /** Where the bundle and the files that it reads are. */
  readonly folder: string;
  /** What the machine and the image set for every command. */
  readonly settings: Readonly<Record<string, string>>;
  /** How often credentials were asked for. */
  readonly tokens: () => number;
  /** Starts one command with these settings and no others. */
  readonly start: (args: readonly string[], settings: Readonly<Record<string, string>>) => Started;
  close(): void;
}

/** The last stage of the Dockerfile. */
export function imageStage(): string {
  return (
    readFileSync("Dockerfile", "utf8")
      .split(/^FROM /m)
      .at(-1) ?? ""
  );
}

/** What the image says of Node's memory. */
export function nodeOptions(): string {
  return /NODE_OPTIONS=(\S+)/.exec(imageStage())?.[1] ?? "";
}

/** Settings of the production warehouse at an address of this machine. */
export function bigQueryAt(url: string, projectId: string): Readonly<Record<string, string>> {
  return {
    AI_SPEND_WAREHOUSE: "bigquery",
    GOOGLE_CLOUD_PROJECT: projectId,
    BIGQUERY_EMULATOR_HOST: `${url}/bigquery/v2`,
  };
}

export async function makeLoaderImage(): Promise<LoaderImage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-image-"));
  mkdirSync(path.join(folder, "dist"));
  await promisify(execFile)(process.execPath, [
    "infra/loader/bundle.js",
    path.join(folder, "dist/ai-spend.mjs"),
  ]);
  for (const file of ["package.json", "workflow_settings.yaml"]) {
    cpSync(file, path.join(folder, file));
  }
  let tokens = 0;
  const metadata = await startMetadata(() => (tokens += 1));
  const machine = {
    PATH: process.env["PATH"] ?? "",
    NODE_OPTIONS: nodeOptions(),
    GCE_METADATA_HOST: `127.0.0.1:${(metadata.address() as AddressInfo).port}`,
    METADATA_SERVER_DETECTION: "assume-present",
  };
  return {
    folder,
    settings: machine,
    tokens: () => tokens,
    start: (args, settings) => start(folder, args, { ...machine, ...settings }),
    close: () => {
      metadata.closeAllConnections();
      metadata.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, ["dist/ai-spend.mjs", ...args], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
  return { child, ended };
}

/** Google's metadata server, from which a job on Cloud Run gets its credentials. */
function startMetadata(onToken: () => void): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("Metadata-Flavor", "Google").setHeader("Content-Type", "application/json");
    if (request.url?.includes("/token") === true) {
      onToken();
      response.end(JSON.stringify({ access_token: "t", expires_in: 3600, token_type: "Bearer" }));
    } else {
      response.end(JSON.stringify("googleapis.com"));
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
