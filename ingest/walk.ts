/** One walk: every page of one endpoint for one window, checked, in memory, or an error and nothing. */

import { createHash } from "node:crypto";

import { type Ask } from "./ask.ts";
import { daysOf } from "./dates.ts";
import { sumDecimals } from "./decimal_sum.ts";
import { ContractError } from "./errors.ts";
import { walkPages } from "./pagination.ts";
import { type Endpoint, PAGE_LIMIT, queryOf } from "./sources/anthropic/endpoints.ts";
import { checkRowsOnce } from "./sources/anthropic/analytics_pages.ts";
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
  /** The same without the endpoint's volatile fields: equal hashes say equal things. */
  readonly contentSha256: string;
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
  const labels: string[] = [];
  let rowCount = 0;

  const fetchPage = async (cursor: string | null): Promise<ReadPage & LandedPage> => {
    const url = urlOf(task, options.baseUrl, cursor);
    const { body, json } = await options.ask(url, endpoint.name, headersOf(endpoint));
    const onUnknown = (path: string) => options.onUnknown(endpoint.name, path);
    const page = readPage(json, { endpoint, window, onUnknown });
    const contentSha256 = sha256(withoutFields(body, endpoint.volatileFields));
    return { ...page, body, sha256: sha256(body), contentSha256 };
  };
  for await (const page of walkPages(fetchPage, { pageLimit: PAGE_LIMIT })) {
    pages.push({ body: page.body, sha256: page.sha256, contentSha256: page.contentSha256 });
    days.push(...page.days);
    labels.push(...(page.rowLabels ?? []));
    rowCount += page.rows;
  }
  if (endpoint.asks === "range" && !standsAlone(endpoint)) checkDaysOnce(days, endpoint);
  checkRowsOnce(labels, endpoint.name);

  const asked = window === null ? [] : daysOf(window.start, window.end);
  const named = new Set(days.map((day) => day.date));
  return {
    ...task,
    fetchedAtMs,
    pages,
    rowCount,
    dayTotals: window === null ? null : asked.map((date) => totalOf(date, days, endpoint)),
    daysMissing: standsAlone(endpoint) ? [] : asked.filter((date) => !named.has(date)),
  };
}

/** True if rows name their own day: it may go on over pages, and an empty one is not mentioned. */
function standsAlone({ beta }: Endpoint): boolean {
  return beta !== null;
}

function headersOf({ beta }: Endpoint): Readonly<Record<string, string>> {
  return beta === null ? {} : { "anthropic-beta": beta.header };
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

function urlOf({ endpoint, window }: WalkTask, baseUrl: string, cursor: string | null): URL {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}${endpoint.path}`);
  for (const [name, value] of queryOf(endpoint, window)) url.searchParams.append(name, value);
  if (cursor !== null) url.searchParams.append(endpoint.paging.parameter, cursor);
  return url;
}

/** A bucket that comes on two pages would count its money twice. */
function checkDaysOnce(days: readonly PageDay[], endpoint: Endpoint): void {
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
