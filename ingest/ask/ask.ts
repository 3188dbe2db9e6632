/**
 * One question to a vendor, asked until it is answered or the retry rule says stop. An answer is status
 * 200 with a whole body of valid UTF-8 that is valid JSON; no error tells anything of body, header or key.
 */

import type { Asked } from "./asked.ts";
import { isSpendError, TransportError } from "../errors.ts";
import {
  errorFor,
  type Failed,
  hopeless,
  mended,
  networkCode,
  notHttp,
  transport,
  unusable,
} from "./failures.ts";
import {
  isLoopback,
  type HttpAnswer,
  type HttpRequest,
  type HttpSend,
  UnusableAnswer,
} from "./exchange.ts";
import type { Log } from "../log.ts";
import { networkFault } from "./network_words.ts";
import { createPace, type Limit } from "./pace.ts";
import { type Answer, readAnswer } from "./read_answer.ts";
import { retryDelayMs, wantedWaitUntil } from "./retry.ts";

export type { Asked } from "./asked.ts";
export type { Answer } from "./read_answer.ts";

export interface AskEffects {
  readonly send: HttpSend;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
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
  /** False for an answer that is looked at and not landed: it may hold what no page may. Default: true. */
  readonly isLanded?: boolean;
}

/** `what` names the endpoint for logs and errors. */
export type Ask = (url: URL, what: string, sent?: Sent) => Promise<Answer>;

/**
 * Makes the asker of one connection. A 429 makes all its questions wait together, since the limit is the
 * organization's. Throws ConfigError on 401, 402, 403, 404, redirects and what else only the operator can mend,
 * such as a certificate or a proxy's sign-in, ContractError on other refusals and on answers that cannot get better, TransportError when the tries are used up or `signal` was aborted.
 */
export function createAsk(asked: Asked, effects: AskEffects): Ask {
  let pause: Promise<unknown> = Promise.resolve();
  const pace = isLoopback(new URL(asked.baseUrl)) ? null : createPace(effects);

  return async (url, what, sent = {}) => {
    const question = {
      ...sent,
      url,
      key: asked.key,
      headers: { ...asked.headers, ...sent.headers },
    };
    const startedMs = effects.now();
    for (let tries = 1; ; tries += 1) {
      await pause;
      if (sent.limit) await pace?.(sent.limit);
      const outcome = await tryOnce(question, effects);
      if ("body" in outcome) return outcome;
      if (outcome.isOperators === true) throw mended(outcome, { asked, what });
      if (tries >= (outcome.mostTries ?? Infinity)) throw unusable(outcome, { asked, what });
      const nowMs = effects.now();
      const elapsedMs = nowMs - startedMs;
      const random = effects.random();
      const delay = retryDelayMs({ failure: outcome, tries, elapsedMs, nowMs, random });
      if (delay === null) {
        const wanted = wantedWaitUntil(outcome, { tries, nowMs });
        throw errorFor(outcome, { asked, what, tries, wanted });
      }
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
  {
    exactFields = [],
    key,
    isLanded = true,
    ...question
  }: Sent & Pick<HttpRequest, "headers" | "url"> & Keyed,
  effects: AskEffects,
): Promise<Answer | Failed> {
  throwIfInterrupted(effects.signal);
  let answer: HttpAnswer;
  try {
    answer = await effects.send(requestOf(question), effects.signal);
  } catch (error) {
    throwIfInterrupted(effects.signal);
    if (isSpendError(error)) throw error;
    if (error instanceof UnusableAnswer) return hopeless(`an answer ${error.message}`, 1);
    const fault = networkFault(error);
    if (!fault.mayPass) {
      return { ...transport(`${question.url.origin} ${fault.says}`), isOperators: true };
    }
    return notHttp(error) ?? transport(`no complete answer (${networkCode(error)})`);
  }
  return readAnswer(answer, { exactFields, key, isLanded });
}

type Keyed = Pick<Asked, "key">;

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
