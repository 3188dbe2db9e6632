/**
 * One process owns a warehouse's file and serves it; others find that process and go through it.
 * DuckDB's lock on the file decides who owns it. warehouse.json only says where the owner listens.
 */

import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";

import { askForBuild, type Place } from "../api/build_api.ts";
import { build, type BuildOptions, type BuildRequest } from "../build/index.ts";
import {
  ANSWER_MS,
  heldElsewhere,
  marked,
  type Owner,
  readOwner,
  RETRY_MS,
  startWaiting,
} from "./holder.ts";
import { PROJECT } from "../catalog/catalog.ts";
import type { Engine } from "../store/engine.ts";
import { prepareHome, tryOpen, type HomeFiles } from "./open_file.ts";
import { startServer } from "../api/server.ts";

export interface WarehouseAddress {
  /** `http://127.0.0.1:PORT`; BIGQUERY_EMULATOR_HOST is this and `/bigquery/v2`. */
  readonly url: string;
  readonly projectId: string;
}

export interface OpenWarehouse extends WarehouseAddress {
  /** True if this process serves the file, false if it goes through another. */
  readonly owned: boolean;
  /** Runs a build of the compiled graph, in this process or in the one that has the file. */
  build(request: BuildRequest, options: Omit<BuildOptions, "now">): Promise<void>;
  /** Ends this process's use. An owner first waits for the others', then lets go of the file. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly home: string;
  /** DuckDB's own text for bytes, default "2GB". */
  readonly memoryLimit?: string;
  readonly log?: (event: object) => void;
}

/**
 * Opens the warehouse in a folder, or joins the process that has it open.
 * Throws WarehouseFileError if the folder cannot be used, the file is damaged, or its holder does not answer.
 */
export async function openWarehouse(options: OpenOptions): Promise<OpenWarehouse> {
  const { memoryLimit = "2GB", log = () => undefined } = options;
  const files = await prepareHome(options.home);
  const isTooLong = startWaiting(files);
  for (;;) {
    const opened = await marked(files, async () => {
      const found = await tryOpen(files, memoryLimit);
      return "heldBy" in found ? found : await own(found, files, log);
    });
    if (!("heldBy" in opened)) return opened;
    const joined = await join(files, log);
    if (joined !== null) return joined;
    if (isTooLong(opened.heldBy)) throw heldElsewhere(files, opened.heldBy);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function own(
  engine: Engine,
  files: HomeFiles,
  log: (event: object) => void,
): Promise<OpenWarehouse> {
  const { database: file, temporary: uploadFolder } = files;
  const now = () => Date.now();
  // Whoever may read the folder's files may use the port, and nobody else.
  const secret = randomBytes(16).toString("hex");
  const server = await startServer({ engine, uploadFolder, port: 0, secret, file, log, now });
  const place = { port: server.port, secret };
  const owner = { pid: process.pid, port: server.port, startedAt: new Date().toISOString() };
  await writeWhole(files.secret, secret);
  await writeWhole(files.owner, JSON.stringify(owner));
  log({ event: "warehouse_opened", file, port: server.port });

  const leave = async () => {
    const others = server.leases.count();
    if (others > 0) log({ event: "warehouse_lent_on", file, others });
    await server.leases.drain();
    await marked(files, async () => {
      // The next owner writes its own warehouse.json as soon as it gets the lock.
      await rm(files.owner, { force: true });
      await rm(files.secret, { force: true });
      await server.close();
      await engine.close();
    });
    log({ event: "warehouse_closed", file });
  };
  let left: Promise<void> | null = null;
  return {
    url: urlOf(place),
    projectId: PROJECT,
    owned: true,
    build: (request, options) => build(engine, request, { ...options, now }),
    close: () => (left ??= leave()),
  };
}

/** The process that serves the file, null if there is none that answers. */
export async function findOwner(files: HomeFiles): Promise<Owner | null> {
  const owner = readOwner(files);
  if (owner === null) return null;
  const health = await ask(owner, "/healthz", 2_000);
  if (health === null) return null;
  const said = (await readBody(health)) as { readonly file?: unknown } | null;
  return said?.file === files.database ? owner : null;
}

/** Takes a lease on the owner's server; null if there is none that answers. */
async function join(files: HomeFiles, log: (event: object) => void): Promise<OpenWarehouse | null> {
  const owner = await findOwner(files);
  if (owner === null) return null;
  const lease = await ask(owner, "/lease", null);
  if (lease === null) return null;
  if (lease.statusCode !== 200) {
    lease.destroy();
    return null;
  }
  let released = false;
  lease.resume();
  lease.on("error", () => undefined);
  lease.on("close", () => {
    if (!released) log({ event: "warehouse_owner_lost", file: files.database });
  });
  log({ event: "warehouse_joined", file: files.database, port: owner.port });
  const close = () => {
    released = true;
    lease.destroy();
    return Promise.resolve();
  };
  return {
    url: urlOf(owner),
    projectId: PROJECT,
    owned: false,
    build: (request, options) => askForBuild(owner, request, { ...options, now: () => Date.now() }),
    close,
  };
}

function urlOf({ port, secret }: Place): string {
  return `http://127.0.0.1:${port}${secret === null ? "" : `/${secret}`}`;
}

/** The head of an answer, null if there is no server or it stays silent. No agent: Node's own may go through a proxy. */
export function ask(
  { port, secret }: Place,
  rest: string,
  timeoutMs: number | null,
): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const path = secret === null ? rest : `/${secret}${rest}`;
    const request = get({ host: "127.0.0.1", port, path, agent: false });
    const timer = setTimeout(() => request.destroy(new Error("silent")), timeoutMs ?? ANSWER_MS);
    request.on("response", (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    request.on("error", () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

/** What an answer says in JSON; null for anything else. */
export async function readBody(response: IncomingMessage): Promise<unknown> {
  try {
    const parts: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) parts.push(chunk);
    return JSON.parse(Buffer.concat(parts).toString()) as unknown;
  } catch {
    return null;
  }
}

/** A reader must never see half a file, and other users of the machine none. */
async function writeWhole(file: string, text: string): Promise<void> {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, text, { mode: 0o600, flag: "wx" });
  await rename(`${file}.new`, file);
}
