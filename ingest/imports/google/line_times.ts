/** Times of a line that no true export has: Google neither writes in another century nor before its time. Pure. */

import { addDays, DAY_MS, midnight } from "../../dates.ts";
import type { Table } from "../../tables/tables.ts";
import { instantOf } from "../instants.ts";
import { DAYS_AHEAD } from "../years.ts";
import type { Finding } from "./values.ts";

/** Before it Google exported nothing. */
const FIRST_DAY = "2015-01-01";

/** Two columns of one line. */
export interface Span {
  readonly start: string;
  /** The only column that may lie ahead, as that of a term which is paid in advance. */
  readonly end: string;
}

/** Looks at one line, whose cells have their types. */
export type TimesCheck = (row: Readonly<Record<string, unknown>>) => readonly Finding[];

/** For lines of a table that are read on a UTC day. */
export function timesCheck({ fields }: Table, span: Span | null, today: string): TimesCheck {
  const bounds = fields
    .filter(({ type }) => type === "TIMESTAMP")
    .map(({ name }) => {
      const last = addDays(today, name === span?.end ? DAYS_AHEAD : 1);
      return { name, last, firstMs: startOf(FIRST_DAY), endMs: startOf(last) + DAY_MS };
    });
  return (row) => {
    const faults = bounds.flatMap(({ name: column, last, firstMs, endMs }) => {
      const instant = instantOf(row[column]);
      if (instant === null || (instant >= firstMs && instant < endMs)) return [];
      const reason = `is before ${FIRST_DAY} or after ${last}, where no line of Google's is: check the year`;
      return [{ column, reason }];
    });
    return faults.length > 0 || span === null ? faults : wrongSpan(row, span);
  };
}

function wrongSpan(
  row: Readonly<Record<string, unknown>>,
  { start, end }: Span,
): readonly Finding[] {
  const [from, to] = [instantOf(row[start]), instantOf(row[end])];
  if (from === null || to === null || from <= to) return [];
  return [{ column: end, reason: `is before ${start}: export the line anew` }];
}

function startOf(day: string): number {
  return Date.parse(midnight(day));
}
