/** What was landed before: which fetch holds the same answer, and who spoke last for a day. */

import type { DayTotal } from "../walk/walk_totals.ts";

/** One row of `raw_fetches`, as far as the loader looks back. */
export interface EarlierFetch {
  readonly fetchId: string;
  readonly runId: string;
  readonly endpoint: string;
  readonly params: string;
  readonly contentSha256: string;
  readonly sameAsFetchId: string | null;
  /** RFC 3339 UTC. */
  readonly fetchedAt: string;
  readonly dayTotals: readonly DayTotal[] | null;
}

export interface LastWord extends DayTotal {
  readonly fetchedAt: string;
}

export interface History {
  /**
   * The fetch that holds the pages of exactly this answer, if the newest fetch of the same request said it. Null as
   * well if those pages are old by now, so that they land again: a warehouse that keeps two years drops them, or has.
   */
  holderOf(answer: {
    endpoint: string;
    params: string;
    contentSha256: string;
    fetchedAtMs: number;
  }): string | null;
  /** What the newest fetch that covers the day said of it. */
  lastWord(endpoint: string, date: string): LastWord | null;
  /** When the run landed this request, in RFC 3339 UTC; null if it has not. */
  landedAt(runId: string, endpoint: string, params: string): string | null;
}

const DAY_MS = 86_400_000;
/** Half of the least that `raw_days_kept` may be in workflow_settings.yaml. */
const PAGES_ARE_OLD_AFTER_MS = 365 * DAY_MS;

/** `fetches` of one connection and organization, in any order. */
export function createHistory(fetches: readonly EarlierFetch[]): History {
  const newestFirst = [...fetches].sort(olderFirst).reverse();
  const byRequest = new Map<string, EarlierFetch>();
  const byDay = new Map<string, LastWord>();
  const landed = new Map<string, string>();
  const fetchedAtOf = new Map(fetches.map((fetch) => [fetch.fetchId, Date.parse(fetch.fetchedAt)]));
  for (const fetch of newestFirst) {
    const request = key(fetch.endpoint, fetch.params);
    if (!byRequest.has(request)) byRequest.set(request, fetch);
    const ofRun = key(fetch.runId, request);
    if (!landed.has(ofRun)) landed.set(ofRun, fetch.fetchedAt);
    for (const total of fetch.dayTotals ?? []) {
      const day = key(fetch.endpoint, total.date);
      if (!byDay.has(day)) byDay.set(day, { ...total, fetchedAt: fetch.fetchedAt });
    }
  }
  return {
    holderOf({ endpoint, params, contentSha256, fetchedAtMs }) {
      const newest = byRequest.get(key(endpoint, params));
      if (newest?.contentSha256 !== contentSha256) return null;
      const holder = newest.sameAsFetchId ?? newest.fetchId;
      const heldSince = fetchedAtOf.get(holder);
      if (heldSince === undefined) return null;
      return fetchedAtMs - heldSince < PAGES_ARE_OLD_AFTER_MS ? holder : null;
    },
    lastWord: (endpoint, date) => byDay.get(key(endpoint, date)) ?? null,
    landedAt: (runId, endpoint, params) => landed.get(key(runId, key(endpoint, params))) ?? null,
  };
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function olderFirst(left: EarlierFetch, right: EarlierFetch): number {
  const byTime = Date.parse(left.fetchedAt) - Date.parse(right.fetchedAt);
  return byTime !== 0 ? byTime : left.fetchId < right.fetchId ? -1 : 1;
}
