/** Failures of the warehouse's client as the program's own, and when a load may be tried again. */

import { errorCode, errorMessage, limitReached, property, saysDiskFull } from "../error_facts.ts";
import { ConfigError, isSpendError, LandingError, TransportError } from "../errors.ts";
import { PASSING_REASONS, saysNotSignedIn, SIGN_IN_AGAIN } from "./passing_words.ts";

const LOAD_TRIES = 4;
const FIRST_WAIT_MS = 500;

/** One load as a job whose id says which try it is: an id is spent once its job has failed, which changed nothing. */
export interface LoadTries {
  /** Resolves once the job is done. */
  readonly upload: (failedJobs: number) => Promise<void>;
  /** Waits for the job that is there under this id already. Rejects with the job's own error if it failed. */
  readonly lookAt: (failedJobs: number) => Promise<void>;
}

/**
 * Uploads, and where the answer was lost uploads again under the same job id. A 409 says that the job is there
 * already: an earlier try or an earlier run made it. If that one failed, the next id is used.
 */
export async function retryLoad({ upload, lookAt }: LoadTries): Promise<void> {
  let failedJobs = 0;
  for (let tries = 1; tries <= LOAD_TRIES;) {
    try {
      return await uploadOnce(
        () => upload(failedJobs),
        () => lookAt(failedJobs),
      );
    } catch (error) {
      const isOld = error instanceof FailedBefore;
      if (isOld || jobReason(error) !== null) failedJobs += 1;
      if (isOld) continue;
      if (!isTransient(error) || tries === LOAD_TRIES) throw error;
      const waitMs = FIRST_WAIT_MS * 2 ** (tries - 1);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      tries += 1;
    }
  }
}

/** The id is spent by a job of before that failed. */
class FailedBefore extends Error {}

async function uploadOnce(upload: () => Promise<void>, lookAt: () => Promise<void>): Promise<void> {
  try {
    await upload();
  } catch (duplicate) {
    if (httpStatus(duplicate) !== 409) throw duplicate;
    try {
      await lookAt();
    } catch (error) {
      if (jobReason(error) !== null) throw new FailedBefore("", { cause: error });
      // Another identity's job cannot be looked at: it is there, and that is all there is to know.
      throw httpStatus(error) === 403 ? duplicate : error;
    }
  }
}

/** BigQuery's word for why a job failed; null for an error that is not a job's. */
function jobReason(error: unknown): string | null {
  return httpStatus(error) === null ? reasonWord(error) : null;
}

/** The HTTP status that an error of Google's client carries, or null. */
export function httpStatus(error: unknown): number | null {
  const code = errorCode(error);
  return typeof code === "number" ? code : null;
}

function isTransient(error: unknown): boolean {
  if (PASSING_REASONS.includes(reasonWord(error) ?? "")) return true;
  const status = httpStatus(error);
  if (status !== null) return status === 429 || (status >= 500 && status !== 501);
  const code = errorCode(error);
  return typeof code === "string" && /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)/.test(code);
}

/**
 * TransportError if a retry may help, ConfigError if Google refuses access, else LandingError. `doing` is
 * null where the operator knows what was done, as with a query of their own.
 */
export function warehouseError(error: unknown, doing: string | null): Error {
  if (isSpendError(error)) return error;
  const word = reasonWord(error);
  const reason = wordsOf(error);
  const said =
    doing === null
      ? reason
      : `The warehouse failed at ${doing}: ${reason}${word === null ? "" : ` (${word})`}`;
  if (isNotSignedIn(error, reason)) {
    return new ConfigError(`${said.replace(/[.:]?$/, ".")} ${SIGN_IN_AGAIN}`, { cause: error });
  }
  if (saysDiskFull(reason)) {
    return new ConfigError(
      "The disk of the local warehouse is full, and what was complete has been kept: free some space and run the command again.",
      { cause: error },
    );
  }
  const limit = limitReached(reason);
  if (limit !== null) return new ConfigError(limit, { cause: error });
  if (word === "quotaExceeded") {
    return new TransportError(
      `${said}; what was complete has been kept: run the command again when the quota is free, tomorrow at the latest.`,
      { cause: error },
    );
  }
  if (isTransient(error))
    return new TransportError(`${said}; run the command again.`, { cause: error });
  const status = httpStatus(error);
  // A job that was refused says so in its own error, without a status.
  if (status === 403 || word === "accessDenied") return new ConfigError(said, { cause: error });
  return new LandingError(said, { cause: error });
}

function isNotSignedIn(error: unknown, reason: string): boolean {
  return httpStatus(error) === 401 || (jobReason(error) === null && saysNotSignedIn(reason));
}

/** A job's error has its reason beside its message. A laptop's address holds the secret that opens the warehouse. */
export function wordsOf(error: unknown): string {
  const reason = firstOf(error, "message") ?? withoutBody(error);
  return reason.replaceAll(LOCAL_ADDRESS, "the local warehouse");
}

/** Google's client puts the body of an answer that is not BigQuery's, such as a proxy's page, into its message. */
function withoutBody(error: unknown): string {
  const message = errorMessage(error);
  const first = LISTED.exec(message)?.[1]?.trim();
  if (first === undefined && !/^\s*</.test(message)) return message;
  const status = httpStatus(error);
  const words = first === undefined || first.startsWith("<") ? "no answer of BigQuery's" : first;
  return status === null ? words : `HTTP ${status} (${words})`;
}

const LISTED = /^Multiple errors occurred during the request\.[^\n]*\n\s*1\. (.*)/;

const LOCAL_ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\S*/g;

/** BigQuery's one word for what went wrong, such as `quotaExceeded`. */
function reasonWord(error: unknown): string | null {
  return firstOf(error, "reason");
}

function firstOf(error: unknown, name: "message" | "reason"): string | null {
  const errors = property(error, "errors");
  const text = property(Array.isArray(errors) ? (errors[0] as unknown) : null, name);
  return typeof text === "string" && text !== "" ? text : null;
}
