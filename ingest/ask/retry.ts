/**
 * Whether and when to ask again: a pure rule. The waits double with jitter, and last longer where the vendor says so,
 * never shorter: a vendor that says 0 is not asked ten times within a second. Without its word too, because 429
 * without `retry-after` is normal on Anthropic's admin reports (the vendor's reference).
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
const LAST_TOLD_MS = Date.parse("9999-12-31T23:59:59Z");

/** Milliseconds to wait before the next try, or null if there shall be none. */
export function retryDelayMs(facts: RetryFacts): number | null {
  const { failure, tries, elapsedMs, nowMs, random } = facts;
  if (tries >= MAX_TRIES || !mayRetry(failure)) return null;
  const delay = Math.max(serverDelayMs(failure.retryAfter, nowMs), ownDelayMs(tries, random));
  return elapsedMs + delay > TOTAL_TIME_MS ? null : delay;
}

/** Until when the vendor asks to wait, if only that keeps a further try from being made; null otherwise. */
export function wantedWaitUntil(
  failure: Failure,
  { tries, nowMs }: Pick<RetryFacts, "nowMs" | "tries">,
): string | null {
  const wait = serverDelayMs(failure.retryAfter, nowMs);
  if (tries >= MAX_TRIES || !mayRetry(failure) || wait <= LONGEST_WAIT_MS) return null;
  const until = new Date(nowMs + wait);
  // What lasts for thousands of years is no time that anybody means, and not written with four digits.
  return until.getTime() <= LAST_TOLD_MS ? `${until.toISOString().slice(0, 19)}Z` : null;
}

function mayRetry({ status, shouldRetry }: Failure): boolean {
  if (status === null || shouldRetry === "true") return true;
  if (shouldRetry === "false") return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** 0 where it says nothing that makes sense. */
function serverDelayMs(retryAfter: string | null, nowMs: number): number {
  const text = retryAfter?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // What begins with no weekday is none of HTTP's dates; the parser takes even -5 for one.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - nowMs);
}

/** Between half of the wait and all of it, so that walks that failed together part again. */
function ownDelayMs(tries: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return Math.ceil(wait / 2 + (wait / 2) * random);
}
