/** Standard output, whose reader may leave and whose disk may be full: the one is no error, the other is one. */

import { fstatSync, writeSync } from "node:fs";
import process from "node:process";

import { errorCode } from "../../ingest/error_facts.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { isFull } from "./write_file.ts";

const STDOUT = 1;

/** Writes text to standard output, all of it. Throws ConfigError where a file takes no more. */
export function standardOutput(): (text: string) => void {
  // A reader of a pipe may leave early, as `head` does.
  process.stdout.on("error", (error) => {
    if (errorCode(error) === "EPIPE") process.exit(0);
    process.stderr.write(`${unwritten(error).message}\n`);
    process.exit(2);
  });
  if (!isFileOrDevice()) return (text) => void process.stdout.write(text);
  return (text) => {
    try {
      writeAll(text);
    } catch (error) {
      throw unwritten(error);
    }
  };
}

/** Node's own stream takes a write that was cut for a whole one. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(STDOUT, bytes, at);
}

function isFileOrDevice(): boolean {
  if (process.stdout.isTTY) return false;
  try {
    const found = fstatSync(STDOUT);
    return found.isFile() || found.isCharacterDevice();
  } catch {
    return false;
  }
}

function unwritten(error: unknown): ConfigError {
  const why = isFull(error) ? "its disk is full" : String(errorCode(error));
  return new ConfigError(
    `Standard output cannot be written (${why}), so what is there is not whole: make room, or write to another place, and run the command again.`,
    { cause: error },
  );
}
