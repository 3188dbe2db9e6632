/** What is wrong with a file that somebody made: where, and in words that help to correct it. */

export interface Fault {
  /** Line of the file, from 1; null for the whole file. */
  readonly line: number | null;
  /** Null for the whole line. */
  readonly column: string | null;
  /** Goes on from the place: "is not a date". Never holds what the cell says, but for an amount. */
  readonly reason: string;
}

/** Cells that passed their column's type, by column: null is an empty cell, a cell that failed is left out. */
export type Cells = Readonly<Record<string, string | null>>;

export interface Line {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  readonly cells: Cells;
}

/** Looks at all rows together. A rule that misses a cell, because that cell failed, is silent about its row. */
export type Check = (lines: readonly Line[]) => readonly Fault[];

const SHOWN = 50;

/** One sentence, then one line per fault in the order of the file, the first fifty of them. */
export function faultsText(fileName: string, faults: readonly Fault[]): string {
  const sorted = [...faults].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const more = faults.length - SHOWN;
  return [
    `${fileName} has ${count} and nothing of it was imported: correct what is named here and import it again.`,
    ...sorted.slice(0, SHOWN).map(faultText),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join("\n");
}

function faultText({ line, column, reason }: Fault): string {
  const place = [line === null ? "the file" : `line ${line}`, ...(column === null ? [] : [column])];
  return `  ${place.join(", ")}: ${reason}`;
}

/** "lines 3, 9 and 4 more", for warnings. */
export function linesText(lines: readonly Line[]): string {
  const numbers = lines.map(({ line }) => line);
  const named = numbers.slice(0, 5).join(", ");
  const more = numbers.length > 5 ? ` and ${numbers.length - 5} more` : "";
  return `${numbers.length === 1 ? "line" : "lines"} ${named}${more}`;
}
