/** What holds for every split of a charge, whatever it costs and whoever may bear it. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import {
  charge,
  type Given,
  isWeighed,
  splitByDefinition,
  splitInSql,
  withOwners,
} from "./splits.ts";

/**
 * The same charges for each property, so that one query answers it. They are not shrunk, which would take
 * hundreds of queries; a failure shows the charges that differ.
 */
const GIVEN = fc.sample(charge, { seed: 20_260_105, numRuns: 500 });

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const run = (given: readonly Given[], order?: "backward" | "forward") =>
  splitInSql(local.runQuery, given, order);

const weightOf = ({ weights }: Given, name: string): bigint =>
  weights.find(([each]) => each === name)?.[1] ?? 0n;

const weightSum = ({ weights }: Given): bigint => weights.reduce((sum, [, each]) => sum + each, 0n);

describe("the shares of a charge", () => {
  it("add up to the charge, exactly", async () => {
    const sums = (await run(GIVEN)).map((shares) =>
      shares.reduce((sum, [, nanos]) => sum + nanos, 0n),
    );
    expect(sums).toEqual(GIVEN.map(({ nanos }) => nanos));
  });

  it("are each within a nano-dollar of the proportional share, and never of the other sign", async () => {
    const weighed = GIVEN.filter(isWeighed);
    const shares = await run(weighed);
    for (const [index, each] of weighed.entries()) {
      for (const [name, nanos] of shares[index] ?? []) {
        const sum = weightSum(each);
        const off = nanos * sum - each.nanos * weightOf(each, name);
        expect(off < sum && off > -sum).toBe(true);
        expect(nanos * each.nanos >= 0n).toBe(true);
      }
    }
  });

  it("are never smaller for who weighs more", async () => {
    const weighed = GIVEN.filter((each) => isWeighed(each) && each.nanos > 0n);
    for (const [index, shares] of (await run(weighed)).entries()) {
      const each = weighed[index] ?? { nanos: 0n, weights: [] };
      const byWeight = shares
        .map(([name, nanos]) => ({ weight: weightOf(each, name), nanos }))
        .sort((one, other) => (one.weight < other.weight ? -1 : 1));
      for (const [place, { weight, nanos }] of byWeight.entries()) {
        const before = byWeight[place - 1] ?? { weight: 0n, nanos: 0n };
        expect(before.weight === weight || before.nanos <= nanos).toBe(true);
      }
    }
  });

  it("do not depend on the order of the rows", async () => {
    expect(await run(GIVEN, "backward")).toEqual(await run(GIVEN));
  });

  it("do not change when all weights are scaled", async () => {
    const small = GIVEN.map((each) => ({ ...each, nanos: each.nanos % 10n ** 14n }));
    const scaled = small.map(({ nanos, weights }) => ({
      nanos,
      weights: weights.map(([name, weight]) => [name, weight * 997n] as const),
    }));
    expect(await run(scaled)).toEqual(await run(small));
  });

  it("mirror when the charge turns its sign", async () => {
    const turned = await run(GIVEN.map((each) => ({ ...each, nanos: -each.nanos })));
    const mirrored = turned.map((shares) => shares.map(([name, nanos]) => [name, -nanos]));
    expect(mirrored).toEqual(await run(GIVEN));
  });

  it("are one unattributed row where nothing weighs", async () => {
    const weightless = GIVEN.map(({ nanos, weights }) => ({
      nanos,
      weights: weights.map(([name]) => [name, 0n] as const),
    }));
    expect(await run(weightless)).toEqual(GIVEN.map(({ nanos }) => [["unattributed", nanos]]));
  });

  it("are what the definition says, ties and remainders included", async () => {
    expect(await run(GIVEN)).toEqual(GIVEN.map(splitByDefinition));
  });

  it("are the same for owners named by two columns as for their text, nobody among them", async () => {
    const owned = GIVEN.filter(isWeighed).map(withOwners);
    const shares = await splitInSql(local.runQuery, owned, "forward", 2);
    expect(shares).toEqual(owned.map(splitByDefinition));
  });

  it("are exact for a hundred million dollars and a trillion tokens", async () => {
    const largest = {
      nanos: 10n ** 17n - 1n,
      weights: [
        ["apikey_a", 10n ** 12n],
        ["apikey_b", 10n ** 12n - 1n],
      ] as const,
    };
    expect(await run([largest])).toEqual([splitByDefinition(largest)]);
  });
});
