/** Rules between rows that several kinds of files share. */

import type { Cells, Check, Fault, Line } from "./faults.ts";
import { momentOf } from "./instants.ts";

/** `to` is exclusive, so a period needs at least one day. */
export function endsAfterStart(from: string, to: string): Check {
  return (lines) =>
    lines
      .filter(({ cells }) => isNotAfter(cells[to], cells[from]))
      .map(({ line }) => ({
        line,
        column: to,
        reason: `is not after ${from}: it is the day after the last one, or empty`,
      }));
}

/** Of rows that agree in `by` only one holds on a day. */
export function noOverlap(by: readonly string[], from: string, to: string): Check {
  return (lines) => {
    const complete = lines.filter(
      ({ cells }) => cells[from] !== undefined && cells[to] !== undefined,
    );
    return groups(complete, by).flatMap((group) => {
      const begin = ({ cells }: Line) => momentOf(cells[from]) ?? -Infinity;
      const end = ({ cells }: Line) => momentOf(cells[to]) ?? Infinity;
      const sorted = [...group].sort((left, right) => begin(left) - begin(right));
      const faults: Fault[] = [];
      let reach: Line | null = null;
      for (const current of sorted) {
        if (reach !== null && end(reach) > begin(current)) {
          const reason = `overlaps the period of line ${reach.line}: of one ${by.join(" and ")} only one row can hold on a day${inWhateverCase(by, reach, current)}`;
          faults.push({ line: current.line, column: from, reason });
        }
        if (reach === null || end(current) > end(reach)) reach = current;
      }
      return faults;
    });
  };
}

/** No two rows agree in all of `by`. */
export function once(...by: readonly string[]): Check {
  return (lines) =>
    groups(lines, by).flatMap(([first, ...others]) =>
      others.map(({ line, cells }) => ({
        line,
        column: by.at(-1) ?? null,
        reason: `says again what line ${first?.line} says: one row per ${by.join(", ")}${inWhateverCase(by, first, { line, cells })}`,
      })),
    );
}

/** One name of `within` is one text, because models compare it letter for letter and sum by it. */
export function writtenAlike(column: string, ...within: readonly string[]): Check {
  return (lines) =>
    groups(lines, [...within, column]).flatMap(([first, ...others]) =>
      others
        .filter(({ cells }) => cells[column] !== first?.cells[column])
        .map(({ line }) => ({
          line,
          column,
          reason: `is written in other letter cases than on line ${first?.line}: write one name in one way`,
        })),
    );
}

/** The table is one value. */
export const oneRowAtMost: Check = ([, ...others]) =>
  others.map(({ line }) => ({ line, column: null, reason: "is one too many: one row at most" }));

/** A column that only some rows need. */
export function needed(column: string, isNeeded: (cells: Cells) => boolean, reason: string): Check {
  return (lines) =>
    lines
      .filter(({ cells }) => cells[column] === null && isNeeded(cells))
      .map(({ line }) => ({ line, column, reason }));
}

/** What tells a row apart: as in the models and their laws no letter case does, and no blanks around it. */
export function keyOf(cells: Readonly<Record<string, unknown>>, by: readonly string[]): string {
  return JSON.stringify(by.map((column) => folded(cells[column])));
}

/**
 * Rows that agree in all of `by`, whatever the letter case, in the order of the file; rows that miss one of these cells are
 * left out. Nobody means two seats or two invoices by Teams and teams.
 */
export function groups(
  lines: readonly Line[],
  by: readonly string[],
): readonly (readonly Line[])[] {
  const found = new Map<string, Line[]>();
  for (const current of lines) {
    if (by.some((column) => current.cells[column] === undefined)) continue;
    const key = keyOf(current.cells, by);
    const group = found.get(key);
    if (group === undefined) found.set(key, [current]);
    else group.push(current);
  }
  return [...found.values()];
}

/** Rows that agree with none of the given ones in all of `by`, whatever the letter case. */
export function othersThan<Held extends Readonly<Record<string, unknown>>>(
  given: readonly Cells[],
  by: readonly string[],
  rows: readonly Held[],
): readonly Held[] {
  const keys = new Set(given.map((cells) => keyOf(cells, by)));
  return rows.filter((row) => !keys.has(keyOf(row, by)));
}

/** A list that was landed by others may have blanks around its names. */
function folded(value: unknown): unknown {
  return typeof value === "string" ? value.trim().toLowerCase() : value;
}

/** Goes on from a reason that two rows are one; nothing where they are written alike. */
function inWhateverCase(by: readonly string[], first: Line | undefined, { cells }: Line): string {
  const isAlike = by.every((column) => cells[column] === first?.cells[column]);
  return isAlike ? "" : ", in whatever letter case it is written";
}

/** False where either is empty or failed. */
function isNotAfter(left: string | null | undefined, right: string | null | undefined): boolean {
  const [before, after] = [momentOf(left), momentOf(right)];
  return before !== null && after !== null && before <= after;
}
