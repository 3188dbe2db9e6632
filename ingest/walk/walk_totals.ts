/**
 * Rows and exact money of a walk, added up page by page, so that no page's rows are kept; and what must not come
 * twice or fall short in it.
 */

import { createHash } from "node:crypto";

import { sumDecimals } from "../money/decimal_sum.ts";
import { ContractError, TransportError } from "../errors.ts";
import type { Announced, Endpoint, ReadPage } from "../endpoint/endpoint.ts";

export interface DayTotal {
  readonly date: string;
  readonly rows: number;
  /** Exact decimal text in the endpoint's unit; null where it has no money. */
  readonly amount: string | null;
}

export interface Totals {
  /** Throws ContractError on a day, a row or a page that came before, TransportError if the vendor's own count moved. */
  add(page: ReadPage): void;
  /** Throws ContractError if less or more came than the vendor said. */
  checkWhole(): void;
  rows(): number;
  /** Exact decimal text in the endpoint's unit; null where it has no money. */
  amount(): string | null;
  day(date: string): DayTotal;
  hasNamed(date: string): boolean;
}

export function createTotals(endpoint: Pick<Endpoint, "name" | "unit" | "days">): Totals {
  const { name, unit } = endpoint;
  const none = unit === null ? null : "0";
  const days = new Map<string, DayTotal>();
  const labels = new Set<string>();
  /** Digests, since what may not come on another page can be a whole page. */
  const onEarlierPages = new Set<string>();
  const counted = new Set<string>();
  let announced: Announced | undefined;
  let rows = 0;
  let amount = none;

  return {
    add(page) {
      for (const day of page.days) {
        const before = days.get(day.date) ?? { date: day.date, rows: 0, amount: none };
        if (endpoint.days === "once" && days.has(day.date))
          throw twice(`the day ${day.date}`, name);
        const its = plus(none, day.amounts);
        const added = plus(before.amount, its === null ? null : [its]);
        days.set(day.date, { date: day.date, rows: before.rows + day.rows, amount: added });
        amount = plus(amount, its === null ? null : [its]);
      }
      for (const label of page.rowLabels ?? []) {
        if (labels.has(label)) throw twice("one row", name);
        labels.add(label);
      }
      const onThisPage = (page.onOnePage ?? []).map(digest);
      if (onThisPage.some((one) => onEarlierPages.has(one))) throw overlapping(name);
      for (const one of onThisPage) onEarlierPages.add(one);
      if (announced !== undefined && announced.total !== page.announced?.total) throw moved(name);
      announced = page.announced ?? announced;
      for (const label of page.announced?.labels ?? []) counted.add(label);
      rows += page.rows;
      amount = plus(amount, page.amounts ?? []);
    },
    checkWhole() {
      if (announced === undefined) return;
      const came = announced.labels === null ? rows : counted.size;
      if (came === announced.total) return;
      throw new ContractError(
        `${name} announced ${announced.total} ${announced.what} and answered ${came}, so the answer is not whole; nothing of this walk was landed. Report it.`,
      );
    },
    rows: () => rows,
    amount: () => amount,
    day: (date) => days.get(date) ?? { date, rows: 0, amount: none },
    hasNamed: (date) => days.has(date),
  };
}

/** Null where there is no money to add to. */
function plus(sum: string | null, amounts: readonly string[] | null): string | null {
  return sum === null ? null : sumDecimals([sum, ...(amounts ?? [])]);
}

/** What comes on two pages would count its money twice. */
function twice(what: string, endpoint: string): ContractError {
  return new ContractError(
    `${endpoint} answered ${what} twice in one walk, which would count it twice; nothing of this walk was landed. Report it.`,
  );
}

function overlapping(endpoint: string): ContractError {
  return new ContractError(
    `${endpoint} answered on one page what an earlier page of the same walk has, which would count it twice; nothing of this walk was landed. Report it.`,
  );
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function moved(endpoint: string): TransportError {
  return new TransportError(
    `${endpoint} changed while it was read, so its pages do not fit together; run the command again later.`,
    { startsAnew: true },
  );
}
