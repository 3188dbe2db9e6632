/** What the loader must know of an endpoint, whichever vendor it belongs to: how to ask, and what an answer says. */

import type { Limit } from "../ask/pace.ts";
import type { OnUnknown } from "./check_shape.ts";
import type { Page } from "./pagination.ts";
import type { Window } from "./windows.ts";

/** One request without the key. */
export interface Question {
  readonly method: "GET" | "POST";
  /** Below the base URL. */
  readonly path: string;
  /** Parameters in the order in which they are sent; a name may come more than once. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Sent beside those of the connection. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON body of a POST, null for a GET. */
  readonly body: Readonly<Record<string, string | number>> | null;
}

/** What one page says of one UTC day. */
export interface PageDay {
  readonly date: string;
  readonly rows: number;
  /** Decimal strings in the endpoint's unit; null where it has no money. */
  readonly amounts: readonly string[] | null;
}

export interface ReadPage extends Page {
  readonly rows: number;
  /** Days in the order of the answer; empty for directories. */
  readonly days: readonly PageDay[];
  /** Decimal strings in the endpoint's unit of a directory that has money. */
  readonly amounts?: readonly string[];
  /** What may come once in a walk, where rows stand for themselves. */
  readonly rowLabels?: readonly string[];
  /** What may come on one page of a walk alone, there as often as it likes: pages that overlap would count it twice. */
  readonly onOnePage?: readonly string[];
  /** Whose figures the vendor says they are, as the vendor itself names the organization. Default: it does not say. */
  readonly organizationId?: string;
  /** How many the vendor says the whole walk has, and of what. Default: it does not say. */
  readonly announced?: Announced;
}

export interface Announced {
  /** How errors call what is counted: "events". */
  readonly what: string;
  readonly total: number;
  /** Names of what is counted, each counted once in a walk; null: the rows are counted. */
  readonly labels: readonly string[] | null;
}

export interface ReadOptions {
  /** Null for directories. */
  readonly window: Window | null;
  /** What the page was asked for with, null for the first one. */
  readonly cursor: string | null;
  readonly onUnknown: OnUnknown;
}

export interface Endpoint {
  /** Name in `raw_fetches.endpoint`. */
  readonly name: string;
  /** Landed table in `ai_raw`. */
  readonly table: string;
  readonly rereadDays: number;
  readonly finalAfterDays: number;
  readonly unit: "usd_cents" | "usd" | null;
  /** `range`: settled months at once. `day`: always one UTC day. `none`: a directory. */
  readonly asks: "range" | "day" | "none";
  /** The most days of one question; null: a whole month may be asked for. */
  readonly longestDays: number | null;
  /** `once`: every day asked for is in the answer, on one page. `in_rows`: each row names its day. */
  readonly days: "once" | "in_rows";
  /** Where the vendor answers for some days only. */
  readonly answered: Answered | null;
  /** Refusals, by HTTP status, that are a note and no failure, since not every organization or key has the endpoint. */
  readonly mayRefuse: readonly number[];
  /** Fields of the envelope that change while the answer says the same. */
  readonly volatileFields: readonly string[];
  /** Fields whose numbers are read as text, because a double would not hold them exactly. */
  readonly exactFields: readonly string[];
  /** Null where the vendor names none. */
  readonly limit: Limit | null;
  /** The first page; `window` is null for directories. */
  readonly question: (window: Window | null) => Question;
  /** The same question for the page after a cursor. */
  readonly turn: (question: Question, cursor: string) => Question;
  /** Checks and reads one answer. Throws ContractError if what is read cannot be, or on a day that was not asked for. */
  readonly read: (json: unknown, options: ReadOptions) => ReadPage;
}

export interface Answered {
  /** How notes call what has these days. */
  readonly feature: string;
  /** First day and the day after the last, seen from an instant in milliseconds since 1970. */
  readonly days: (nowMs: number) => Window;
}

/** The request as `raw_fetches.params` keeps it: path and parameters, repeated ones as a list, for the first page. */
export function paramsJson(
  { question }: Pick<Endpoint, "question">,
  window: Window | null,
): string {
  const { path, query, body } = question(window);
  const names = [...new Set(query.map(([name]) => name))];
  const entries = names.map((name) => {
    const values = query.filter(([other]) => other === name).map(([, value]) => value);
    return [name, name.endsWith("[]") ? values : values[0]];
  });
  return JSON.stringify({ path, ...Object.fromEntries(entries), ...body });
}

/** Where the next page is asked for by a parameter of the query. */
export function turnByParameter(parameter: string): Endpoint["turn"] {
  return (question, cursor) => ({ ...question, query: [...question.query, [parameter, cursor]] });
}
