/** What a command writes where the operator says: whole or not at all, and for its owner's eyes alone. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
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
import { type Form, refuseToReplace } from "./replaceable.ts";

/** It holds names and what they cost. */
const OWNER_ONLY = 0o600;

/**
 * Throws ConfigError if the file cannot be written, or if its place is a folder's, a link's, or that of a file that is no
 * `form`; what was there is then as it was.
 */
export function writeFile(file: string, content: string, form: Form): void {
  try {
    if (isStream(file)) return writeFileSync(file, content);
    refuseToReplace(file, form);
    replace(file, content);
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : unwritable(file, cause);
  }
}

/** What writeFile would say of the place, before anything is read for it. Throws ConfigError. */
export function mayWrite(file: string, form: Form): void {
  try {
    if (!isStream(file)) refuseToReplace(file, form);
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : unwritable(file, cause);
  }
}

/** Elsewhere it stands for standard output, and whoever types it means that. Throws ConfigError. */
function refuseDash(place: string): void {
  if (place === "-")
    throw new ConfigError(
      "- is not taken for standard output: name a place, such as /dev/stdout for a file, or write ./- for one of that name.",
    );
}

/** True for a pipe or a device, which cannot be replaced. Throws ConfigError for what must not be, or the system's error. */
function isStream(file: string): boolean {
  refuseDash(file);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true)
    throw new ConfigError(`${file} is a folder: name a file in it.`);
  if (found !== undefined && !found.isFile()) return true;
  // The new file would stand in the link's own place: what it leads to stays old, and /dev/stdout is gone.
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new ConfigError(
      `${file} is a symbolic link, which the new file would replace: name the file that it leads to, or remove it.`,
    );
  return false;
}

function replace(file: string, content: string): void {
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
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it. Throws the system's error. By hand, because Node's own way from the top never
 * ends below a folder like /proc.
 */
export function makeFolder(folder: string): void {
  refuseDash(folder);
  const whole = path.resolve(folder);
  if (existsSync(whole) && statSync(whole).isDirectory()) return;
  if (path.dirname(whole) !== whole) makeFolder(path.dirname(whole));
  mkdirSync(whole);
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
