/** A copy of a warehouse's file as of one moment. The file itself and whoever has it open are left as they are. */

import { existsSync } from "node:fs";
import { constants, copyFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";

import type { DuckDBInstance } from "@duckdb/node-api";

import type { Place } from "../api/build_api.ts";
import { WarehouseFileError } from "./file_error.ts";
import { heldElsewhere, RETRY_MS, startWaiting } from "./holder.ts";
import { heldOrThrow, type HomeFiles, homeFiles, openToRead, prepareHome } from "./open_file.ts";
import { findOwner } from "./ownership.ts";

/**
 * Copies the warehouse of one folder into another, which is made. Throws WarehouseFileError if there is none, if the
 * file is damaged or of another version, or if its holder does not answer; the signal's reason if it was interrupted.
 */
export async function copyWarehouse(
  home: string,
  copy: string,
  signal?: AbortSignal,
): Promise<void> {
  const files = homeFiles(home);
  if (!existsSync(files.database)) {
    throw new WarehouseFileError(
      `There is no warehouse in ${home} yet: run sync and build, or let AI_SPEND_HOME name a folder that has one.`,
    );
  }
  const target = await prepareHome(copy);
  const isTooLong = startWaiting(files);
  for (;;) {
    signal?.throwIfAborted();
    const held = await copyFree(files, target);
    if (held === null) return;
    const owner = await findOwner(files);
    if (owner !== null && (await copyServed(owner, files, target, signal))) return;
    if (isTooLong(held.heldBy)) throw heldElsewhere(files, held.heldBy);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Null if it was copied, else who has it. */
async function copyFree(files: HomeFiles, target: HomeFiles) {
  let instance: DuckDBInstance;
  try {
    instance = await openToRead(files);
  } catch (error) {
    return heldOrThrow(files.database, error);
  }
  try {
    await copyFiles(files, target);
    return null;
  } finally {
    instance.closeSync();
  }
}

/** The file comes last: to close it ends the lock that this process has on it. */
async function copyFiles({ database }: HomeFiles, target: HomeFiles): Promise<void> {
  // Where the disk can, both share the bytes until one of them is written to.
  const mode = constants.COPYFILE_FICLONE;
  const log = `${database}.wal`;
  if (existsSync(log)) await copyFile(log, `${target.database}.wal`, mode);
  await copyFile(database, target.database, mode);
}

/** The owner holds still as long as the request is open. False if it went away before. */
async function copyServed(
  { port, secret }: Place,
  files: HomeFiles,
  target: HomeFiles,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const path = `${secret === null ? "" : `/${secret}`}/still`;
  const answer = await new Promise<IncomingMessage | null>((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, agent: false, ...(signal && { signal }) };
    get(options, resolve).on("error", (error) => {
      if (signal?.aborted === true) reject(error);
      else resolve(null);
    });
  });
  if (answer === null) return false;
  answer.on("error", () => undefined);
  try {
    if (answer.statusCode !== 200) {
      throw new WarehouseFileError(
        `The warehouse file ${files.database} is served by an ai-spend of another version: end that command and run this one again.`,
      );
    }
    await copyFiles(files, target);
    return true;
  } finally {
    answer.destroy();
  }
}
