/** The lines of the bench's table: what was measured, against which bar. */

import type { Measured } from "./measure.ts";

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
        bar === null || bar === 0 ? "" : (measured / bar).toFixed(2),
        bar === null ? "" : measured <= bar ? "held" : "missed",
      ]),
    )
    .join("");
}

/** The time on the clock against the bar, and the processor's. */
export function timeLines(
  what: string,
  runs: readonly Measured[],
  bar: number | null,
): readonly Line[] {
  const measured = runs.reduce((total, { seconds }) => total + seconds, 0);
  return [{ what, measured, unit: "s", bar }, ...processorLines(what, runs, null)];
}

/** The processor's time alone, none where it cannot be told. */
export function processorLines(
  what: string,
  runs: readonly Measured[],
  bar: number | null,
): readonly Line[] {
  if (runs.some(({ processorSeconds }) => processorSeconds === null)) return [];
  const measured = runs.reduce((total, run) => total + (run.processorSeconds ?? 0), 0);
  return [{ what: `${what}, processor time`, measured, unit: "s", bar }];
}

export function memory(what: string, megabytes: number | null, bar: number): readonly Line[] {
  return megabytes === null ? [] : [{ what, measured: megabytes, unit: "MB", bar }];
}

function text(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
