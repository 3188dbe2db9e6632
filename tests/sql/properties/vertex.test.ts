/** What holds for every bill and every set of calls in a shared project of Google's. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { attribute, type Calls } from "../vertex/attribution.ts";

const PEOPLE = ["ana", "ben", "cem", "dia", "eva"] as const;

/** Calls of each person, and how many more one of them makes. */
interface Given {
  readonly nanos: bigint;
  readonly calls: readonly number[];
  readonly busy: number;
  readonly more: number;
}

const given: fc.Arbitrary<Given> = fc.record({
  nanos: fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: 10n ** 12n })),
  calls: fc.array(fc.integer({ min: 0, max: 40 }), {
    minLength: PEOPLE.length,
    maxLength: PEOPLE.length,
  }),
  busy: fc.nat({ max: PEOPLE.length - 1 }),
  more: fc.integer({ min: 1, max: 30 }),
});

/** One query answers them all: each is a project of its own, before and after. */
const GIVEN = fc.sample(given, { seed: 20_260_105, numRuns: 300 });

let local: TestWarehouse;
let parts: ReadonlyMap<string, bigint>;

/** What a person bears; everything in a project without calls is nobody's. */
const partOf = (project: string, person: string): bigint => parts.get(`${project} ${person}`) ?? 0n;

beforeAll(async () => {
  local = await startTestWarehouse();
  const states = GIVEN.flatMap(({ nanos, calls, busy, more }, index) => {
    const after = calls.map((count, who) => (who === busy ? count + more : count));
    return [
      { project: `before-${index}`, nanos, counts: calls },
      { project: `after-${index}`, nanos, counts: after },
    ];
  });
  const rows = await attribute(
    local.runQuery,
    states.map(({ project, nanos }) => ({
      charge_id: project,
      project_id: project,
      cost_usd: `${nanos / 10n ** 9n}.${String(nanos % 10n ** 9n).padStart(9, "0")}`,
    })),
    states.flatMap(({ project, counts }) =>
      counts.map((count, who): Calls => ({
        project_id: project,
        user_email: PEOPLE[who] ?? "",
        requests: String(count),
      })),
    ),
  );
  parts = new Map(
    rows.map(({ charge_id, bearer = "", cost_usd = "" }) => [
      `${charge_id ?? ""} ${bearer.replace(/^person:/, "")}`,
      nanoUsd(cost_usd),
    ]),
  );
});
afterAll(() => local.close());

describe("more calls of one person", () => {
  it("raise nobody else's part, but for the nano-dollar that a remainder is", () => {
    for (const [index, { busy }] of GIVEN.entries()) {
      for (const person of PEOPLE.filter((_, who) => who !== busy)) {
        const [before, after] = [`before-${index}`, `after-${index}`].map((project) =>
          partOf(project, person),
        );
        expect((after ?? 0n) - (before ?? 0n)).toBeLessThanOrEqual(1n);
      }
    }
  });

  it("never lower that person's part by more than that", () => {
    for (const [index, { busy }] of GIVEN.entries()) {
      const person = PEOPLE[busy] ?? "";
      const gained = partOf(`after-${index}`, person) - partOf(`before-${index}`, person);
      expect(gained).toBeGreaterThanOrEqual(-1n);
    }
  });

  it("leave the sum what Google billed", () => {
    for (const [index, { nanos, calls }] of GIVEN.entries()) {
      const everybody = [...PEOPLE, "unattributed"];
      for (const project of [`before-${index}`, `after-${index}`]) {
        const sum = everybody.reduce((total, person) => total + partOf(project, person), 0n);
        expect(sum).toBe(nanos);
      }
      const hasCalls = calls.some((count) => count > 0);
      expect(partOf(`before-${index}`, "unattributed")).toBe(hasCalls ? 0n : nanos);
    }
  });
});
