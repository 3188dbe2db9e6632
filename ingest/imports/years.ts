/** Days on which money cannot have begun or ended: a slip of the year would make cost of centuries. Pure. */

import reference from "../../includes/reference.js";
import { addDays } from "../dates.ts";
import type { Fault, Line } from "./faults.ts";

/** Before it no vendor sold anything. */
const FIRST_DAY = "2023-01-01";

const { FIRST_DAY_OF_LISTS } = reference;

/** No price, seat, commitment or term is agreed on for longer. */
export const DAYS_AHEAD = 5 * 366;

/** What people write where there is no end yet. */
const OPEN_END = /^(2099|2999|9999)-12-31/;

interface MoneyDays {
  readonly columns: readonly string[];
  /** Columns that may name the end of all days. */
  readonly openEnds: readonly string[];
}

/** By kind of file: the columns whose days begin or end money. Who holds a key, or is with us, may be of any year. */
export const MONEY_DAYS: Readonly<Record<string, MoneyDays>> = {
  seats: { columns: ["valid_from", "cycle_anchor"], openEnds: ["valid_to"] },
  budgets: { columns: ["month"], openEnds: [] },
  invoices: { columns: ["period_start", "period_end", "issued_at"], openEnds: [] },
  "closed-months": { columns: ["month", "closed_at"], openEnds: [] },
  prices: { columns: ["valid_from"], openEnds: [] },
};

/** Days of lists, which may lie ahead. */
export function wrongYears(kind: string, lines: readonly Line[], today: string): readonly Fault[] {
  const { columns, openEnds } = MONEY_DAYS[kind] ?? { columns: [], openEnds: [] };
  const last = addDays(today, DAYS_AHEAD);
  return lines.flatMap(({ line, cells }) =>
    [...columns, ...openEnds].flatMap((column) => {
      const day = cells[column]?.slice(0, "YYYY-MM-DD".length);
      if (day === undefined || (day >= FIRST_DAY_OF_LISTS && day <= last)) return [];
      if (openEnds.includes(column) && OPEN_END.test(day)) return [];
      const reason = `cannot be a day on which money began or ended, for it is before ${FIRST_DAY_OF_LISTS} or more than five years ahead: check the year`;
      return [{ line, column, reason }];
    }),
  );
}

/** Days of a vendor's report, which are over. */
export function wrongDaysOfUse(
  column: string | null,
  lines: readonly Line[],
  today: string,
): readonly Fault[] {
  if (column === null) return [];
  return lines.flatMap(({ line, cells }) => {
    const day = cells[column]?.slice(0, "YYYY-MM-DD".length) ?? today;
    if (day >= FIRST_DAY && day <= today) return [];
    return [{ line, column, reason: "cannot be a day of use: check the year" }];
  });
}
