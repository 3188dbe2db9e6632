/** Arbitrary charges for the split of includes/allocation.js, its SQL run over all of them at once, and a split of our own. */

import { createRequire } from "node:module";
import path from "node:path";

import fc from "fast-check";

import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import type { RunQuery } from "../../support/build.ts";
import type { TextRow } from "../../support/cells.ts";

/** A charge in nano-dollars and the whole weights of those who may bear it. */
export interface Given {
  readonly nanos: bigint;
  readonly weights: readonly (readonly [candidate: string, weight: bigint])[];
}

/** What each candidate bears, in nano-dollars, in byte order of the names. */
export type Shares = readonly (readonly [candidate: string, nanos: bigint])[];

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { split } = requireInclude("./allocation.js") as {
  split: (relations: {
    charges: string;
    candidates: string;
    candidate?: readonly string[];
  }) => string;
};

/** Names whose order differs between bytes, UTF-16 units and dictionaries. */
const NAMES = ["apikey_a", "apikey_B", "apikey_b", "apikey_10", "apikey_9", "é", "\uffee", "😀"];

/** The types of owners, of which none begins another, and for nobody a text that sorts last. */
const OWNERS = [
  "team:b",
  "team:a",
  "person:ann@example.com",
  "person:Ann",
  "person:a",
  "automation:z",
  "automation:é",
  "unattributed:",
];

/** The most a line may cost and weigh: their product still fits the 29 digits of NUMERIC. */
const MOST_NANOS = 10n ** 17n - 1n;
const MOST_WEIGHT = 10n ** 12n;

const nanos = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  fc.bigInt({ min: -MOST_NANOS, max: MOST_NANOS }),
);

/** Weights of one size a charge: among small ones remainders tie, also where weights differ. */
const weightsUpTo = (most: bigint) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.bigInt({ min: 0n, max: most })), {
    selector: ([name]) => name,
  });

/** Some charges have no candidate, and some candidates weigh nothing. */
export const charge: fc.Arbitrary<Given> = fc.record({
  nanos,
  weights: fc.oneof(weightsUpTo(5n), weightsUpTo(10n ** 6n), weightsUpTo(MOST_WEIGHT)),
});

/** A candidate without weight bears nothing and has no share; without any weight nobody has one. */
export const isWeighed = ({ weights }: Given): boolean => weights.some(([, each]) => each > 0n);

/** The same charges, their candidates named by type and owner as one text; the last is nobody. */
export const withOwners = ({ nanos, weights }: Given): Given => ({
  nanos,
  weights: weights.map(([name, each]) => [OWNERS[NAMES.indexOf(name)] ?? "", each]),
});

/**
 * The shares of each charge by the project's SQL. `order` says in which order the rows are given, `columns` whether
 * `type:owner` is given as one text or as the two columns that it is made of.
 */
export async function splitInSql(
  runQuery: RunQuery,
  given: readonly Given[],
  order: "backward" | "forward" = "forward",
  columns: 1 | 2 = 1,
): Promise<readonly Shares[]> {
  const charged = given.map((each, index) => `${index}|${usdText(each.nanos)}`);
  const weighed = given.flatMap(({ weights }, index) =>
    weights.map(([name, each]) => `${index}|${name}|${each}`),
  );
  const lines = (rows: readonly string[]): string => {
    const ordered = order === "forward" ? rows : [...rows].reverse();
    return `unnest(split('${ordered.join("\\n")}', '\\n')) as line where line <> ''`;
  };
  const field = (index: number): string => `split(line, '|')[safe_offset(${index})]`;
  const part = (index: number): string => `split(${field(1)}, ':')[safe_offset(${index})]`;
  const who =
    columns === 1
      ? `${field(1)} as candidate`
      : `nullif(${part(0)}, 'unattributed') as owner_type, nullif(${part(1)}, '') as owner`;
  const sql = split({
    charges: `(select ${field(0)} as charge_key, cast(${field(1)} as numeric) as cost_usd from ${lines(charged)})`,
    candidates: `(select ${field(0)} as charge_key, ${who}, 'tokens_exact' as method, cast(${field(2)} as numeric) as weight from ${lines(weighed)})`,
    ...(columns === 1 ? {} : { candidate: ["owner_type", "owner"] }),
  });
  const shares: [string, bigint][][] = given.map(() => []);
  for (const row of await runQuery(sql)) {
    const place = shares[Number(row["charge_key"])];
    if (place === undefined) throw new RangeError(`no charge ${row["charge_key"] ?? ""}`);
    place.push([nameIn(row), nanoUsd(row["cost_usd"] ?? "")]);
  }
  return shares.map((each) => each.sort(byName));
}

function nameIn({ candidate, owner_type: type = "null", owner = "" }: TextRow): string {
  return candidate ?? (type === "null" ? "unattributed:" : `${type}:${owner}`);
}

/** The largest remainder method, written from its definition and apart from the SQL. */
export function splitByDefinition({ nanos: charged, weights }: Given): Shares {
  const sum = weights.reduce((total, [, each]) => total + each, 0n);
  if (sum === 0n) return [["unattributed", charged]];
  const size = charged < 0n ? -charged : charged;
  const parts = weights
    .filter(([, each]) => each > 0n)
    .map(([name, each]) => ({ name, whole: (size * each) / sum, rest: (size * each) % sum }));
  let left = size - parts.reduce((total, { whole }) => total + whole, 0n);
  const queue = [...parts].sort((one, other) => {
    if (one.rest === other.rest) return byName([one.name], [other.name]);
    return one.rest > other.rest ? -1 : 1;
  });
  const shares = queue.map(({ name, whole }): readonly [string, bigint] => {
    const share = left > 0n ? whole + 1n : whole;
    left -= 1n;
    return [name, charged < 0n ? -share : share];
  });
  return shares.sort(byName);
}

function byName(one: readonly [string, ...unknown[]], other: readonly [string, ...unknown[]]) {
  return Buffer.compare(Buffer.from(one[0]), Buffer.from(other[0]));
}

function usdText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(10, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
