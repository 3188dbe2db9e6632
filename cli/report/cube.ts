/** Turns rows of costs into the page's cost cube: names once, combinations once, and a few bytes a fact. Pure. */

import { gzipSync } from "node:zlib";

import { daysBetween } from "../../ingest/dates.ts";
import { ConfigError, LandingError } from "../../ingest/errors.ts";
import { nanoUsd } from "../../ingest/money/nano_usd.ts";
import { type CostCube, type Dimension, DIMENSIONS } from "./data/report_data.ts";

/** One sum: a day, a name or null for each dimension, and decimal US dollars. */
export interface CostRow {
  readonly day: string;
  readonly names: Readonly<Record<Dimension, string | null>>;
  readonly usd: string;
}

export interface PackedCube {
  readonly cube: CostCube;
  /** The facts as decode.ts reads them, gzip, base64. */
  readonly facts: string;
}

interface Fact {
  readonly day: number;
  readonly combination: number;
  readonly nanos: bigint;
}

const MOST_NANOS = 2n ** 63n - 1n;
const MOST_DAYS = 2 ** 16;

/**
 * `firstDay` and `dayCount` span the days that the page offers. Throws ConfigError if these are more
 * than its facts can count, LandingError if a sum is beyond 64 bits.
 */
export function packCube(
  rows: readonly CostRow[],
  firstDay: string | null,
  dayCount: number,
): PackedCube {
  if (dayCount > MOST_DAYS) {
    throw new ConfigError(
      `The report would cover ${dayCount} days from ${firstDay ?? "the first"} on, and ${MOST_DAYS} at most fit: give --from and --to, and look in fct_cost_daily for what is charged in another century.`,
    );
  }
  const numbering = numberNames();
  const combinations = new Map<string, number>();
  const columns = perDimension((): number[] => []);
  const facts: Fact[] = [];
  for (const row of rows) {
    const numbers = DIMENSIONS.map((dimension) =>
      numbering.numberOf(dimension, row.names[dimension]),
    );
    const spelled = numbers.join();
    let combination = combinations.get(spelled);
    if (combination === undefined) {
      combination = combinations.size;
      combinations.set(spelled, combination);
      DIMENSIONS.forEach((dimension, index) => columns[dimension].push(numbers[index] ?? 0));
    }
    const nanos = nanoUsd(row.usd);
    if (nanos > MOST_NANOS || nanos < -MOST_NANOS) {
      throw new LandingError(
        `A day's cost on ${row.day} is too large for the report: look at fct_cost_daily.`,
      );
    }
    facts.push({ day: daysBetween(firstDay ?? row.day, row.day), combination, nanos });
  }
  return {
    cube: {
      firstDay,
      dayCount,
      names: numbering.names,
      combinations: columns,
      factCount: facts.length,
    },
    facts: packFacts(facts),
  };
}

/** Sorted by combination and day, so that what stands side by side is alike and packs well. */
function packFacts(facts: readonly Fact[]): string {
  const sorted = [...facts].sort(
    (left, right) => left.combination - right.combination || left.day - right.day,
  );
  const count = sorted.length;
  const bytes = new ArrayBuffer(count * 14);
  const nanos = new BigInt64Array(bytes, 0, count);
  const combinations = new Uint32Array(bytes, count * 8, count);
  const days = new Uint16Array(bytes, count * 12, count);
  sorted.forEach((fact, index) => {
    nanos[index] = fact.nanos;
    combinations[index] = fact.combination;
    days[index] = fact.day;
  });
  return gzipSync(new Uint8Array(bytes), { level: 9 }).toString("base64");
}

function numberNames() {
  const names = perDimension((): (string | null)[] => []);
  const numbers = perDimension(() => new Map<string | null, number>());
  const numberOf = (dimension: Dimension, name: string | null): number => {
    const known = numbers[dimension].get(name);
    if (known !== undefined) return known;
    const next = names[dimension].length;
    names[dimension].push(name);
    numbers[dimension].set(name, next);
    return next;
  };
  return { names, numberOf };
}

function perDimension<Value>(make: () => Value): Record<Dimension, Value> {
  const entries = DIMENSIONS.map((dimension) => [dimension, make()] as const);
  return Object.fromEntries(entries) as Record<Dimension, Value>;
}
