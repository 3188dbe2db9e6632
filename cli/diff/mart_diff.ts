/** What is different about one mart, and what it comes to. Pure. */

import type { Trouble } from "./trouble.ts";

/** Columns that dollars are told apart by. */
export const DIMENSIONS = ["platform", "month", "person"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** How many nano-dollars a column gained, in all and by each dimension that the mart has. */
export interface Moved {
  readonly column: string;
  readonly usd: bigint;
  /** Values that moved, the largest first; a dimension that the mart lacks is left out. */
  readonly by: Readonly<Partial<Record<Dimension, readonly Share[]>>>;
}

export interface Share {
  /** Null where the mart says nothing. */
  readonly value: string | null;
  readonly usd: bigint;
}

export interface RowCounts {
  readonly added: number;
  readonly gone: number;
  /** Rows of a key that both sides have; always 0 without a key. */
  readonly changed: number;
}

export interface MartDiff {
  /** Name in `ai_spend`. */
  readonly mart: string;
  /** Whether one side alone has the mart. */
  readonly is: "on both sides" | "new" | "gone";
  /** By what rows were matched; null: as wholes. */
  readonly key: readonly string[] | null;
  readonly rows: RowCounts;
  /** Columns with dollars of which some row is another one; the mart's own money first. */
  readonly money: readonly Moved[];
  readonly columns: {
    readonly added: readonly string[];
    readonly gone: readonly string[];
    /** `name: TYPE → TYPE`. */
    readonly retyped: readonly string[];
  };
}

export interface Diff {
  /** What the tree was compared with, in words. */
  readonly against: string;
  /** Those that came out different alone, marts before the views on them. */
  readonly marts: readonly MartDiff[];
  readonly before: Trouble;
  readonly after: Trouble;
}

/** True if somebody who reads the mart reads other numbers: another row, or a row, column or mart that is gone. */
export function isMoved({ is, rows, columns }: MartDiff): boolean {
  const { added, gone, changed } = rows;
  return is !== "on both sides" || added + gone + changed + columns.gone.length > 0;
}

export function isDifferent(diff: MartDiff): boolean {
  const { added, retyped } = diff.columns;
  return isMoved(diff) || added.length + retyped.length > 0;
}

/** The same without whose dollars moved. */
export function withoutPeople(diff: Diff): Diff {
  const marts = diff.marts.map((mart) => ({
    ...mart,
    money: mart.money.map(({ by: { person: _person, ...by }, ...rest }) => ({ ...rest, by })),
  }));
  return { ...diff, marts };
}
