/** Answers that come compressed, read piece by piece, so that a small one that unpacks to a huge one can be stopped. */

import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";

import { errorCode } from "../error_facts.ts";

type Unpack = (packed: Readable) => Readable;

const UNPACKERS: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ["identity", (plain) => plain],
  ["gzip", (packed) => through(packed, createGunzip())],
  ["x-gzip", (packed) => through(packed, createGunzip())],
  ["br", (packed) => through(packed, createBrotliDecompress())],
]);

/** How a `content-encoding` is read; null for one that is not known here. */
export function unpacker(encoding: string): Unpack | null {
  return UNPACKERS.get(encoding) ?? null;
}

/** True for bytes that are not of the format, and false for those that end too early, as on a network that broke. */
export function isOtherFormat(error: unknown): boolean {
  const code = errorCode(error);
  return (
    code === "Z_DATA_ERROR" || (typeof code === "string" && code.startsWith("ERR__ERROR_FORMAT"))
  );
}

/** What breaks the one side ends the other. */
function through(packed: Readable, unpacking: ReturnType<typeof createGunzip>): Readable {
  packed.on("error", (error) => unpacking.destroy(error));
  unpacking.on("close", () => packed.destroy());
  return packed.pipe(unpacking);
}
