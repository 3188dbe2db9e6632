/** Days of lists on which money begins or ends: a slip of the year is refused, an open end is none. */

import { describe, expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { KINDS } from "../../../ingest/imports/kinds.ts";
import { MONEY_DAYS, wrongYears } from "../../../ingest/imports/years.ts";
import { fileOf, kindNamed } from "./support.ts";

const TODAY = "2026-11-15";

/** Columns that are refused, in the order of the file. */
function refused(kind: string, line: string): readonly (string | null)[] {
  const { lines, faults } = checkFile(fileOf(kind, line), kindNamed(kind));
  expect(faults).toEqual([]);
  return wrongYears(kind, lines, TODAY).map(({ column, reason }) => {
    expect(reason).toMatch(/^cannot be .*: check the year$/);
    return column;
  });
}

describe("a day of a list", () => {
  it.each([
    ["seats", "cursor,,teams,40,1026-11-01,", ["valid_from"]],
    ["seats", "cursor,,teams,40,2626-11-01T10:00:00Z,", ["valid_from"]],
    ["seats", "cursor,,teams,40,2026-11-01,2226-11-01", ["valid_to"]],
    ["seats", "cursor,,teams,40,2026-11-01,2099-12-31", []],
    ["seats", "cursor,,teams,40,2026-11-01,9999-12-31", []],
    ["seats", "cursor,,teams,40,9999-12-31,", ["valid_from"]],
    ["seats", "cursor,,teams,40,2023-01-01,2029-01-01T00:00:00Z", []],
    ["invoices", "cursor,A,1000-01-01,9999-12-31,1,,,,", ["period_start", "period_end"]],
    ["invoices", "cursor,A,2626-10-01,2626-11-01,1,,,,", ["period_start", "period_end"]],
    ["invoices", "cursor,A,2026-10-01,2026-11-01,1,,,2206-11-01,", ["issued_at"]],
    ["invoices", "cursor,A,2026-10-01,2029-10-01,1,,,2026-11-01,", []],
    ["budgets", "total,,2206-10,1", ["month"]],
    ["budgets", "total,,2027-10,1", []],
    ["closed-months", "1026-10,cursor,2026-11-02", ["month"]],
    ["prices", "m,input,standard,0-200k,1026-01-01,1,page", ["valid_from"]],
    ["people", "a@x.org,Ann,,,,,1998-01-01,", []],
    ["api-key-owners", "k,a@x.org,person,,2000-01-01,,", []],
  ] as const)("%s: %s", (kind, line, columns) => {
    expect(refused(kind, line)).toEqual(columns);
  });

  it("is of a column that the kind has", () => {
    for (const [name, { columns, openEnds }] of Object.entries(MONEY_DAYS)) {
      const kind = KINDS.find((each) => each.name === name);
      for (const column of [...columns, ...openEnds]) expect(kind?.columns).toHaveProperty(column);
    }
  });
});
