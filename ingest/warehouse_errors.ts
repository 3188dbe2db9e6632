/** Failures of the warehouse's client as the program's own, and when a load may be tried again. */

import { setTimeout as sleep } from "node:timers/promises";

import { errorCode, errorMessage, property } from "./error_facts.ts";
import { ConfigError, LandingError, TransportError } from "./errors.ts";

const LOAD_TRIES = 4;
const FIRST_WAIT_MS = 500;

/**
 * Uploads, and on a lost connection uploads again under the same job id. A 409 says that the job is there
 * already: then `lookAt` it, which rejects with the job's own error if it failed.
 */
export async function retryLoad(
  upload: () => Promise<void>,
  lookAt: () => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await upload();
    } catch (error) {
      if (httpStatus(error) === 409) return await lookAt();
      if (!isTransient(error) || tries === LOAD_TRIES) throw error;
      await sleep(FIRST_WAIT_MS * 2 ** (tries - 1));
    }
  }
}

/** The HTTP status that an error of Google's client carries, or null. */
export function httpStatus(error: unknown): number | null {
  const code = errorCode(error);
  return typeof code === "number" ? code : null;
}

function isTransient(error: unknown): boolean {
  const status = httpStatus(error);
  if (status !== null) return status >= 500 && status !== 501;
  const code = errorCode(error);
  return typeof code === "string" && /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)/.test(code);
}

/**
 * TransportError if a retry may help, ConfigError if Google refuses access, else LandingError. `doing` is
 * null where the operator knows what was done, as with a query of their own.
 */
export function warehouseError(error: unknown, doing: string | null): Error {
  if (error instanceof LandingError || error instanceof ConfigError) return error;
  const reason = reasonOf(error);
  const said = doing === null ? reason : `The warehouse failed at ${doing}: ${reason}`;
  if (/Could not load the default credentials/.test(reason)) {
    return new ConfigError(`${said} Run "gcloud auth application-default login".`, {
      cause: error,
    });
  }
  const status = httpStatus(error);
  if (status === 401 || status === 403) return new ConfigError(said, { cause: error });
  if (isTransient(error))
    return new TransportError(`${said}; run the command again.`, { cause: error });
  return new LandingError(said, { cause: error });
}

/** A job's error has its reason beside its message. */
function reasonOf(error: unknown): string {
  const errors = property(error, "errors");
  const message = property(Array.isArray(errors) ? (errors[0] as unknown) : null, "message");
  return typeof message === "string" && message !== "" ? message : errorMessage(error);
}
