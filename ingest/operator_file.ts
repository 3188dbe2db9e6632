/** Files as an operator names them, read up to a limit: what has no end, such as a device, is refused before it fills the memory. */

import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { errorCode } from "./error_facts.ts";
import { ConfigError, TransportError } from "./errors.ts";

const MEGABYTE = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** No file of settings is larger. */
const SETTINGS_MEGABYTES = 1;

/** So long may a pipe say nothing. */
const SILENCE_MS = 60_000;
const LOOK_AGAIN_MS = 20;

/** All bytes of a file or of a pipe. Throws ConfigError if it cannot be read, is larger, or is a pipe that says nothing for long. */
export function readBounded(file: string, megabytes: number, silenceMs = SILENCE_MS): Uint8Array {
  const reading = readPieces(file, megabytes, silenceMs);
  let step = reading.next();
  for (; step.done !== true; step = reading.next()) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  return step.value;
}

/** The same, until the signal. Throws TransportError then: nothing was done with the file. */
export async function readBoundedUntil(
  signal: AbortSignal,
  file: string,
  megabytes: number,
): Promise<Uint8Array> {
  const reading = readPieces(file, megabytes, SILENCE_MS);
  try {
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) {
      await sleep(LOOK_AGAIN_MS);
      if (signal.aborted)
        throw new TransportError("Interrupted before the file was read: run the command again.");
    }
    return step.value;
  } finally {
    reading.return(new Uint8Array());
  }
}

/** Yields whenever a pipe has nothing yet: opened so that it is never waited for, since no signal is heard meanwhile. */
function* readPieces(
  file: string,
  megabytes: number,
  silenceMs: number,
): Generator<undefined, Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const isPipe = fstatSync(opened).isFIFO();
      let heardAt = Date.now();
      while (size <= megabytes * MEGABYTE) {
        const piece = readPiece(opened);
        // Before anybody writes to a pipe it is at its end.
        if (piece?.length === 0 && !(isPipe && size === 0)) break;
        if (piece === null || piece.length === 0) {
          if (Date.now() - heardAt > silenceMs) throw silent(file);
          yield;
          continue;
        }
        heardAt = Date.now();
        pieces.push(piece);
        size += piece.length;
      }
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    throw error instanceof ConfigError ? error : unreadable(file, error);
  }
  if (size <= megabytes * MEGABYTE) return Buffer.concat(pieces);
  throw new ConfigError(
    `${file} is larger than ${megabytes} MB, which no such file is: check that it is the one that you mean.`,
  );
}

/** Null if there is nothing yet. */
function readPiece(opened: number): Uint8Array | null {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    return piece.subarray(0, readSync(opened, piece));
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return null;
    throw error;
  }
}

function silent(file: string): ConfigError {
  return new ConfigError(
    `${file} is a pipe to which nobody writes: check what should, and run again.`,
  );
}

/** What pipes of settings said, or why they did not: a pipe says it once. */
const heard = new Map<string, string | ConfigError>();

/**
 * Reads a file of settings ahead if it is a pipe, since no signal is heard while it is read at once: `readSettingsText`
 * has it from here. Throws TransportError when the signal comes first.
 */
export async function hearPipe(file: string, signal: AbortSignal): Promise<void> {
  if (heard.has(file) || !isPipe(file)) return;
  try {
    const bytes = await readBoundedUntil(signal, file, SETTINGS_MEGABYTES);
    heard.set(file, Buffer.from(bytes).toString());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    heard.set(file, error);
  }
}

/** False also for what is not there. */
export function isPipe(file: string): boolean {
  try {
    return statSync(file).isFIFO();
  } catch {
    return false;
  }
}

/** The text of a file of settings, null if there is none. Throws ConfigError if it cannot be read or is none. */
export function readSettingsText(file: string): string | null {
  const said = heard.get(file);
  if (said instanceof ConfigError) throw said;
  if (said !== undefined) return said;
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
