/** Rows as the text that expected tables are written in. */

import type { Cell } from "../../ingest/warehouse/warehouse.ts";

/** One row: column name to canonical text; null is spelled null. */
export type TextRow = Readonly<Record<string, string>>;

/** Rows of the warehouse port as text. */
export function toTextRows(rows: readonly Readonly<Record<string, Cell>>[]): readonly TextRow[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, toText(cell)])),
  );
}

function toText(cell: Cell): string {
  if (cell === null) return "null";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/**
 * Differences between two sets of rows in the columns of `expected`, one sentence each; rows are
 * compared as a multiset, so their order does not matter.
 */
export function differences(
  columns: readonly string[],
  expected: readonly TextRow[],
  actual: readonly TextRow[],
): readonly string[] {
  const key = (row: TextRow): string =>
    columns.map((name) => `${name}=${row[name] ?? "(no column)"}`).join(", ");
  const count = new Map<string, number>();
  for (const row of expected) count.set(key(row), (count.get(key(row)) ?? 0) + 1);
  for (const row of actual) count.set(key(row), (count.get(key(row)) ?? 0) - 1);
  return [...count]
    .filter(([, difference]) => difference !== 0)
    .map(([row, difference]) =>
      difference > 0 ? `missing ${difference}×: ${row}` : `unexpected ${-difference}×: ${row}`,
    )
    .sort();
}
