/** Who has the file open, and how long it is waited for. */

import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";

import type { Place } from "../api/build_api.ts";
import { WarehouseFileError } from "./file_error.ts";
import { type HomeFiles, markOf } from "./open_file.ts";

/** Another program that has the file open. */
const PATIENCE_MS = 5_000;
/** An ai-spend that has it: it may be starting, leaving or at work on a machine that does much else. */
const PATIENCE_WITH_OURS_MS = 30_000;
/** One call to its owner. */
export const ANSWER_MS = 5_000;
export const RETRY_MS = 100;

export interface Owner extends Place {
  readonly pid: number;
}

/**
 * Begins to wait. The function it returns says of whoever has the file open now whether that was long enough: another
 * program is waited for from when an ai-spend was last seen to have it.
 */
export function startWaiting(files: HomeFiles): (heldBy: number | null) => boolean {
  const sinceMs = Date.now();
  let oursMs = sinceMs;
  return (heldBy) => {
    const nowMs = Date.now();
    const isOurs =
      heldBy !== null && (existsSync(markOf(files, heldBy)) || readOwner(files)?.pid === heldBy);
    if (isOurs) oursMs = nowMs;
    return nowMs - sinceMs > PATIENCE_WITH_OURS_MS || nowMs - oursMs > PATIENCE_MS;
  };
}

/** Does `work`, which takes the file or lets go of it, while a mark tells others that it is one of them, if it can. */
export async function marked<Result>(
  files: HomeFiles,
  work: () => Promise<Result>,
): Promise<Result> {
  const mark = markOf(files, process.pid);
  await writeFile(mark, "", { mode: 0o600 }).catch(() => undefined);
  try {
    return await work();
  } finally {
    await rm(mark, { force: true }).catch(() => undefined);
  }
}

/** What warehouse.json says; null if there is none that can be read. */
export function readOwner(files: HomeFiles): Owner | null {
  try {
    const { pid, port } = JSON.parse(readFileSync(files.owner, "utf8")) as Record<string, unknown>;
    if (typeof pid !== "number" || typeof port !== "number") return null;
    // A process of an earlier version has none.
    const secret = existsSync(files.secret) ? readFileSync(files.secret, "utf8") : null;
    return { pid, port, secret };
  } catch {
    return null;
  }
}

/** Why the warehouse cannot be had while a program that does not answer has it open. */
export function heldElsewhere(files: HomeFiles, pid: number | null): WarehouseFileError {
  const who = pid === null ? "another program" : `another program (process ${pid})`;
  return new WarehouseFileError(
    `The warehouse file ${files.database} is held open by ${who} that does not answer: close that program, such as a DuckDB shell, and run the command again.`,
  );
}
