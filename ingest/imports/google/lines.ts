/** The lines of a large file, one after the other: memory holds a piece of it, never the whole. */

import { isUtf8 } from "node:buffer";
import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { errorCode } from "../../error_facts.ts";
import { ConfigError } from "../../errors.ts";
import { unreadable } from "../../operator_file.ts";

/** BigQuery's limit for one JSON row. */
const LINE_BYTES = 100 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** What gzip begins a file with, and what some editors begin a text with. */
const GZIP = Buffer.from([0x1f, 0x8b]);
const MARK = Buffer.from("\uFEFF");

/**
 * The text of a file, unpacked if gzip has packed it, without a byte order mark. It ends with ConfigError where the file
 * cannot be read or unpacked, be it in its middle.
 */
export function openText(file: string): Readable {
  return Readable.from(piecesOf(file), { objectMode: false });
}

async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  try {
    const isPacked = GZIP.equals(await beginningOf(file, GZIP.length));
    const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES });
    yield* withoutMark(isPacked ? unpacked(bytes) : bytes);
  } catch (error) {
    if (!String(errorCode(error)).startsWith("Z_")) throw unreadable(file, error);
    const name = path.basename(file);
    throw new ConfigError(`${name} cannot be unpacked: check that it is whole.`, { cause: error });
  }
}

async function beginningOf(file: string, length: number): Promise<Buffer> {
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}

/** Ends with the error of either: the caller reads it there. */
function unpacked(bytes: Readable): Readable {
  return pipeline(bytes, createGunzip({ chunkSize: PIECE_BYTES }), () => undefined);
}

async function* withoutMark(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const piece of text) {
    const hasMark = isFirst && MARK.equals(piece.subarray(0, MARK.length));
    const rest = hasMark ? piece.subarray(MARK.length) : piece;
    isFirst = false;
    if (rest.length > 0) yield rest;
  }
}

/**
 * Splits at line feeds alone, as JSON text may hold every other separator, and adds all bytes to the hash. A line that is
 * not UTF-8 is null.
 * Throws ConfigError at a line that no load job takes.
 */
export async function* linesOf(text: Readable, hash: Hash): AsyncGenerator<string | null> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const piece of text as AsyncIterable<Buffer>) {
    hash.update(piece);
    let start = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
      const rest = piece.subarray(start, end);
      yield textOf(parts.length === 0 ? rest : Buffer.concat([...parts, rest]));
      parts = [];
      size = 0;
      start = end + 1;
    }
    if (start === piece.length) continue;
    parts.push(piece.subarray(start));
    size += piece.length - start;
    if (size > LINE_BYTES) {
      throw new ConfigError(
        "A line is longer than 100 MB: export the table as NDJSON, one row a line.",
      );
    }
  }
  if (parts.length > 0) yield textOf(Buffer.concat(parts));
}

function textOf(line: Buffer): string | null {
  return isUtf8(line) ? line.toString() : null;
}
