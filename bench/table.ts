/** The lines of the bench's table: what was measured, against which bar. */

export interface Line {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** The most that may be measured; null where the figure is only told. */
  readonly bar: number | null;
}

/** A table in Markdown, so that it can stand in docs/bench.md as it is. */
export function tableText(lines: readonly Line[]): string {
  const cells = lines.map(({ what, measured, unit, bar }) => [
    what,
    `${number(measured)} ${unit}`,
    bar === null ? "" : `${number(bar)} ${unit}`,
    bar === null ? "" : (measured / bar).toFixed(2),
    bar === null ? "" : measured <= bar ? "held" : "missed",
  ]);
  const header = ["what", "measured", "bar", "measured / bar", ""];
  return [header, header.map(() => "---"), ...cells]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
