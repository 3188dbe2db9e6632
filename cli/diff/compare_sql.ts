/** The questions that tell two states of a mart apart: plain GoogleSQL for either warehouse. Pure. */

import type { Column } from "../../ingest/warehouse/warehouse.ts";
import type { Dimension } from "./mart_diff.ts";

/** One mart in both states. */
export interface Pair {
  /** Where each state stands, as SQL names it; null where the side has none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Columns that both have, or the only one has. */
  readonly columns: readonly Column[];
  /** Null: rows are matched as wholes. */
  readonly key: readonly string[] | null;
}

/** How many rows are `added`, `gone` and `changed`. */
export function rowsSql({ before, after, columns, key }: Pair): string {
  const whole = jsonOf(columns.map(({ name }) => name));
  const side = (name: string, table: string) =>
    `select '${name}' as side, ${key === null ? "''" : jsonOf(key)} as row_key, ${whole} as row_text from ${table}`;
  const sides = union(
    before === null ? null : side("before", before),
    after === null ? null : side("after", after),
  );
  if (key === null) {
    return `with sides as (${sides}),
counted as (
  select row_text, countif(side = 'after') - countif(side = 'before') as more from sides group by row_text
)
select
  ifnull(sum(if(more > 0, more, 0)), 0) as added,
  ifnull(sum(if(more < 0, -more, 0)), 0) as gone,
  0 as changed
from counted`;
  }
  return `with sides as (${sides}),
matched as (
  select
    row_key,
    max(if(side = 'before', row_text, null)) as was,
    max(if(side = 'after', row_text, null)) as is_now
  from sides group by row_key
)
select
  countif(was is null) as added,
  countif(is_now is null) as gone,
  countif(was != is_now) as changed
from matched`;
}

/** Every column of dollars, and how much it gained, by all dimensions that the mart has; rows that gained nothing are left out. */
export function moneySql(
  { before, after }: Pair,
  money: readonly string[],
  dimensions: Readonly<Partial<Record<Dimension, Column>>>,
): string {
  const by = Object.entries(dimensions).map(([name, column]) => ({
    name,
    sql: dimensionSql(column),
  }));
  const side = (sign: string, table: string) => {
    const named = by.map(({ name, sql }) => `${sql} as by_${name}`);
    const amounts = money.map(
      (column, index) => `${sign}cast(ifnull(\`${column}\`, 0) as numeric) as usd_${index}`,
    );
    return `select ${[...named, ...amounts].join(", ")} from ${table}`;
  };
  const sides = union(
    before === null ? null : side("-", before),
    after === null ? null : side("", after),
  );
  const names = by.map(({ name }) => `by_${name}`);
  const sums = money.map((_column, index) => `sum(usd_${index}) as usd_${index}`);
  const grouped = names.length === 0 ? "" : ` group by ${names.join(", ")}`;
  return `with sides as (${sides}),
summed as (select ${[...names, ...sums].join(", ")} from sides${grouped})
select * from summed where ${money.map((_column, index) => `usd_${index} != 0`).join(" or ")}`;
}

/** A month as `YYYY-MM`; whatever else as it stands. */
function dimensionSql({ name, type }: Column): string {
  if (type === "DATE") return `substr(cast(\`${name}\` as string), 1, 7)`;
  if (type === "TIMESTAMP") return `substr(cast(date(\`${name}\`, 'UTC') as string), 1, 7)`;
  return `\`${name}\``;
}

function jsonOf(columns: readonly string[]): string {
  return `to_json_string(struct(${columns.map((name) => `\`${name}\``).join(", ")}))`;
}

function union(...sides: readonly (string | null)[]): string {
  return sides.filter((side) => side !== null).join(" union all ");
}
