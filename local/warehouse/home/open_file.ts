/** Opening the warehouse's file, with DuckDB's reasons for refusing told apart. */

import { chmod, mkdir, readdir, rm, access, constants, stat } from "node:fs/promises";
import path from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { WarehouseFileError } from "./file_error.ts";
import { limitReached, openFailure } from "./open_failure.ts";
import { makeDatabase } from "./make_file.ts";
import { openEngine, type Engine } from "../store/engine.ts";

/** The folder's files. */
export interface HomeFiles {
  readonly database: string;
  /** Uploads and spilled sorts; emptied by whoever opens the database. */
  readonly temporary: string;
  /** Who owns the database: `{pid, port, startedAt}`. */
  readonly owner: string;
  /** What the owner's addresses begin with: for this user's eyes alone. */
  readonly secret: string;
}

export function homeFiles(home: string): HomeFiles {
  const folder = path.resolve(home);
  return {
    database: path.join(folder, "local.duckdb"),
    temporary: path.join(folder, "tmp"),
    owner: path.join(folder, "warehouse.json"),
    secret: path.join(folder, "warehouse.secret"),
  };
}

/** A process's mark while it takes the file or lets go of it: warehouse.json does not name it then. */
export function markOf({ temporary }: HomeFiles, pid: number): string {
  return path.join(temporary, `holder-${pid}`);
}

/**
 * The file for reading alone: while it is open so, nobody can open it for writing. Changes that a killed process left
 * in the log are read, and stay there. Throws as DuckDB does; `heldOrThrow` tells its reasons apart.
 */
export function openToRead({ database }: HomeFiles): Promise<DuckDBInstance> {
  const options = { access_mode: "READ_ONLY", memory_limit: "500MB", threads: "1" };
  return DuckDBInstance.create(database, options);
}

/** Makes the folder if need be. Throws WarehouseFileError if it cannot be used. */
export async function prepareHome(home: string): Promise<HomeFiles> {
  const folder = path.resolve(home);
  const files = homeFiles(home);
  try {
    await keepToOwner(folder, files, await makeFolder(files.temporary));
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const limit = limitReached(files.database, error);
    if (limit !== null) throw new WarehouseFileError(limit, { cause: error });
    const known = await stat(folder).catch(() => null);
    const problem =
      known !== null && !known.isDirectory() ? "is not a folder" : "cannot be written";
    throw new WarehouseFileError(
      `The folder ${folder} ${problem}: point AI_SPEND_HOME to a folder of your own.`,
      { cause: error },
    );
  }
  return files;
}

/** True if it was not there. By hand, because Node's own way from the top never ends below a folder like /proc. */
async function makeFolder(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() === true) return false;
  if (path.dirname(folder) !== folder) await makeFolder(path.dirname(folder));
  // Another process may make it at the same time.
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
  return true;
}

/** It holds names and what they cost. A folder that is not this program's alone keeps its mode. */
async function keepToOwner(folder: string, files: HomeFiles, isMade: boolean): Promise<void> {
  const before = await stat(files.database).catch(() => null);
  if (isMade || before !== null) await chmod(folder, 0o700).catch(() => undefined);
  for (const file of [files.database, `${files.database}.wal`]) {
    await chmod(file, 0o600).catch(() => undefined);
  }
}

/** Databases that this very process has open; DuckDB's file lock only keeps other processes out. */
const openHere = new Set<string>();

/** Somebody else has the database open: the process, where DuckDB knows it. */
export interface Held {
  readonly heldBy: number | null;
}

/**
 * Opens the database, or says who else has it open.
 * Throws WarehouseFileError for a file that is damaged, of another version, or not writable.
 */
export async function tryOpen(files: HomeFiles, memoryLimit: string): Promise<Engine | Held> {
  const { database, temporary } = files;
  if (openHere.has(database)) return { heldBy: process.pid };
  openHere.add(database);
  try {
    await makeDatabase(database);
    const spillFolder = path.join(temporary, "spill");
    const engine = await openEngine({ file: database, memoryLimit, spillFolder });
    await emptyFolder(temporary, markOf(files, process.pid));
    return {
      ...engine,
      close: async () => {
        await engine.close();
        openHere.delete(database);
      },
    };
  } catch (error) {
    openHere.delete(database);
    return heldOrThrow(database, error);
  }
}

/** Tells a file that somebody has open from one that cannot be used, for which it throws WarehouseFileError. */
export function heldOrThrow(database: string, error: unknown): Held {
  const message = error instanceof Error ? error.message : String(error);
  if (!/Could not set lock|Unique file handle conflict/i.test(message)) {
    throw openFailure(database, error);
  }
  const pid = /\(PID (\d+)\)/.exec(message)?.[1];
  return { heldBy: pid === undefined ? null : Number(pid) };
}

/** Uploads of a process that was killed; the one that opens the file keeps its mark. */
async function emptyFolder(folder: string, mark: string): Promise<void> {
  const found = (await readdir(folder)).map((name) => path.join(folder, name));
  for (const file of found.filter((each) => each !== mark)) {
    await rm(file, { recursive: true, force: true });
  }
}
