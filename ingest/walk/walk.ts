/** One walk: every page of one endpoint for one window, checked, in memory, or an error and nothing. */

import { createHash } from "node:crypto";

import type { Ask } from "../ask/ask.ts";
import { daysOf } from "../dates.ts";
import type { OnUnknown } from "../endpoint/check_shape.ts";
import { ContractError, TransportError } from "../errors.ts";
import { walkPages } from "../endpoint/pagination.ts";
import type { Endpoint, ReadPage } from "../endpoint/endpoint.ts";
import { createTotals, type DayTotal } from "./walk_totals.ts";
import type { Window } from "../endpoint/windows.ts";

export interface WalkTask {
  readonly endpoint: Endpoint;
  /** Null for directories. */
  readonly window: Window | null;
}

export interface LandedPage {
  readonly body: string;
  /** SHA-256 of the body's UTF-8, in hex. */
  readonly sha256: string;
  /** The same without the endpoint's volatile fields: equal hashes say equal things. */
  readonly contentSha256: string;
}

export interface Walk extends WalkTask {
  /** Milliseconds since 1970, before the first request: what the answer is at least as new as. */
  readonly fetchedAtMs: number;
  readonly pages: readonly LandedPage[];
  readonly rowCount: number;
  /** The walk's money in the endpoint's unit, exact; null where it has none. */
  readonly amount: string | null;
  /** Every day of the window, empty ones included; null for directories. */
  readonly dayTotals: readonly DayTotal[] | null;
  /** Days of the window that the vendor did not mention at all; they count as empty. */
  readonly daysMissing: readonly string[];
}

export interface WalkOptions {
  readonly ask: Ask;
  readonly baseUrl: string;
  /** Whose key it is, as the vendor said before anything was asked. */
  readonly organizationId: string;
  readonly now: () => number;
  readonly onUnknown: (endpoint: string, ...news: Parameters<OnUnknown>) => void;
}

/** More than any answer needs: it ends a walk whose vendor never would. */
const PAGE_LIMIT = 10_000;

/** All pages of a walk are in memory until it is whole. */
const WALK_BYTES = 512 * 1024 * 1024;

/** A vendor that moves its answer while it is read is asked so many times for a whole one. */
const BEGINNINGS = 3;

/**
 * Throws what `ask` throws, and ContractError where the answer is not whole or not as documented. A walk whose
 * answer moved under it begins anew.
 */
export async function walk(task: WalkTask, options: WalkOptions): Promise<Walk> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return await walkOnce(task, options);
    } catch (error) {
      const startsAnew = error instanceof TransportError && error.startsAnew;
      if (!startsAnew || beginning === BEGINNINGS) throw error;
    }
  }
}

async function walkOnce(task: WalkTask, options: WalkOptions): Promise<Walk> {
  const { endpoint, window } = task;
  const fetchedAtMs = options.now();
  const pages: LandedPage[] = [];
  let size = 0;
  const totals = createTotals(endpoint);
  for await (const page of walkPages(pageOf(task, options), { pageLimit: PAGE_LIMIT })) {
    pages.push({ body: page.body, sha256: page.sha256, contentSha256: page.contentSha256 });
    totals.add(page);
    size += page.body.length;
    if (size > WALK_BYTES) {
      throw new ContractError(
        `${endpoint.name} answered more than ${WALK_BYTES / 1024 / 1024} MB for one range; ask for a shorter one with --from and --to.`,
      );
    }
  }
  totals.checkWhole();

  const asked = window === null ? [] : daysOf(window.start, window.end);
  const dayTotals = window === null ? null : asked.map((date) => totals.day(date));
  return {
    ...task,
    fetchedAtMs,
    pages,
    rowCount: totals.rows(),
    amount: totals.amount(),
    dayTotals,
    daysMissing: endpoint.days === "in_rows" ? [] : asked.filter((date) => !totals.hasNamed(date)),
  };
}

function pageOf(
  { endpoint, window }: WalkTask,
  options: WalkOptions,
): (cursor: string | null) => Promise<ReadPage & LandedPage> {
  const first = endpoint.question(window);
  return async (cursor) => {
    const { path, query, ...sent } = cursor === null ? first : endpoint.turn(first, cursor);
    const url = new URL(`${options.baseUrl.replace(/\/+$/, "")}${path}`);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const { exactFields, limit } = endpoint;
    const { body, json } = await options.ask(url, endpoint.name, { ...sent, exactFields, limit });
    const onUnknown: OnUnknown = (...news) => options.onUnknown(endpoint.name, ...news);
    const page = endpoint.read(json, { window, cursor, onUnknown });
    if ((page.organizationId ?? options.organizationId) !== options.organizationId) {
      throw ofAnother(options.organizationId, endpoint.name);
    }
    const hash = sha256(body);
    const said = withoutFields(body, endpoint.volatileFields);
    return { ...page, body, sha256: hash, contentSha256: said === body ? hash : sha256(said) };
  };
}

/** It would be booked as spend of the organization that the run began with. */
function ofAnother(organizationId: string, endpoint: string): ContractError {
  return new ContractError(
    `${endpoint} answered for another organization than ${organizationId}, whose key it was when the run began; nothing of this walk was landed. Run the command again, and report it if it stays.`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The text with the values of these fields emptied. Inside of a value the quotes would be escaped, so no value is touched. */
function withoutFields(body: string, names: readonly string[]): string {
  return names.reduce((text, name) => {
    const field = new RegExp(`("${name}"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|null)`, "g");
    return text.replace(field, '$1""');
  }, body);
}
