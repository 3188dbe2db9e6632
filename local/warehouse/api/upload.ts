/** Uploads go to a file as they arrive, so that a load's size is limited by the disk and not by memory. */

import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { invalid } from "../store/api_error.ts";

export interface Upload {
  /** The request's first part: a job resource. */
  readonly metadata: unknown;
  readonly file: string;
  readonly bytes: number;
}

/** A job resource has no business being larger. */
const METADATA_BYTES = 4 * 1024 * 1024;

/**
 * Reads a `multipart/related` body of two parts: JSON, then content. Throws 400 for a body that ends
 * before its closing boundary, and leaves no file behind.
 */
export async function receiveMultipart(request: IncomingMessage, folder: string): Promise<Upload> {
  const type = request.headers["content-type"] ?? "";
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw invalid("An upload needs a multipart/related body with a boundary");

  const body = request[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { metadata, rest } = await readMetadata(body, mark);
  const file = path.join(folder, `${randomUUID()}.ndjson`);
  let bytes = 0;
  try {
    await pipeline(
      Readable.from(contentOf(body, rest, mark)),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(file),
    );
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { metadata, file, bytes };
}

/** Reads up to the end of the first part and of the second one's headers. */
async function readMetadata(body: AsyncIterator<Buffer>, mark: string) {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const jsonStart = afterHeaders(head, 0);
    const jsonEnd = jsonStart < 0 ? -1 : head.indexOf(`\r\n--${mark}`, jsonStart);
    const contentStart = jsonEnd < 0 ? -1 : afterHeaders(head, jsonEnd + 2);
    if (contentStart >= 0) {
      const metadata = parseJson(head.subarray(jsonStart, jsonEnd).toString());
      return { metadata, rest: head.subarray(contentStart) };
    }
    if (head.length > METADATA_BYTES) throw invalid("The upload's first part is too large");
    const next = await body.next();
    if (next.done === true) throw invalid("The upload's body is cut off");
    head = Buffer.concat([head, next.value]);
  }
}

/** Where the text after a part's blank line begins, -1 if that has not arrived. */
function afterHeaders(buffer: Buffer, from: number): number {
  const blank = buffer.indexOf("\r\n\r\n", from);
  return blank < 0 ? -1 : blank + 4;
}

/** The second part without the closing boundary, which only the body's end shows to be one. */
async function* contentOf(
  body: AsyncIterator<Buffer>,
  first: Buffer,
  mark: string,
): AsyncGenerator<Buffer> {
  const closing = `\r\n--${mark}--`;
  const heldBack = closing.length + 4;
  let held = first;
  for (;;) {
    const next = await body.next();
    if (next.done === true) break;
    held = Buffer.concat([held, next.value]);
    if (held.length <= heldBack) continue;
    yield held.subarray(0, held.length - heldBack);
    held = held.subarray(held.length - heldBack);
  }
  const end = held.lastIndexOf(closing);
  if (end < 0) throw invalid("The upload's body is cut off");
  yield held.subarray(0, end);
}

/** Appends one piece of a resumable upload to its file. Gives the piece's bytes. */
export async function receivePiece(request: IncomingMessage, file: string): Promise<number> {
  let bytes = 0;
  await pipeline(
    request,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(file, { flags: "a" }),
  );
  return bytes;
}

/** Reads a JSON body. Throws 400 for what is no JSON. */
export async function receiveJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw invalid("The request's body is larger than 64 MB");
    parts.push(chunk);
  }
  return size === 0 ? {} : parseJson(Buffer.concat(parts).toString());
}

const BODY_BYTES = 64 * 1024 * 1024;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw Object.assign(invalid("The request's body is no JSON"), { cause: error });
  }
}
