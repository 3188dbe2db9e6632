/** Reads rows that stand for themselves: each names its day, a day without rows is not mentioned. */

import { PAGE_TOKEN } from "../../endpoint/pagination.ts";
import type { Window } from "../../endpoint/windows.ts";
import type { PageDay, ReadPage } from "../../endpoint/endpoint.ts";
import type { EndpointName } from "./request.ts";

export interface AnalyticsRow {
  readonly starting_at: string;
  readonly ending_at: string;
  /** Unknown where no model reads it. */
  readonly group?: unknown;
  readonly cost?: { readonly amount: string };
}

interface Envelope {
  readonly data: readonly AnalyticsRow[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

/** The days of a page in the order of their first row. `dayOf` refuses a row that is not one whole day of the window. */
export function readRows(report: Envelope, { dayOf, name, window }: ReadRowsOptions): ReadPage {
  const byActor = name === "analytics_cost_by_actor";
  const days = new Map<string, { rows: number; amounts: string[] | null }>();
  for (const row of report.data) {
    const date = dayOf(row, window);
    const day = days.get(date) ?? { rows: 0, amounts: row.cost === undefined ? null : [] };
    day.rows += 1;
    if (row.cost !== undefined) day.amounts?.push(row.cost.amount);
    days.set(date, day);
  }
  return {
    ...PAGE_TOKEN.read(report),
    rows: report.data.length,
    days: [...days].map(([date, day]): PageDay => ({ date, ...day })),
    // Identities that the vendor cannot name each have a row, so rows by actor without an actor may agree.
    rowLabels: report.data
      .filter(({ group }) => isNamed(group, byActor))
      .map((row) => JSON.stringify([row.starting_at, row.group])),
  };
}

function isNamed(group: unknown, byActor: boolean): boolean {
  if (typeof group !== "object" || group === null) return false;
  return !byActor || ("actor" in group && (group.actor ?? null) !== null);
}

export interface ReadRowsOptions {
  readonly dayOf: (row: AnalyticsRow, window: Window | null) => string;
  readonly name: EndpointName;
  readonly window: Window | null;
}
