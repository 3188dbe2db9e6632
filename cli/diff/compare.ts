/** Compares the two states of a mart in the warehouse that holds both. */

import { LandingError } from "../../ingest/errors.ts";
import { compareSizes } from "../../ingest/money/decimal.ts";
import { nanoUsd, sum } from "../../ingest/money/nano_usd.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Column, QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { MONEY } from "../build/mart_totals.ts";
import { moneySql, type Pair, rowsSql } from "./compare_sql.ts";
import { type Dimension, DIMENSIONS, isDifferent, type MartDiff, type Moved } from "./mart_diff.ts";

/** Where the states of a mart stand, as SQL names them; null where a side has none. */
export interface Places {
  readonly before: string | null;
  readonly after: string | null;
}

/** Null if nothing is different. Throws LandingError, which names the mart. */
export async function compareMart(
  warehouse: Pick<Warehouse, "query">,
  mart: string,
  places: Places,
  key: readonly string[],
): Promise<MartDiff | null> {
  try {
    return await compared(warehouse, mart, places, key);
  } catch (error) {
    // A view is made whatever its rows come to, so that it fails no earlier than here.
    if (!(error instanceof LandingError)) throw error;
    throw new LandingError(
      `The rows of ${mart} cannot be read, in the tree or in the commit: ${error.message.replace(/\.$/, "")}; mend its model.`,
      { cause: error },
    );
  }
}

async function compared(
  warehouse: Pick<Warehouse, "query">,
  mart: string,
  { before, after }: Places,
  key: readonly string[],
): Promise<MartDiff | null> {
  const was = await columnsOf(warehouse, before);
  const is = await columnsOf(warehouse, after);
  const types = new Map(is.map(({ name, type }) => [name, type]));
  const both = was.filter(({ name }) => types.has(name));
  const columns = before === null ? is : after === null ? was : both;
  const hasKey = key.length > 0 && key.every((name) => columns.some((each) => each.name === name));
  const pair: Pair = { before, after, columns, key: hasKey ? key : null };
  const diff: MartDiff = {
    mart,
    is: before === null ? "new" : after === null ? "gone" : "on both sides",
    key: pair.key,
    rows: await rowsOf(warehouse, pair),
    money: await moneyOf(warehouse, pair),
    columns: {
      added: before === null ? [] : missing(is, was),
      gone: after === null ? [] : missing(was, is),
      retyped: both
        .filter(({ name, type }) => types.get(name) !== type)
        .map(({ name, type }) => `${name}: ${type} → ${types.get(name) ?? ""}`),
    },
  };

  return isDifferent(diff) ? diff : null;
}

async function columnsOf(
  warehouse: Pick<Warehouse, "query">,
  table: string | null,
): Promise<readonly Column[]> {
  if (table === null) return [];
  return (await warehouse.query(`select * from ${table} limit 0`)).columns;
}

function missing(from: readonly Column[], there: readonly Column[]): readonly string[] {
  const names = new Set(there.map(({ name }) => name));
  return from.map(({ name }) => name).filter((name) => !names.has(name));
}

async function rowsOf(warehouse: Pick<Warehouse, "query">, pair: Pair) {
  if (pair.columns.length === 0) return { added: 0, gone: 0, changed: 0 };
  const [row = {}] = (await warehouse.query(rowsSql(pair))).rows;
  const count = (name: string) => Number(cellText(row[name] ?? "0"));
  return { added: count("added"), gone: count("gone"), changed: count("changed") };
}

const NUMBERS: ReadonlySet<string> = new Set(["NUMERIC", "BIGNUMERIC", "INTEGER", "FLOAT"]);

/** Dollars of a row: what has them in its name, FOCUS's and Google's columns. A price of one thing adds up to nothing. */
export function moneyColumns(columns: readonly Column[]): readonly string[] {
  const names = columns
    .filter(({ name, type }) => NUMBERS.has(type) && DOLLARS.test(name) && !PRICE.test(name))
    .map(({ name }) => name);
  const own = MONEY.find((name) => names.includes(name));
  return own === undefined ? names : [own, ...names.filter((name) => name !== own)];
}

const DOLLARS = /_usd$|^(Billed|Contracted|Effective|List)Cost$|^cost$/;
const PRICE = /^cost_per_/;

async function moneyOf(warehouse: Pick<Warehouse, "query">, pair: Pair): Promise<readonly Moved[]> {
  const money = moneyColumns(pair.columns);
  if (money.length === 0) return [];
  const dimensions = dimensionsOf(pair.columns);
  const { rows } = await warehouse.query(moneySql(pair, money, dimensions));
  return money
    .map((column, index) => movedOf(column, `usd_${index}`, rows, dimensions))
    .filter(({ usd, by }) => usd !== 0n || Object.values(by).some((shares) => shares.length > 0));
}

/** The mart's columns for the dimensions, by the names that marts give them. */
function dimensionsOf(columns: readonly Column[]): Readonly<Partial<Record<Dimension, Column>>> {
  const found = DIMENSIONS.flatMap((dimension) => {
    const name = NAMES[dimension].find((each) => columns.some((column) => column.name === each));
    const column = columns.find((each) => each.name === name);
    return column === undefined ? [] : [[dimension, column] as const];
  });
  return Object.fromEntries(found);
}

const NAMES: Readonly<Record<Dimension, readonly string[]>> = {
  platform: ["platform", "x_Platform"],
  month: [
    ...["month", "charge_date", "activity_date", "usage_date", "booked_in", "anomaly_date"],
    ...["quarter", "period_start", "ChargePeriodStart"],
  ],
  person: ["user_email", "person"],
};

function movedOf(
  column: string,
  cell: string,
  rows: QueryResult["rows"],
  dimensions: Readonly<Partial<Record<Dimension, Column>>>,
): Moved {
  const amounts = rows.map((row) => ({ row, usd: nanoUsd(cellText(row[cell] ?? "0")) }));
  const by = DIMENSIONS.filter((dimension) => dimensions[dimension] !== undefined).map(
    (dimension) => {
      const values = new Map<string | null, bigint>();
      for (const { row, usd } of amounts) {
        const value = row[`by_${dimension}`] ?? null;
        const name = value === null ? null : cellText(value);
        values.set(name, (values.get(name) ?? 0n) + usd);
      }
      const shares = [...values]
        .filter(([, usd]) => usd !== 0n)
        .map(([value, usd]) => ({ value, usd }))
        .sort(
          (one, other) =>
            compareSizes(other.usd, one.usd) || (String(one.value) < String(other.value) ? -1 : 1),
        );
      return [dimension, shares] as const;
    },
  );
  return { column, usd: sum(amounts.map(({ usd }) => usd)), by: Object.fromEntries(by) };
}
