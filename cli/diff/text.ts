/** A diff in words: for people, for a commit's `Numbers:` line, and for programs. Pure. */

import { size } from "../../ingest/money/decimal.ts";
import { exactUsd } from "../../ingest/money/nano_usd.ts";
import { visible } from "../shared/visible.ts";
import {
  type Diff,
  DIMENSIONS,
  isMoved,
  type MartDiff,
  type Moved,
  type Share,
} from "./mart_diff.ts";
import { type Fault, ownFaults, type Trouble } from "./trouble.ts";

/** So many values of a dimension are written out, and so many marts of a commit's line; of the rest how many. */
const MOST_VALUES = 8;
const MOST_MARTS = 5;

/** All of it, the `Numbers:` line last. */
export function diffText(diff: Diff): string {
  const lines = [
    ...troubleLines(diff.before, `in ${diff.against}`),
    ...troubleLines(diff.after, "in this tree"),
    ...diff.marts.flatMap((mart) => [...martLines(mart), ""]),
    numbersLine(diff),
  ];
  return `${visible(lines.join("\n"))}\n`;
}

/** What a commit says: `Numbers: unchanged`, or what moved and by how much. */
export function numbersLine({ marts, before, after }: Diff): string {
  const faults = ownFaults(before, after);
  const held = after.held.length === 0 ? "" : `, which holds back ${listed(after.held)}`;
  if (faults.length > 0) {
    const names = faults.map(({ name }) => shortName(name));
    return `Numbers: not known before this is mended: ${listed(names)}${held}`;
  }
  const moved = marts.filter(isMoved).map(summary);
  const gained = marts.filter((mart) => !isMoved(mart)).map(gains);
  const unknown =
    after.held.length === 0 ? [] : [`not known, held back on both sides: ${listed(after.held)}`];
  const parts = moved.length > 0 ? [listed(moved, "; ")] : ["unchanged", ...gained];
  return `Numbers: ${[...parts, ...unknown].join("; ")}`;
}

/** True if the line says anything but `unchanged` of what people read, or cannot say it. */
export function hasMoved({ marts, before, after }: Diff): boolean {
  return marts.some(isMoved) || ownFaults(before, after).length > 0;
}

/** One object: amounts are exact decimal text. */
export function diffJson(diff: Diff): string {
  const marts = diff.marts.map(({ money, ...rest }) => ({
    ...rest,
    money: money.map(({ column, usd, by }) => ({
      column,
      usd: exactUsd(usd),
      by: Object.fromEntries(
        Object.entries(by).map(([name, shares]) => [
          name,
          shares.map(({ value, usd: share }) => ({ value, usd: exactUsd(share) })),
        ]),
      ),
    })),
  }));
  const { against, before, after } = diff;
  const numbers = numbersLine(diff);
  return `${JSON.stringify({ against, numbers, marts, before, after }, null, 2)}\n`;
}

function martLines(diff: MartDiff): readonly string[] {
  const { mart, money, columns } = diff;
  const column = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  columns ${what}: ${names.join(", ")}`];
  return [
    `${mart}: ${rowText(diff)}`,
    ...column("added", columns.added),
    ...column("gone", columns.gone),
    ...column("of another type", columns.retyped),
    ...money.flatMap(moneyLines),
  ];
}

function rowText({ is, rows, key }: MartDiff): string {
  if (is === "new") return `new, ${counted(rows)}`;
  if (is === "gone") return `gone, ${counted(rows)}`;
  const counts = counted(rows);
  if (counts === "") return "the same rows in the columns that both have";
  return `${counts}${key === null ? ", matched as wholes" : ` by ${key.join(", ")}`}`;
}

function counted({ added, gone, changed }: MartDiff["rows"]): string {
  const parts = [
    [changed, "changed"],
    [added, "added"],
    [gone, "gone"],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  const [[first = 0] = []] = said;
  return said
    .map(([count, what], index) =>
      index === 0 ? `${count} ${first === 1 ? "row" : "rows"} ${what}` : `${count} ${what}`,
    )
    .join(", ");
}

function moneyLines({ column, usd, by }: Moved): readonly string[] {
  return [
    `  ${column} ${signed(usd)}`,
    ...DIMENSIONS.flatMap((dimension) => {
      const shares = by[dimension] ?? [];
      return shares.length === 0 ? [] : [`    by ${dimension}: ${shared(shares)}`];
    }),
  ];
}

function shared(shares: readonly Share[]): string {
  const said = shares
    .slice(0, MOST_VALUES)
    .map(({ value, usd }) => `${value ?? "(none)"} ${signed(usd)}`);
  const more = shares.length - said.length;
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

/** A mart in which no number moved, and the columns that it has now. */
function gains({ mart, columns }: MartDiff): string {
  const parts = [gain("gains", columns.added), gain("has another type of", columns.retyped)];
  return `${mart} ${parts.filter((part) => part !== "").join(" and ")}`;
}

/** A mart in a commit's line: the first of its columns of dollars, which is the mart's own money. */
function summary(diff: MartDiff): string {
  const { mart, is, rows, columns, money } = diff;
  const [main] = money;
  const usd = main === undefined ? [] : [`${main.column} ${signed(main.usd)}`];
  if (is !== "on both sides") {
    return `${mart} is ${is} (${[...usd, counted(rows)].join(", ")})`;
  }
  const counts = counted(rows);
  const parts = [...usd, ...(counts === "" ? [] : [usd.length === 0 ? counts : `(${counts})`])];
  const lost = gain("loses", columns.gone);
  return `${mart} ${[parts.join(" "), lost].filter((part) => part !== "").join(", ")}`;
}

function gain(verb: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${verb} ${names.join(", ")}`;
}

function troubleLines({ red, refused, held }: Trouble, where: string): readonly string[] {
  if (red.length + refused.length === 0) return [];
  const line = (what: (fault: Fault) => string, faults: readonly Fault[]) => faults.map(what);
  return [
    ...line(({ name, because }) => `RED ${where}: ${name}, ${because} rows break it.`, red),
    ...line(({ name, because }) => `ERROR ${where}: ${name}: ${because}`, refused),
    ...(held.length === 0 ? [] : [`Held back ${where}, so not compared: ${held.join(", ")}.`]),
    "",
  ];
}

/** Dollars with all decimals that there are, and their sign. */
function signed(usd: bigint): string {
  if (usd === 0n) return "$0 in all";
  return `${usd < 0n ? "−" : "+"}$${exactUsd(size(usd))}`;
}

function listed(parts: readonly string[], between = ", "): string {
  const said = parts.slice(0, MOST_MARTS);
  const more = parts.length - said.length;
  return [...said, ...(more > 0 ? [`${more} more`] : [])].join(between);
}

function shortName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
