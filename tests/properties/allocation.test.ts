/** What holds for every split of a charge, whatever it costs and whoever may bear it. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import { charges, type Given, isWeighed, splitByDefinition, splitInSql } from "./splits.ts";

/** One list of many charges a property, so one query; a failure is shrunk with further ones. */
const RUN = { seed: 20_260_105, numRuns: 1 };

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Checks a property of many charges; `check` gets the shares by the project's SQL. */
async function always(
  check: (given: readonly Given[], run: typeof runSplit) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(charges, (given) => check(given, runSplit)),
    RUN,
  );
}

const runSplit = (given: readonly Given[], order?: "backward" | "forward") =>
  splitInSql(local.runQuery, given, order);

const weightOf = ({ weights }: Given, name: string): bigint =>
  weights.find(([each]) => each === name)?.[1] ?? 0n;

const weightSum = ({ weights }: Given): bigint => weights.reduce((sum, [, each]) => sum + each, 0n);

describe("the shares of a charge", () => {
  it("add up to the charge, exactly", async () => {
    await always(async (given, run) => {
      const sums = (await run(given)).map((shares) =>
        shares.reduce((sum, [, nanos]) => sum + nanos, 0n),
      );
      expect(sums).toEqual(given.map(({ nanos }) => nanos));
    });
  });

  it("are each within a nano-dollar of the proportional share, and never of the other sign", async () => {
    await always(async (given, run) => {
      const weighed = given.filter(isWeighed);
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
  });

  it("are never smaller for who weighs more", async () => {
    await always(async (given, run) => {
      const weighed = given.filter((each) => isWeighed(each) && each.nanos > 0n);
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
  });

  it("do not depend on the order of the rows", async () => {
    await always(async (given, run) => {
      expect(await run(given, "backward")).toEqual(await run(given));
    });
  });

  it("do not change when all weights are scaled", async () => {
    await always(async (given, run) => {
      const small = given.map((each) => ({ ...each, nanos: each.nanos % 10n ** 14n }));
      const scaled = small.map(({ nanos, weights }) => ({
        nanos,
        weights: weights.map(([name, weight]) => [name, weight * 997n] as const),
      }));
      expect(await run(scaled)).toEqual(await run(small));
    });
  });

  it("mirror when the charge turns its sign", async () => {
    await always(async (given, run) => {
      const turned = await run(given.map((each) => ({ ...each, nanos: -each.nanos })));
      const mirrored = turned.map((shares) => shares.map(([name, nanos]) => [name, -nanos]));
      expect(mirrored).toEqual(await run(given));
    });
  });

  it("are one unattributed row where nothing weighs", async () => {
    await always(async (given, run) => {
      const weightless = given.map(({ nanos, weights }) => ({
        nanos,
        weights: weights.map(([name]) => [name, 0n] as const),
      }));
      expect(await run(weightless)).toEqual(given.map(({ nanos }) => [["unattributed", nanos]]));
    });
  });

  it("are what the definition says, ties and remainders included", async () => {
    await always(async (given, run) => {
      expect(await run(given)).toEqual(given.map(splitByDefinition));
    });
  });

  it("are exact for a hundred million dollars and a trillion tokens", async () => {
    const largest = {
      nanos: 10n ** 17n - 1n,
      weights: [
        ["apikey_a", 10n ** 12n],
        ["apikey_b", 10n ** 12n - 1n],
      ] as const,
    };
    expect(await runSplit([largest])).toEqual([splitByDefinition(largest)]);
  });
});
