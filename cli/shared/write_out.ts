/** A pipe in the place of a file: its reader may come late, take its time or stop, and signals are heard meanwhile. */

import { closeSync, constants, openSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { errorCode } from "../../ingest/error_facts.ts";
import { isSpendError, TransportError } from "../../ingest/errors.ts";
import { isPipe } from "../../ingest/operator_file.ts";
import type { Form } from "./replaceable.ts";
import { unwritable, writeFile } from "./write_file.ts";

const LOOK_AGAIN_MS = 5;
const PIECE_BYTES = 64 * 1024;

/** Writes a file as `writeFile` does, or into a pipe until the signal. Throws ConfigError, or TransportError for the signal. */
export async function writeOut(
  file: string,
  content: string,
  form: Form,
  signal: AbortSignal,
): Promise<void> {
  if (!isPipe(file)) return writeFile(file, content, form);
  try {
    await writePipe(file, Buffer.from(content), signal);
  } catch (error) {
    throw isSpendError(error) ? error : unwritable(file, error);
  }
}

async function writePipe(file: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const again = async () => {
    if (signal.aborted)
      throw new TransportError(
        `Interrupted before all of it was read from ${file}: run the command again.`,
      );
    await sleep(LOOK_AGAIN_MS);
  };
  let opened = openedForWriting(file);
  for (; opened === null; opened = openedForWriting(file)) await again();
  try {
    for (let at = 0; at < bytes.length;) {
      const written = writtenNow(opened, bytes.subarray(at, at + PIECE_BYTES));
      if (written === 0) await again();
      at += written;
    }
  } finally {
    closeSync(opened);
  }
}

/** Null as long as nobody reads. */
function openedForWriting(file: string): number | null {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ENXIO") return null;
    throw error;
  }
}

/** How many bytes the pipe took; none while it is full. */
function writtenNow(opened: number, bytes: Uint8Array): number {
  try {
    return writeSync(opened, bytes);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return 0;
    throw error;
  }
}
