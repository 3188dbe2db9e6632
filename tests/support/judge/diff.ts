/** Whether two engines gave the same table: same columns, same types, same multiset of rows. */

import { canonicalCell, type Cell, type Row } from "./cells.ts";
import type { Table } from "./judge.ts";
import { type Column, typeText } from "./types.ts";

const SHOWN = 10;

/**
 * Differences as sentences, none if the tables agree. Columns meet by name, whatever their order;
 * rows in any order, each as often as it comes. A null array is an empty one, as in a BigQuery table.
 */
export function diffTables(expected: Table, actual: Table): string[] {
  const problems = diffColumns(expected.columns, actual.columns);
  if (problems.length > 0) return problems;

  const names = expected.columns.map(({ name }) => name);
  const { missing, unexpected } = compareRows(rowsOf(expected, names), rowsOf(actual, names));
  const sentences: string[] = [];
  for (const row of missing) {
    const partner = takeNearest(unexpected, row);
    if (partner === null) sentences.push(`missing row: ${rowText(names, row)}`);
    else sentences.push(`row differs in ${differenceText(names, row, partner)}`);
  }
  sentences.push(...unexpected.map((row) => `unexpected row: ${rowText(names, row)}`));
  if (sentences.length === 0) return [];

  const counts = `${expected.rows.length} rows expected, ${actual.rows.length} found`;
  const rest = sentences.length - SHOWN;
  return [counts, ...sentences.slice(0, SHOWN), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/** Cells as JSON text in the order of `names`, so that equal rows are equal text. */
type TextRow = readonly string[];

function diffColumns(expected: readonly Column[], actual: readonly Column[]): string[] {
  const types = new Map(actual.map(({ name, type }) => [name, typeText(type)]));
  const problems = expected.flatMap(({ name, type }) => {
    const found = types.get(name);
    types.delete(name);
    if (found === undefined) return [`missing column: ${name} ${typeText(type)}`];
    if (found === typeText(type)) return [];
    return [`column ${name} is ${found}, expected ${typeText(type)}`];
  });
  return [...problems, ...[...types].map(([name, type]) => `unexpected column: ${name} ${type}`)];
}

function rowsOf({ columns, rows }: Table, names: readonly string[]): readonly TextRow[] {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  return rows.map((row) => places.map((place) => cellText(columns, row, place)));
}

function cellText(columns: readonly Column[], row: Row, place: number): string {
  const column = columns[place];
  const cell = row[place];
  if (column === undefined || cell === undefined) throw new Error(`A row has no cell ${place}.`);
  if (cell === null && column.type.kind === "ARRAY") return "[]";
  return JSON.stringify(canonicalCell(column, cell) satisfies Cell);
}

function compareRows(expected: readonly TextRow[], actual: readonly TextRow[]) {
  const open = new Map<string, TextRow[]>();
  for (const row of actual) {
    const key = row.join("\u0000");
    const same = open.get(key);
    if (same === undefined) open.set(key, [row]);
    else same.push(row);
  }
  const missing = expected.filter((row) => open.get(row.join("\u0000"))?.pop() === undefined);
  return { missing, unexpected: [...open.values()].flat() };
}

/** Takes out the row that agrees with `row` in most cells, if it does so in at least half of them. */
function takeNearest(candidates: TextRow[], row: TextRow): TextRow | null {
  const agreements = candidates.map((candidate) => row.filter((cell, i) => cell === candidate[i]));
  const best = Math.max(0, ...agreements.map(({ length }) => length));
  if (best * 2 < row.length || best === 0) return null;
  const place = agreements.findIndex(({ length }) => length === best);
  return candidates.splice(place, 1)[0] ?? null;
}

function differenceText(names: readonly string[], expected: TextRow, actual: TextRow): string {
  const changes = names.flatMap((name, i) =>
    expected[i] === actual[i] ? [] : [`${name} (expected ${expected[i]}, found ${actual[i]})`],
  );
  const isSame = expected.map((cell, i) => cell === actual[i]);
  const rest = names.filter((_, i) => isSame[i] === true);
  const cells = expected.filter((_, i) => isSame[i] === true);
  return `${changes.join(", ")} where ${rowText(rest, cells)}`;
}

function rowText(names: readonly string[], cells: TextRow): string {
  return names.map((name, i) => `${name}=${cells[i]}`).join(", ");
}
