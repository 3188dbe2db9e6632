/** What may not move a total: how the vendor orders, cuts and repeats its lines, and how often it is asked. */

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";

import type { Landing } from "../../../ingest/land/landing.ts";
import { type Bill, bill, DAYS, line, shuffledBill, splitBill } from "./bills.ts";
import { type Books, openBooks } from "./books.ts";

/**
 * A fixed seed, and eight bills at once: each pair is organizations of its own in the same books, so that one build answers
 * all. A failure shows the totals that differ, by organization; looking for smaller bills takes minutes.
 */
const RUNS = { seed: 20_260_105, numRuns: 1, endOnFailure: true };
const AT_ONCE = 8;

let books: Books;

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(240_000);

beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());
beforeEach(() => books.clear());

/** Checks the property on bills that lie in empty books together. */
async function always<Given>(
  given: fc.Arbitrary<Given>,
  check: (all: readonly Given[]) => Promise<void>,
): Promise<void> {
  const all = fc.array(given, { minLength: AT_ONCE, maxLength: AT_ONCE });
  await fc.assert(fc.asyncProperty(all, check), RUNS);
}

/** Lands one bill of each as an organization's whose name begins with `name`. */
async function land(name: string, bills: readonly Bill[]): Promise<readonly Landing[]> {
  const landings: Landing[] = [];
  for (const [index, each] of bills.entries())
    landings.push(await books.land(`${name}_${index}`, each));
  return landings;
}

/** The totals of each organization whose name begins with `name`; none is without. */
async function totals(name: string): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for (let index = 0; index < AT_ONCE; index += 1) all.push(await books.totals(`${name}_${index}`));
  expect(all.filter((lines) => lines.length === 0)).toEqual([]);
  return all;
}

describe("every total stays as it is", () => {
  it("when the lines of a day come in another order", async () => {
    await always(shuffledBill, async (all) => {
      await land(
        "given",
        all.map(({ given }) => given),
      );
      await land(
        "other",
        all.map(({ shuffled }) => shuffled),
      );
      await books.build();
      expect(await totals("other")).toEqual(await totals("given"));
    });
  });

  it("when a line is split in two", async () => {
    await always(splitBill, async (all) => {
      await land(
        "given",
        all.map(({ given }) => given),
      );
      await land(
        "other",
        all.map(({ split }) => split),
      );
      await books.build();
      expect(await totals("other")).toEqual(await totals("given"));
    });
  });

  it("when a line of zero is added", async () => {
    const cases = fc.record({ given: bill, zero: line, day: fc.nat(DAYS.length - 1) });
    await always(cases, async (all) => {
      const longer = all.map(({ given, zero, day }) =>
        given.map((lines, index) => (index === day ? [...lines, { ...zero, amount: "0" }] : lines)),
      );
      await land(
        "given",
        all.map(({ given }) => given),
      );
      await land("other", longer);
      await books.build();
      expect(await totals("other")).toEqual(await totals("given"));
    });
  });

  it("when pages are delivered twice, before a build and after it", async () => {
    await always(bill, async (all) => {
      await land("given", all);
      const twice = await land("other", all);
      for (const each of twice) await books.deliverAgain(each);
      await books.build();
      const once = await totals("given");
      expect(await totals("other")).toEqual(once);
      for (const each of twice) await books.deliverAgain(each);
      await books.build();
      expect(await totals("other")).toEqual(once);
    });
  });

  it("when the days are fetched again, with the same words and in another order", async () => {
    await always(shuffledBill, async (all) => {
      const bills = all.map(({ given }) => given);
      await land("given", bills);
      await books.build();
      const before = await totals("given");
      const same = await land("given", bills);
      expect(same.flatMap(({ pageRows }) => pageRows)).toEqual([]);
      await books.build();
      expect(await totals("given")).toEqual(before);
      await land(
        "given",
        all.map(({ shuffled }) => shuffled),
      );
      await books.build();
      expect(await totals("given")).toEqual(before);
    });
  });
});
