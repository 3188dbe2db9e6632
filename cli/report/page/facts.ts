/** The facts of the cost cube, and every sum that the page shows of them. Pure but for the unpacking. */

import { type CostCube, type Dimension, DIMENSIONS } from "../data/report_data.ts";

/** One entry a fact, sorted by combination and day. */
export interface Facts {
  readonly nanos: BigInt64Array;
  readonly combinations: Uint32Array;
  readonly days: Uint16Array;
}

/** What is selected: days by number, both inclusive, and the numbers of names; null lets all through. */
export interface Selection {
  readonly first: number;
  readonly last: number;
  readonly chosen: Readonly<Partial<Record<Dimension, ReadonlySet<number>>>>;
}

/** Reads what cube.ts packed: nano-dollars, then combinations, then days. */
export async function unpackFacts(base64: string, count: number): Promise<Facts> {
  const bytes = await gunzip(base64).arrayBuffer();
  return {
    nanos: new BigInt64Array(bytes, 0, count),
    combinations: new Uint32Array(bytes, count * 8, count),
    days: new Uint16Array(bytes, count * 12, count),
  };
}

/** What gzip in base64 unpacks to. */
export function gunzip(base64: string): Response {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** For each combination 1 if the chosen names let it through. */
export function passing(cube: CostCube, chosen: Selection["chosen"]): Uint8Array {
  const count = cube.combinations.platform.length;
  const passes = new Uint8Array(count).fill(1);
  for (const dimension of DIMENSIONS) {
    const wanted = chosen[dimension];
    if (wanted === undefined) continue;
    cube.combinations[dimension].forEach((name, index) => {
      if (!wanted.has(name)) passes[index] = 0;
    });
  }
  return passes;
}

/** The cost of each combination in the days [first, last]. */
export function sumByCombination(facts: Facts, passes: Uint8Array, days: Days): BigInt64Array {
  const sums = new BigInt64Array(passes.length);
  eachFact(facts, passes, days, (combination, _day, nanos) => {
    sums[combination] = (sums[combination] ?? 0n) + nanos;
  });
  return sums;
}

/** The cost of each number of `seriesOf` by bucket; `bucketOf` is by day number. */
export function sumByBucket(
  facts: Facts,
  passes: Uint8Array,
  days: Days,
  { seriesOf, seriesCount, bucketOf, bucketCount }: Buckets,
): readonly BigInt64Array[] {
  const sums = Array.from({ length: seriesCount }, () => new BigInt64Array(bucketCount));
  eachFact(facts, passes, days, (combination, day, nanos) => {
    const series = sums[seriesOf[combination] ?? 0];
    const bucket = bucketOf[day] ?? 0;
    if (series !== undefined) series[bucket] = (series[bucket] ?? 0n) + nanos;
  });
  return sums;
}

/** The cost of each name of a dimension, given the cost of each combination. */
export function sumByName(cube: CostCube, dimension: Dimension, costs: BigInt64Array): bigint[] {
  const sums = cube.names[dimension].map(() => 0n);
  cube.combinations[dimension].forEach((name, index) => {
    sums[name] = (sums[name] ?? 0n) + (costs[index] ?? 0n);
  });
  return sums;
}

/** All facts let through in the days [first, last]. */
export function total(facts: Facts, passes: Uint8Array, days: Days): bigint {
  let nanosTotal = 0n;
  eachFact(facts, passes, days, (_combination, _day, nanos) => {
    nanosTotal += nanos;
  });
  return nanosTotal;
}

type Days = Pick<Selection, "first" | "last">;

interface Buckets {
  /** By combination. */
  readonly seriesOf: ArrayLike<number>;
  readonly seriesCount: number;
  /** By day. */
  readonly bucketOf: ArrayLike<number>;
  readonly bucketCount: number;
}

function eachFact(
  { nanos, combinations, days }: Facts,
  passes: Uint8Array,
  { first, last }: Days,
  visit: (combination: number, day: number, nanos: bigint) => void,
): void {
  for (let index = 0; index < nanos.length; index += 1) {
    const combination = combinations[index] ?? 0;
    const day = days[index] ?? 0;
    if (passes[combination] === 1 && day >= first && day <= last) {
      visit(combination, day, nanos[index] ?? 0n);
    }
  }
}
