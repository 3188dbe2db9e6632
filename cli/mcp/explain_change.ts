/** Which rows made the difference between two periods: exact, and adding up to the whole of it. */

import { addDays, nextMonth } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { exactUsd, nanoUsd, sum } from "../../ingest/money/nano_usd.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Cell } from "../../ingest/warehouse/warehouse.ts";
import type { Asked } from "./lending.ts";

/** What a difference may be told apart by, and the column of `fct_user_cost_daily`. */
export const DIMENSIONS = [
  "platform",
  "billing_mode",
  "model_family",
  "team",
  "cost_center",
  "user_email",
  "api_key_id",
  "project_id",
  "workspace_id",
  "attribution_method",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Those that name nobody. */
export const NAMELESS_DIMENSIONS: readonly Dimension[] = [
  "platform",
  "billing_mode",
  "model_family",
  "team",
  "cost_center",
  "attribution_method",
];

export interface ChangeQuestion {
  /** `YYYY-MM`, or `YYYY-MM-DD..YYYY-MM-DD` with both days in it. */
  readonly before: string;
  readonly after: string;
  readonly dimension: Dimension;
  /** Only the dollars with these values; a null value is asked for as "null". */
  readonly where?: Partial<Readonly<Record<Dimension, string>>>;
}

export interface Change {
  readonly before_usd: string;
  readonly after_usd: string;
  readonly change_usd: string;
  /** Largest change first; the last may be what the others add up to. */
  readonly rows: readonly ChangedRow[];
}

export interface ChangedRow {
  readonly value: string | null;
  readonly before_usd: string;
  readonly after_usd: string;
  readonly change_usd: string;
}

const MOST_ROWS = 50;

/** Throws ConfigError for a period or a dimension that is none. */
export async function explainChange(
  warehouse: Pick<Asked, "query">,
  { before, after, dimension, where = {} }: ChangeQuestion,
): Promise<Change> {
  const [from, to] = [periodOf(before), periodOf(after)];
  const filters = Object.entries(where).filter((entry): entry is [Dimension, string] =>
    DIMENSIONS.some((known) => known === entry[0]),
  );
  const params = Object.fromEntries(filters.map(([name, value]) => [`is_${name}`, value]));
  const conditions = filters.map(([name]) => `ifnull(${name}, 'null') = @is_${name}`);
  const within = (period: string) =>
    `charge_date between cast(@${period}_first as date) and cast(@${period}_last as date)`;
  const { rows } = await warehouse.query(
    `
select
  ${dimension} as value,
  sum(if(${within("before")}, cost_usd, numeric '0')) as before_usd,
  sum(if(${within("after")}, cost_usd, numeric '0')) as after_usd
from ai_spend.fct_user_cost_daily
where ${[`(${within("before")} or ${within("after")})`, ...conditions].join("\n  and ")}
group by value`,
    {
      ...params,
      ...{ before_first: from.first, before_last: from.last },
      ...{ after_first: to.first, after_last: to.last },
    },
  );
  return changeOf(
    rows.map((row) => ({
      value: textOrNull(row["value"]),
      before: nanoUsd(cellText(row["before_usd"])),
      after: nanoUsd(cellText(row["after_usd"])),
    })),
  );
}

interface Sums {
  readonly value: string | null;
  readonly before: bigint;
  readonly after: bigint;
}

/** Beyond the largest, the rest is one row, so that what is shown is all of it. Pure. */
export function changeOf(rows: readonly Sums[]): Change {
  const size = ({ before, after }: Sums) => (after > before ? after - before : before - after);
  const sorted = [...rows].sort((left, right) => {
    const difference = size(right) - size(left);
    if (difference !== 0n) return difference > 0n ? 1 : -1;
    return (left.value ?? "") < (right.value ?? "") ? -1 : 1;
  });
  const shown = sorted.length > MOST_ROWS ? sorted.slice(0, MOST_ROWS - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const other = { ...totalOf(rest), value: `${rest.length} others` };
  return {
    ...amounts(totalOf(rows)),
    rows: [...shown, ...(rest.length > 0 ? [other] : [])].map((row) => ({
      value: row.value,
      ...amounts(row),
    })),
  };
}

function totalOf(rows: readonly Sums[]) {
  return { before: sum(rows.map((row) => row.before)), after: sum(rows.map((row) => row.after)) };
}

function amounts({ before, after }: Pick<Sums, "before" | "after">) {
  return {
    before_usd: exactUsd(before),
    after_usd: exactUsd(after),
    change_usd: exactUsd(after - before),
  };
}

function textOrNull(cell: Cell | undefined): string | null {
  return cell === undefined || cell === null ? null : cellText(cell);
}

/** First and last day. Throws ConfigError. */
export function periodOf(text: string): { readonly first: string; readonly last: string } {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    const first = `${text}-01`;
    return { first, last: addDays(nextMonth(first), -1) };
  }
  const [, first = "", last = ""] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  if (isDay(first) && isDay(last) && first <= last) return { first, last };
  throw new ConfigError(
    `"${text}" is no period: write a month as 2026-10, or its first and last day as 2026-10-01..2026-10-15.`,
  );
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
