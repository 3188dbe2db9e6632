/** The page's own arithmetic: exact, whatever the amounts. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { packCube } from "../../../cli/report/cube.ts";
import { jsonText } from "../../../cli/report/html.ts";
import { monthsCompared, stepStart } from "../../../cli/report/page/days.ts";
import { DEFINITIONS } from "../../../cli/report/page/definitions.ts";
import {
  passing,
  sumByName,
  sumByCombination,
  unpackFacts,
} from "../../../cli/report/page/facts.ts";
import { viewOf } from "../../../cli/report/page/view.ts";
import { wayOf } from "../../../cli/report/page/way.ts";
import type { ReportData } from "../../../cli/report/data/report_data.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { exactUsd, nanoUsd, percentOf, shownUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { csvLines } from "../../../cli/shared/csv.ts";
import { compiledGraph } from "../../support/graph.ts";
import { ROWS } from "./support/content.ts";

const amount = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

describe("money on the page", () => {
  it("is written as it is read", () => {
    fc.assert(fc.property(amount, (nanos) => nanoUsd(exactUsd(nanos)) === nanos));
  });

  it("is rounded to the cent, half away from zero", () => {
    expect(shownUsd(nanoUsd("1234.565"))).toBe("$1,234.57");
    expect(shownUsd(nanoUsd("-1234567.564999999"))).toBe("−$1,234,567.56");
    expect(shownUsd(nanoUsd("-0.004"))).toBe("$0.00");
  });

  it("is a share to one decimal, none of nothing", () => {
    expect(percentOf(-1n, 3n)).toBe("−33.3");
    expect(percentOf(1n, 8n)).toBe("12.5");
    expect(percentOf(1n, 0n)).toBeNull();
  });
});

describe("the way of a row", () => {
  const names = { ...ROWS[0]?.names, person: "O'Hara, Ann", key: "Ann's (laptop) (apikey_1)" };
  const rows = [
    ["2026-02-02", "7"],
    ["2026-02-03", "-9.5"],
    ["2026-02-20", "40"],
  ].map(([day = "", usd = ""]) => ({ day, usd, names: names as (typeof ROWS)[0]["names"] }));

  it("is one for each of the selected days, the dearest first, in words that a shell takes", async () => {
    const { cube, facts: packed } = packCube(rows, "2026-02-01", 28);
    const facts = await unpackFacts(packed, cube.factCount);
    const data = { cube } as unknown as ReportData;
    const ways = wayOf(viewOf(data, facts, { first: 0, last: 10, chosen: {} }), [0]);
    expect(ways).toMatchObject([
      { day: "2026-02-03", nanos: nanoUsd("-9.5") },
      { day: "2026-02-02", nanos: nanoUsd("7") },
    ]);
    const [way] = ways;
    expect(way?.command).toContain("trace --day 2026-02-03 --platform ");
    expect(way?.command).toContain("--person 'O'\\''Hara, Ann' --key apikey_1");
  });
});

describe("the cost cube", () => {
  it("gives back every sum that was packed", async () => {
    const day = fc
      .integer({ min: 1, max: 28 })
      .map((date) => `2026-02-${String(date).padStart(2, "0")}`);
    const person = fc.constantFrom("a", "b", "unattributed");
    const rows = fc.array(fc.record({ day, person, nanos: amount }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const names = ROWS[0]?.names;
        if (names === undefined) throw new Error("no row");
        const costRows = given.map((one) => ({
          day: one.day,
          names: { ...names, person: one.person },
          usd: exactUsd(one.nanos),
        }));
        const { cube, facts } = packCube(costRows, "2026-02-01", 28);
        const unpacked = await unpackFacts(facts, cube.factCount);
        const all = passing(cube, {});
        const days = { first: 3, last: 20 };
        const costs = sumByCombination(unpacked, all, days);
        const inside = given.filter(({ day: at }) => at >= "2026-02-04" && at <= "2026-02-21");
        expect(sum(costs)).toBe(sum(inside.map(({ nanos }) => nanos)));
        const byPerson = sumByName(cube, "person", costs);
        cube.names.person.forEach((name, index) => {
          const own = inside.filter((one) => one.person === name);
          expect(byPerson[index]).toBe(sum(own.map(({ nanos }) => nanos)));
        });
      }),
      { numRuns: 50 },
    );
  });

  it("refuses more days than its facts can count, for the operator to narrow", () => {
    const packed = () => packCube(ROWS, "0001-01-01", 739_890);
    expect(packed).toThrow(ConfigError);
    expect(packed).toThrow(
      /^The report would cover 739890 days from 0001-01-01 on, .*: give --from and --to, and look/,
    );
  });

  it("refuses a sum beyond 64 bits instead of wrapping it", () => {
    const [first] = ROWS;
    if (first === undefined) throw new Error("no row");
    expect(() => packCube([{ ...first, usd: "9223372037" }], "2026-10-01", 61)).toThrow(
      "too large",
    );
  });
});

describe("days on the page", () => {
  it("compares whole months only where the last day of a month is selected", () => {
    expect(monthsCompared("2026-01-01", 58)).toMatchObject({
      isPart: false,
      before: { first: 0, last: 30 },
    });
    expect(monthsCompared("2026-01-01", 59)).toMatchObject({
      ...{ isPart: true, month: "2026-03", now: { first: 59, last: 59 } },
      before: { first: 31, last: 31 },
    });
    expect(monthsCompared("2026-01-01", 88).before).toEqual({ first: 31, last: 58 });
  });

  it("begins weeks on Monday", () => {
    expect(stepStart("2026-11-22", "week")).toBe("2026-11-16");
    expect(stepStart("2026-11-16", "week")).toBe("2026-11-16");
  });
});

describe("what goes into the file", () => {
  it("keeps a name from ending the element that holds it", () => {
    expect(jsonText({ name: "</script>" })).toBe('{"name":"\\u003c/script>"}');
  });

  it("keeps a spreadsheet from running a name, and leaves numbers alone", () => {
    expect(
      csvLines([
        ["a", "b"],
        ["=1+1", "-5.5"],
      ]),
    ).toBe("a,b\r\n'=1+1,-5.5\r\n");
  });

  it("names only tables that exist", () => {
    const known = new Set(compiledGraph().tables.map(({ target }) => target.name));
    const named = Object.values(DEFINITIONS).flatMap(({ tables }): readonly string[] => tables);
    expect(named.filter((table) => !known.has(table))).toEqual([]);
  });
});
