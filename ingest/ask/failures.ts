/** What is made of an answer that is none: how it is told, how often it is asked for, and with which error it ends. */

import type { Asked } from "./asked.ts";
import { errorCode, property } from "../error_facts.ts";
import { ConfigError, ContractError, TransportError } from "../errors.ts";
import type { HttpAnswer } from "./exchange.ts";
import type { Failure } from "./retry.ts";

export interface Failed extends Failure {
  /** What happened, for the operator: "HTTP 429 (rate_limit_error)". */
  readonly saying: string;
  /** How often what cannot get better is asked for at most; left out where it can. */
  readonly mostTries?: number;
  /** True if no try can help before the operator has done what `saying` ends with. */
  readonly isOperators?: boolean;
}

export function transport(saying: string): Failed {
  return { status: null, retryAfter: null, shouldRetry: null, saying };
}

export function refused({ status, headers }: HttpAnswer, json: unknown): Failed {
  const kind = errorType(json);
  const requestId = /^[\w-]{1,80}$/.exec(headers["request-id"] ?? "")?.[0];
  const details = [kind, requestId === undefined ? null : `request id ${requestId}`].filter(
    Boolean,
  );
  const between = BETWEEN.get(status);
  return {
    ...(between === undefined ? {} : { isOperators: true }),
    ...(status < 300 || status === 304 ? { mostTries: 1 } : {}),
    status,
    retryAfter: headers["retry-after"] ?? null,
    shouldRetry: headers["x-should-retry"] ?? null,
    saying:
      between === undefined
        ? [`HTTP ${status}${MEANS.get(status) ?? ""}`, ...details].join(", ")
        : `HTTP ${status}: ${between}`,
  };
}

/** Statuses that no vendor documents, and whose number does not tell what it is. */
const MEANS: ReadonlyMap<number, string> = new Map([
  [304, " (not changed since an earlier answer, which nobody asked about)"],
]);

/** Statuses that no vendor gives, and what to do about whoever gives them on the way there. */
const BETWEEN: ReadonlyMap<number, string> = new Map([
  [
    407,
    "a proxy between asks for a sign-in, which is not given; check the base URL and the proxy settings.",
  ],
  [511, "the network asks for a sign-in; sign in with a browser, and check the base URL."],
]);

/** The vendor's `error.type`, such as `rate_limit_error`; its message may quote the request, so it is left out. */
function errorType(json: unknown): string | null {
  const type = property(property(json, "error"), "type");
  return typeof type === "string" && /^[a-z_]{1,40}$/.test(type) ? type : null;
}

interface Ended {
  readonly asked: Asked;
  readonly what: string;
  readonly tries: number;
  /** Until when the vendor asks to wait, where that is why nobody asks again. */
  readonly wanted: string | null;
}

export function errorFor(
  failure: Failed,
  { asked, what, tries, wanted }: Ended,
): ConfigError | ContractError | TransportError {
  const { status, saying } = failure;
  const said = `Connection "${asked.name}", ${what}: ${saying}`;
  if (status === 410) {
    return new TransportError(`${said}: the walk has to begin anew; run the command again.`, {
      startsAnew: true,
    });
  }
  if (status === null || status === 408 || status === 409 || status === 429 || status >= 500) {
    const after = `${said}, after ${tries} ${tries === 1 ? "try" : "tries"}`;
    const rest =
      wanted === null
        ? "; run the command again later to resume."
        : `: it asks to wait until ${wanted}, longer than a command waits; run it again then to resume.`;
    return new TransportError(`${after}${rest}`, { status });
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

export function mended(
  { saying, status }: Failed,
  { asked, what }: { asked: Asked; what: string },
): ConfigError {
  const known = status === null ? {} : { status };
  return new ConfigError(`Connection "${asked.name}", ${what}: ${saying}`, known);
}

const REDIRECTED =
  "the base URL answers with a redirect, which is not followed; set the address it points to.";

export function networkCode(error: unknown): string {
  const code = errorCode(error);
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "network error";
}

/** What speaks no HTTP/1.1, or another, does so each time; null for a connection that only failed or ended too soon. */
export function notHttp(error: unknown): Failed | null {
  if (errorCode(error) === "UND_ERR_HEADERS_OVERFLOW")
    return hopeless("an answer with more headers than are read", 2);
  return property(error, "name") === "HTTPParserError"
    ? hopeless("an answer that is not HTTP/1.1", 2)
    : null;
}

/** Asked for once more at most: a page of the network's own may have come between. */
export function hopeless(saying: string, mostTries: 1 | 2): Failed {
  return { ...transport(saying), mostTries };
}

/** What the vendor calls its answer, if it is a name that can be told. */
export function contentType({ headers }: Pick<HttpAnswer, "headers">): {
  readonly text: string;
  readonly isOther: boolean;
} {
  const type = /^[\w.+-]{1,60}\/[\w.+-]{1,60}/.exec(headers["content-type"] ?? "")?.[0] ?? null;
  return {
    text: type === null ? "" : ` (content type ${type})`,
    isOther: type !== null && !/json/i.test(type),
  };
}

export function unusable(
  { saying, status }: Failed,
  { asked, what }: { asked: Asked; what: string },
): ContractError {
  return new ContractError(
    `Connection "${asked.name}", ${what}: ${saying}; nothing of it was landed, and asking again does not help. Check the base URL and what stands between, or report it to the vendor.`,
    status === null ? {} : { status },
  );
}
