/** Files as an operator names them, read up to a limit: what has no end, such as a device, is refused before it fills the memory. */

import { closeSync, lstatSync, openSync, readSync } from "node:fs";

import { errorCode } from "./error_facts.ts";
import { ConfigError } from "./errors.ts";

const MEGABYTE = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** No file of settings is larger. */
const SETTINGS_MEGABYTES = 1;

/** All bytes of a file or of a pipe. Throws ConfigError if it cannot be read or is larger. */
export function readBounded(file: string, megabytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const opened = openSync(file, "r");
    try {
      let piece = readPiece(opened);
      while (piece.length > 0 && size <= megabytes * MEGABYTE) {
        pieces.push(piece);
        size += piece.length;
        piece = readPiece(opened);
      }
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (size <= megabytes * MEGABYTE) return Buffer.concat(pieces);
  throw new ConfigError(
    `${file} is larger than ${megabytes} MB, which no such file is: check that it is the one that you mean.`,
  );
}

function readPiece(opened: number): Uint8Array {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  return piece.subarray(0, readSync(opened, piece));
}

/** The text of a file of settings, null if there is none. Throws ConfigError if it cannot be read or is none. */
export function readSettingsText(file: string): string | null {
  return isThere(file) ? Buffer.from(readBounded(file, SETTINGS_MEGABYTES)).toString() : null;
}

/** What to say where the system refuses to read a file. */
export function unreadable(file: string, error: unknown): ConfigError {
  return new ConfigError(`${file} ${reason(file, error)}.`, { cause: error });
}

function reason(file: string, error: unknown): string {
  if (errorCode(error) !== "ENOENT")
    return "cannot be read: check that it is a file and that you may read it";
  return isThere(file)
    ? "is a link to a file that does not exist: mend the link, or remove it"
    : "does not exist: check its name";
}

/** Also for a link to nothing. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw new ConfigError(`${file} cannot be looked at: check its name and that you may read it.`, {
      cause: error,
    });
  }
}
