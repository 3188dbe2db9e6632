/** The lines of a large file, one after the other: memory holds a piece of it, never the whole. */

import { isUtf8 } from "node:buffer";
import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { ConfigError } from "../../errors.ts";

/** BigQuery's limit for one JSON row. */
const LINE_BYTES = 100 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** The text of a file, unpacked if its name ends in `.gz`. It ends with ConfigError where that cannot be done. */
export function openText(file: string): Readable {
  const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES });
  if (!file.endsWith(".gz")) return bytes;
  return Readable.from(unpacked(bytes, path.basename(file)), { objectMode: false });
}

async function* unpacked(bytes: Readable, name: string): AsyncGenerator<Buffer> {
  const text = createGunzip({ chunkSize: PIECE_BYTES });
  bytes.on("error", (error) => text.destroy(error));
  try {
    yield* bytes.pipe(text) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ConfigError(`${name} cannot be unpacked: check that it is whole.`, { cause: error });
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
