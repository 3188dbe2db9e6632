/**
 * Whether and when to ask again: a pure rule. The vendor's word comes first; without it the waits
 * double with jitter, because 429 without `retry-after` is normal on Anthropic's admin reports
 * (the vendor's reference).
 */

/** What went wrong with one try. `status` is null if no complete answer arrived. */
export interface Failure {
  readonly status: number | null;
  /** Header `retry-after`: seconds or an HTTP date. */
  readonly retryAfter: string | null;
  /** Header `x-should-retry`: "true" or "false". */
  readonly shouldRetry: string | null;
}

export interface RetryFacts {
  readonly failure: Failure;
  /** Tries made so far, at least 1. */
  readonly tries: number;
  /** Time since the first try began, in milliseconds. */
  readonly elapsedMs: number;
  /** Milliseconds since 1970, to read a `retry-after` that is a date. */
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

export const MAX_TRIES = 10;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const TOTAL_TIME_MS = 600_000;

/** Milliseconds to wait before the next try, or null if there shall be none. */
export function retryDelayMs(facts: RetryFacts): number | null {
  const { failure, tries, elapsedMs, nowMs, random } = facts;
  if (tries >= MAX_TRIES || !mayRetry(failure)) return null;
  const delay = serverDelayMs(failure.retryAfter, nowMs) ?? ownDelayMs(tries, random);
  return elapsedMs + delay > TOTAL_TIME_MS ? null : delay;
}

function mayRetry({ status, shouldRetry }: Failure): boolean {
  if (status === null || shouldRetry === "true") return true;
  if (shouldRetry === "false") return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

function serverDelayMs(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+(\.\d+)?$/.test(retryAfter)) return Math.ceil(Number(retryAfter) * 1000);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Between half of the wait and all of it, so that walks that failed together part again. */
function ownDelayMs(tries: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return Math.ceil(wait / 2 + (wait / 2) * random);
}
