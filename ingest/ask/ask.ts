/**
 * One question to a vendor, asked until it is answered or the retry rule says stop. An answer is status
 * 200 with a whole body of valid UTF-8 that is valid JSON; no error tells anything of body, header or key.
 */

import { decode, parse } from "./answer_text.ts";
import { errorCode, property } from "../error_facts.ts";
import { ConfigError, ContractError, TransportError } from "../errors.ts";
import { isLoopback, type HttpAnswer, type HttpRequest, type HttpSend } from "./http.ts";
import type { Log } from "../log.ts";
import { createPace, type Limit } from "./pace.ts";
import { type Failure, retryDelayMs } from "./retry.ts";

export interface AskEffects {
  readonly send: HttpSend;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
}

/** Whom is asked: `name` of the connection and the setting that holds its key go into errors. */
export interface Asked {
  readonly name: string;
  readonly keyEnv: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What to do about a refusal, by HTTP status; KEY stands for the setting. */
  readonly remedies: Readonly<Record<number, string>>;
  /** Limits are kept by this side too, unless this is a stand-in on loopback, which has none. */
  readonly baseUrl: string;
}

/** What a question has beside its address. Default: a GET. */
export interface Sent {
  readonly method?: "GET" | "POST";
  /** Sent beside those of the connection. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON of a POST. */
  readonly body?: Readonly<Record<string, string | number>> | null;
  readonly limit?: Limit | null;
  /** Fields whose numbers `json` holds as text, digit by digit. */
  readonly exactFields?: readonly string[];
}

export interface Answer {
  /** The exact response text. */
  readonly body: string;
  readonly json: unknown;
}

/** `what` names the endpoint for logs and errors. */
export type Ask = (url: URL, what: string, sent?: Sent) => Promise<Answer>;

interface Failed extends Failure {
  /** What happened, for the operator: "HTTP 429 (rate_limit_error)". */
  readonly saying: string;
}

/**
 * Makes the asker of one connection. A 429 makes all its questions wait together, since the limit is the
 * organization's. Throws ConfigError on 401, 402, 403, 404 and redirects, ContractError on other
 * refusals, TransportError when the tries are used up or `signal` was aborted.
 */
export function createAsk(asked: Asked, effects: AskEffects): Ask {
  let pause: Promise<unknown> = Promise.resolve();
  const pace = isLoopback(new URL(asked.baseUrl)) ? null : createPace(effects);

  return async (url, what, sent = {}) => {
    const question = { ...sent, url, headers: { ...asked.headers, ...sent.headers } };
    const startedMs = effects.now();
    for (let tries = 1; ; tries += 1) {
      await pause;
      if (sent.limit) await pace?.(sent.limit);
      const outcome = await tryOnce(question, effects);
      if ("body" in outcome) return outcome;
      const nowMs = effects.now();
      const elapsedMs = nowMs - startedMs;
      const random = effects.random();
      const delay = retryDelayMs({ failure: outcome, tries, elapsedMs, nowMs, random });
      if (delay === null) throw errorFor(outcome, { asked, what, tries });
      effects.log.event("request_retried", {
        connection: asked.name,
        endpoint: what,
        reason: outcome.saying,
        tries,
        wait_ms: delay,
      });
      const wait = effects.sleep(delay);
      if (outcome.status === 429) pause = Promise.all([pause, wait]);
      await wait;
    }
  };
}

async function tryOnce(
  { exactFields = [], ...question }: Sent & Pick<HttpRequest, "headers" | "url">,
  effects: AskEffects,
): Promise<Answer | Failed> {
  throwIfInterrupted(effects.signal);
  let answer: HttpAnswer;
  try {
    answer = await effects.send(requestOf(question), effects.signal);
  } catch (error) {
    throwIfInterrupted(effects.signal);
    return transport(`no complete answer (${networkCode(error)})`);
  }
  const text = decode(answer.bytes);
  const json = text === null ? undefined : parse(text, exactFields);
  if (answer.status !== 200) return refused(answer, json);
  if (text === null) return transport("an answer that is not UTF-8");
  if (json === undefined) return transport("an answer that is cut or not JSON");
  return { body: text, json };
}

function requestOf({
  method = "GET",
  url,
  headers,
  body = null,
}: Sent & Pick<HttpRequest, "headers" | "url">): HttpRequest {
  if (body === null) return { method, url, headers, body };
  const json = { ...headers, "content-type": "application/json" };
  return { method, url, headers: json, body: JSON.stringify(body) };
}

/** Stops before the next request once the operator asked to stop. Throws TransportError. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new TransportError(
      "Interrupted: what was complete has been kept; run the command again to resume.",
    );
  }
}

function transport(saying: string): Failed {
  return { status: null, retryAfter: null, shouldRetry: null, saying };
}

function refused({ status, headers }: HttpAnswer, json: unknown): Failed {
  const kind = errorType(json);
  const requestId = /^[\w-]{1,80}$/.exec(headers["request-id"] ?? "")?.[0];
  const details = [kind, requestId === undefined ? null : `request id ${requestId}`].filter(
    Boolean,
  );
  return {
    status,
    retryAfter: headers["retry-after"] ?? null,
    shouldRetry: headers["x-should-retry"] ?? null,
    saying: details.length === 0 ? `HTTP ${status}` : `HTTP ${status}, ${details.join(", ")}`,
  };
}

/** The vendor's `error.type`, such as `rate_limit_error`; its message may quote the request, so it is left out. */
function errorType(json: unknown): string | null {
  const type = property(property(json, "error"), "type");
  return typeof type === "string" && /^[a-z_]{1,40}$/.test(type) ? type : null;
}

function errorFor(
  failure: Failed,
  { asked, what, tries }: { asked: Asked; what: string; tries: number },
): ConfigError | ContractError | TransportError {
  const { status, saying } = failure;
  const said = `Connection "${asked.name}", ${what}: ${saying}`;
  if (status === 410) {
    return new TransportError(`${said}: the walk has to begin anew; run the command again.`, {
      startsAnew: true,
    });
  }
  if (status === null || status === 408 || status === 409 || status === 429 || status >= 500) {
    return new TransportError(
      `${said}, after ${tries} tries; run the command again later to resume.`,
      { status },
    );
  }
  const remedy = asked.remedies[status] ?? (status < 400 ? REDIRECTED : undefined);
  if (remedy !== undefined) {
    return new ConfigError(`${said}: ${remedy.replace("KEY", asked.keyEnv)}`, { status });
  }
  return new ContractError(
    `${said}: the vendor refuses a request that its documentation allows; report it.`,
    { status },
  );
}

const REDIRECTED =
  "the base URL answers with a redirect, which is not followed; set the address it points to.";

function networkCode(error: unknown): string {
  const code = errorCode(error);
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "network error";
}
