/** The command that follows a row of the report to the vendor's text: of the day on which it cost most. Pure. */

import { size } from "../../../ingest/money/decimal.ts";
import { type CostCube, type Dimension, SEATS_AND_FEES } from "../report_data.ts";
import { dayText } from "./days.ts";
import { sumByBucket } from "./facts.ts";
import { nameAt, type View } from "./view.ts";

/** What `trace` takes, and the dimension that it is of. */
const FLAGS: readonly (readonly [flag: string, dimension: Dimension])[] = [
  ["platform", "platform"],
  ["person", "person"],
  ["key", "key"],
  ["model", "model"],
  ["project", "project"],
];

export interface Way {
  readonly day: string;
  /** Of that day, nano-dollars; negative where most was given back. */
  readonly nanos: bigint;
  /** As typed into a shell. */
  readonly command: string;
}

/** @param combinations Those that the row adds up; they agree in all that the command names. */
export function wayOf(
  { data: { cube }, facts, selection }: View,
  combinations: readonly number[],
): Way | null {
  const { firstDay, dayCount } = cube;
  if (firstDay === null) return null;
  const passes = new Uint8Array(cube.combinations.platform.length);
  for (const combination of combinations) passes[combination] = 1;
  const [days] = sumByBucket(facts, passes, selection, {
    seriesOf: new Uint8Array(passes.length),
    seriesCount: 1,
    bucketOf: Uint32Array.from({ length: dayCount }, (_, day) => day),
    bucketCount: dayCount,
  });
  let dearest = 0;
  days?.forEach((nanos, day) => {
    if (size(nanos) > size(days[dearest] ?? 0n)) dearest = day;
  });
  const day = dayText(firstDay, dearest);
  const nanos = days?.[dearest] ?? 0n;
  return { day, nanos, command: commandOf(cube, combinations[0] ?? -1, day) };
}

function commandOf(cube: CostCube, combination: number, day: string): string {
  const named = FLAGS.flatMap(([flag, dimension]) => {
    const name = nameAt(cube, dimension, combination);
    if (name === null || name === SEATS_AND_FEES) return [];
    return [`--${flag} ${quoted(dimension === "key" ? idOfKey(name) : name)}`];
  });
  return ["npm run -s ai-spend -- trace", `--day ${day}`, ...named].join(" ");
}

/** The page names a key "name (id)", or by its id alone. */
function idOfKey(name: string): string {
  return / \((\S+)\)$/.exec(name)?.[1] ?? name;
}

function quoted(word: string): string {
  return /^[\w@.:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
