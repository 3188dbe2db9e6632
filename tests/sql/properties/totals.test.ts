/** What may not move a total: how the vendor orders, cuts and repeats its lines, and how often it is asked. */

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";

import { bill, DAYS, line, shuffledBill, splitBill } from "./bills.ts";
import { type Books, openBooks } from "./books.ts";

/** A fixed seed: a failure names it and shows the bill. Bills are small, and looking for a smaller one takes minutes. */
const RUNS = { seed: 20_260_105, numRuns: 8, endOnFailure: true };

let books: Books;

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(240_000);

beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());
beforeEach(() => books.clear());

/** Checks the property on bills of its own, each in empty books. */
async function always<Given>(
  given: fc.Arbitrary<Given>,
  check: (given: Given) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(given, check).beforeEach(() => books.clear()),
    RUNS,
  );
}

describe("every total stays as it is", () => {
  it("when the lines of a day come in another order", async () => {
    await always(shuffledBill, async ({ given, shuffled }) => {
      await books.land("given", given);
      await books.land("other", shuffled);
      await books.build();
      expect(await books.totals("other")).toEqual(await books.totals("given"));
    });
  });

  it("when a line is split in two", async () => {
    await always(splitBill, async ({ given, split }) => {
      await books.land("given", given);
      await books.land("other", split);
      await books.build();
      expect(await books.totals("other")).toEqual(await books.totals("given"));
    });
  });

  it("when a line of zero is added", async () => {
    const cases = fc.record({ given: bill, zero: line, day: fc.nat(DAYS.length - 1) });
    await always(cases, async ({ given, zero, day }) => {
      await books.land("given", given);
      const longer = given.map((lines, index) =>
        index === day ? [...lines, { ...zero, amount: "0" }] : lines,
      );
      await books.land("other", longer);
      await books.build();
      expect(await books.totals("other")).toEqual(await books.totals("given"));
    });
  });

  it("when pages are delivered twice, before a build and after it", async () => {
    await always(bill, async (given) => {
      await books.land("given", given);
      const twice = await books.land("other", given);
      await books.deliverAgain(twice);
      await books.build();
      const once = await books.totals("given");
      expect(await books.totals("other")).toEqual(once);
      await books.deliverAgain(twice);
      await books.build();
      expect(await books.totals("other")).toEqual(once);
    });
  });

  it("when the days are fetched again, with the same words and in another order", async () => {
    await always(shuffledBill, async ({ given, shuffled }) => {
      await books.land("given", given);
      await books.build();
      const before = await books.totals("given");
      const same = await books.land("given", given);
      expect(same.pageRows).toEqual([]);
      await books.build();
      expect(await books.totals("given")).toEqual(before);
      await books.land("given", shuffled);
      await books.build();
      expect(await books.totals("given")).toEqual(before);
    });
  });
});
