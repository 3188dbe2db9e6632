/** What a command writes where the operator says: whole or not at all, and for its owner's eyes alone. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import { errorCode } from "../../ingest/error_facts.ts";
import { ConfigError } from "../../ingest/errors.ts";

/** It holds names and what they cost. */
const OWNER_ONLY = 0o600;

/** Throws ConfigError if the file cannot be written; what was there is then as it was. */
export function writeFile(file: string, content: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device, such as /dev/stdout, cannot be replaced.
  if (found !== undefined && !found.isFile()) return writeInto(file, content);
  const unfinished = `${file}.${process.pid}.new`;
  try {
    const handle = openSync(unfinished, "wx", OWNER_ONLY);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw unwritable(file, cause);
  }
}

/**
 * Makes a folder and those above it. Throws the system's error. By hand, because Node's own way from the top never
 * ends below a folder like /proc.
 */
export function makeFolder(folder: string): void {
  const whole = path.resolve(folder);
  if (existsSync(whole) && statSync(whole).isDirectory()) return;
  if (path.dirname(whole) !== whole) makeFolder(path.dirname(whole));
  mkdirSync(whole);
}

function writeInto(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** True where no more fits on the disk. */
export function isFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

/** What to say where a file or folder cannot be written to. */
export function unwritable(place: string, cause: unknown): ConfigError {
  return new ConfigError(
    isFull(cause)
      ? `The disk of ${place} is full, and what was there is as it was: free some space and run the command again.`
      : `${place} cannot be written: check that its folder exists and is yours.`,
    { cause },
  );
}
