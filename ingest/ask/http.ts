/**
 * The only door to the network of vendors: a question out, bytes back, every wait and every size bounded. Follows no
 * redirect.
 */

import { Agent, type Dispatcher, request } from "undici";

import { MAX_BYTES } from "./answer_limits.ts";
import { type HttpAnswer, type HttpSend, UnusableAnswer } from "./exchange.ts";
import { contentType } from "./failures.ts";
import { isOtherFormat, unpacker } from "./unpack.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 60_000;
const BODY_TIMEOUT_MS = 60_000;
/** A whole answer, however often a few of its bytes come. */
const ANSWER_TIMEOUT_MS = 120_000;

/** Opens connections that last until `close`. A `dispatcher` replaces the network in tests. */
export function openHttp(
  dispatcher?: Dispatcher,
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
): { send: HttpSend; close(): Promise<void> } {
  const agent =
    dispatcher ??
    new Agent({
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
    });
  return { send: sendThrough(agent, answerTimeoutMs), close: () => agent.close() };
}

function sendThrough(dispatcher: Dispatcher, answerTimeoutMs: number): HttpSend {
  return async ({ method, url, headers, body }, signal) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(tooLate(answerTimeoutMs)), answerTimeoutMs);
    try {
      const answer = await request(url, {
        method,
        headers: { ...headers, "accept-encoding": "gzip, br" },
        body,
        dispatcher,
        signal: AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]),
      });
      const { statusCode: status } = answer;
      const known = { status, headers: firstValues(answer.headers) };
      return { ...known, bytes: await bytesOf(answer.body, known) };
    } finally {
      clearTimeout(timer);
    }
  };
}

function tooLate(ms: number): Error {
  return Object.assign(new Error(`no whole answer within ${ms} ms`), { code: "ANSWER_TIMEOUT" });
}

type Head = Omit<HttpAnswer, "bytes">;

async function bytesOf(body: Dispatcher.ResponseData["body"], head: Head): Promise<Uint8Array> {
  const encoding = head.headers["content-encoding"]?.trim().toLowerCase() || "identity";
  const unpacked = unpacker(encoding);
  if (unpacked === null) {
    await body.dump();
    return unreadable(head, "of a compression that nobody asked for");
  }
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of unpacked(body) as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > MAX_BYTES) return unreadable(head, `of more than ${MAX_BYTES / 1024 / 1024} MB`);
    }
  } catch (error) {
    if (!isOtherFormat(error)) throw error;
    const { text } = contentType(head);
    return unreadable(head, `that is called ${encoding} and is none${text}`);
  }
  return Buffer.concat(parts);
}

/** A refusal says enough by its status. Throws UnusableAnswer for what is to be an answer. */
function unreadable({ status }: Head, saying: string): Uint8Array {
  if (status !== 200) return Buffer.of();
  throw new UnusableAnswer(saying);
}

function firstValues(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}
