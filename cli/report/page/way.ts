/** The ways from a row of the report to the vendor's text, one a day. Pure. */

import { compareSizes } from "../../../ingest/money/decimal.ts";
import { type DayAsked, NO_MODEL } from "../../trace/select.ts";
import { type CostCube, type Dimension, SEATS_AND_FEES } from "../data/report_data.ts";
import { dayText } from "./days.ts";
import { sumByBucket } from "./facts.ts";
import { nameAt, type View } from "./view.ts";

/** What `trace` takes, and the dimension of that name. */
const FLAGS = ["platform", "person", "key", "model", "project"] as const satisfies Dimension[];

/** Charges of a row's day that are shown one by one: all of them, unless nobody would read them to the end. */
export const MOST_OF_A_DAY = 100;

export interface Way {
  readonly day: string;
  /** Of that day, nano-dollars; negative where most was given back. */
  readonly nanos: bigint;
  /** What `trace` is asked. */
  readonly asked: DayAsked;
  /** The same as typed into a shell. */
  readonly command: string;
}

/** @param combinations Those that the row adds up; they agree in all that the command names. */
export function wayOf(view: View, combinations: readonly number[]): readonly Way[] {
  return waysOf(view, [{ combinations }])[0] ?? [];
}

/** Of each row its days, the dearest first; together they are the row's dollars. No combination is in two rows. */
export function waysOf(
  { data: { cube }, facts, selection }: View,
  rows: readonly { readonly combinations: readonly number[] }[],
): readonly (readonly Way[])[] {
  const { firstDay, dayCount } = cube;
  if (firstDay === null) return [];
  const passes = new Uint8Array(cube.combinations.platform.length);
  const seriesOf = new Uint32Array(passes.length);
  rows.forEach(({ combinations }, row) => {
    for (const combination of combinations) {
      passes[combination] = 1;
      seriesOf[combination] = row;
    }
  });
  const sums = sumByBucket(facts, passes, selection, {
    ...{ seriesOf, seriesCount: rows.length },
    bucketOf: Uint32Array.from({ length: dayCount }, (_, day) => day),
    bucketCount: dayCount,
  });
  return sums.map((days, row) => {
    const combination = rows[row]?.combinations[0] ?? -1;
    return dearestFirst(
      [...days.entries()].filter(([, nanos]) => nanos !== 0n),
      ([, nanos]) => nanos,
    ).map(([day, nanos]) => {
      const asked = askedOf(cube, combination, dayText(firstDay, day));
      return { day: asked.day, nanos, asked, command: commandOf(asked) };
    });
  });
}

/** By dollars, whichever their sign; what costs the same stays in its order. */
export function dearestFirst<Each>(
  all: readonly Each[],
  nanosOf: (each: Each) => bigint,
): readonly Each[] {
  return [...all].sort((left, right) => compareSizes(nanosOf(right), nanosOf(left)));
}

function askedOf(cube: CostCube, combination: number, day: string): DayAsked {
  const named = FLAGS.flatMap((flag) => {
    const name = nameAt(cube, flag, combination);
    if (flag === "model" && (name === null || name === SEATS_AND_FEES))
      return [[flag, NO_MODEL] as const];
    return name === null ? [] : [[flag, flag === "key" ? idOfKey(name) : name] as const];
  });
  return { day, platform: "", person: "", ...Object.fromEntries(named) };
}

function commandOf(asked: DayAsked): string {
  const named = FLAGS.flatMap((flag) => {
    const word = asked[flag] ?? "";
    return word === "" ? [] : [`--${flag} ${quoted(word)}`];
  });
  const [day, most] = [`--day ${asked.day}`, `--most ${MOST_OF_A_DAY}`];
  return ["npm run -s ai-spend -- trace", day, ...named, most].join(" ");
}

/** The page names a key "name (id)", or by its id alone. */
function idOfKey(name: string): string {
  return / \((\S+)\)$/.exec(name)?.[1] ?? name;
}

function quoted(word: string): string {
  return /^[\w@.:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
