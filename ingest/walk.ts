/** One walk: every page of one endpoint for one window, checked, in memory, or an error and nothing. */

import { createHash } from "node:crypto";

import { type Ask } from "./ask.ts";
import { daysOf } from "./dates.ts";
import { sumDecimals } from "./decimal_sum.ts";
import { ContractError } from "./errors.ts";
import { walkPages } from "./pagination.ts";
import { type Endpoint, PAGE_LIMIT, queryOf } from "./sources/anthropic/endpoints.ts";
import { type PageDay, type ReadPage, readPage } from "./sources/anthropic/pages.ts";
import { type Window } from "./windows.ts";

export interface WalkTask {
  readonly endpoint: Endpoint;
  /** Null for directories. */
  readonly window: Window | null;
}

export interface LandedPage {
  readonly body: string;
  /** SHA-256 of the body's UTF-8, in hex. */
  readonly sha256: string;
}

export interface DayTotal {
  readonly date: string;
  readonly rows: number;
  /** Exact decimal text in the endpoint's unit; null where it has no money. */
  readonly amount: string | null;
}

export interface Walk extends WalkTask {
  /** Milliseconds since 1970, before the first request: what the answer is at least as new as. */
  readonly fetchedAtMs: number;
  readonly pages: readonly LandedPage[];
  readonly rowCount: number;
  /** Every day of the window, empty ones included; null for directories. */
  readonly dayTotals: readonly DayTotal[] | null;
  /** Days of the window that the vendor did not mention at all; they count as empty. */
  readonly daysMissing: readonly string[];
}

export interface WalkOptions {
  readonly ask: Ask;
  readonly baseUrl: string;
  readonly now: () => number;
  readonly onUnknown: (endpoint: string, path: string) => void;
}

/** Throws what `ask` throws, and ContractError where the answer is not whole or not as documented. */
export async function walk(task: WalkTask, options: WalkOptions): Promise<Walk> {
  const { endpoint, window } = task;
  const fetchedAtMs = options.now();
  const pages: LandedPage[] = [];
  const days: PageDay[] = [];
  let rowCount = 0;

  const fetchPage = async (cursor: string | null): Promise<ReadPage & LandedPage> => {
    const { body, json } = await options.ask(urlOf(task, options.baseUrl, cursor), endpoint.name);
    const onUnknown = (path: string) => options.onUnknown(endpoint.name, path);
    const page = readPage(json, { endpoint, window, onUnknown });
    return { ...page, body, sha256: createHash("sha256").update(body).digest("hex") };
  };
  for await (const page of walkPages(fetchPage, { pageLimit: PAGE_LIMIT })) {
    pages.push({ body: page.body, sha256: page.sha256 });
    days.push(...page.days);
    rowCount += page.rows;
  }
  checkDaysOnce(days, endpoint);

  const asked = window === null ? [] : daysOf(window.start, window.end);
  const named = new Set(days.map((day) => day.date));
  return {
    ...task,
    fetchedAtMs,
    pages,
    rowCount,
    dayTotals: window === null ? null : asked.map((date) => totalOf(date, days, endpoint)),
    daysMissing: asked.filter((date) => !named.has(date)),
  };
}

function urlOf({ endpoint, window }: WalkTask, baseUrl: string, cursor: string | null): URL {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}${endpoint.path}`);
  for (const [name, value] of queryOf(endpoint, window)) url.searchParams.append(name, value);
  if (cursor !== null) url.searchParams.append(endpoint.paging.parameter, cursor);
  return url;
}

/** A bucket that comes on two pages would count its money twice. */
function checkDaysOnce(days: readonly PageDay[], endpoint: Endpoint): void {
  if (endpoint.asks !== "range") return;
  const dates = days.map((day) => day.date);
  const twice = dates.find((date, index) => dates.indexOf(date) !== index);
  if (twice !== undefined) {
    throw new ContractError(
      `${endpoint.name} answered the day ${twice} twice in one walk, which would count it twice; nothing of this walk was landed. Report it.`,
    );
  }
}

function totalOf(date: string, days: readonly PageDay[], endpoint: Endpoint): DayTotal {
  const parts = days.filter((day) => day.date === date);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const amount =
    endpoint.unit === null ? null : sumDecimals(parts.flatMap((part) => part.amounts ?? []));
  return { date, rows, amount };
}
