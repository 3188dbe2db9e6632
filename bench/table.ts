/** The lines of the bench's table: what was measured, against which bar. */

export interface Line {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** The most that may be measured; null where the figure is only told. */
  readonly bar: number | null;
}

const HEADER = ["what", "measured", "bar", "measured / bar", ""];

/** The head of a table in Markdown, so that the table can stand in docs/bench.md as it is. */
export const TABLE_HEAD = text(HEADER) + text(HEADER.map(() => "---"));

/** The table's rows, each with the end of its line. */
export function rowsText(lines: readonly Line[]): string {
  return lines
    .map(({ what, measured, unit, bar }) =>
      text([
        what,
        `${number(measured)} ${unit}`,
        bar === null ? "" : `${number(bar)} ${unit}`,
        bar === null ? "" : (measured / bar).toFixed(2),
        bar === null ? "" : measured <= bar ? "held" : "missed",
      ]),
    )
    .join("");
}

function text(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
