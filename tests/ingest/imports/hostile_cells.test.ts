/** Whatever a cell holds, it lands as the text that it is: no cell becomes SQL, a second row or another column. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { ConfigError } from "../../../ingest/errors.ts";
import { importFile } from "../../../ingest/imports/import_file.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { fileOf, kindNamed } from "./support.ts";

/** Pieces that end a string, a name, a statement, a template, a row or a file somewhere. */
const PIECES = [
  ..."'\"`\\;,\n\r\t${}()",
  ...[
    "--",
    "/*",
    "*/",
    "\r\n",
    "'''",
    '"""',
    "''",
    '""',
    "\\'",
    "\\n",
    "\\u0027",
    "$1",
    "@name",
    "?",
  ],
  ...[
    "${key}",
    "${ref('people')}",
    "{{x}}",
    "%s",
    "%00",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u200b",
    "é",
    "😀",
  ],
  ...[
    "'); drop table ai_reference.people; --",
    "` union all select * from `x",
    "null",
    "NULL",
    "=1+1",
    "x",
  ],
];

/** A cell's text. No list keeps spaces around it, and every end of a line is read as \n. */
const cell = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary" })), {
  maxLength: 8,
});
const text = cell.map((pieces) =>
  pieces.join("").replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").trim(),
);

/** A name of a team that is no other's in disguise, which is refused (`invisible.test.ts`). */
const team = text.map((value) =>
  value
    .normalize("NFC")
    .replaceAll(/(?! )[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/gu, "")
    .normalize("NFC")
    .trim(),
);

let local: TestWarehouse;
let imports = 0;
beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

async function importPeople(content: string): Promise<void> {
  imports += 1;
  await importFile({
    kind: kindNamed("people"),
    fileName: "people.csv",
    bytes: Buffer.from(content),
    warehouse: local.warehouse,
    now: () => Date.parse("2026-11-01T06:00:00Z"),
    newId: () => `fetch-${imports}`,
    loaderVersion: "test",
  });
}

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

describe("a hostile cell", () => {
  it("lands as it was typed, in its row and its column, and nothing else happens", async () => {
    const property = fc.asyncProperty(
      fc.array(fc.record({ name: text, team }), { minLength: 1, maxLength: 40 }),
      async (people) => {
        const lines = people.map(({ name, team }, index) =>
          [`p${index}@x.example`, quoted(name), quoted(team), "", "", "", "2026-01-01", ""].join(
            ",",
          ),
        );
        await importPeople(fileOf("people", ...lines));
        const landed = await local.readRows("select * from ai_reference.people");
        const byEmail = new Map(landed.map((row) => [row["email"], row]));
        expect(landed).toHaveLength(people.length);
        for (const [index, { name, team }] of people.entries()) {
          expect(byEmail.get(`p${index}@x.example`)).toMatchObject({
            name: name === "" ? null : name,
            team: team === "" ? null : team,
            cost_center: null,
          });
        }
      },
    );
    await fc.assert(property, { numRuns: 8 });
    const tables = await local.warehouse.listTables("ai_reference");
    expect(tables).toContain("people");
  });

  it.each(PIECES.map((piece) => [JSON.stringify(piece), piece] as const))(
    "%s in a key is a key or a sentence, never another statement",
    async (_title, piece) => {
      const answer = await importPeople(
        fileOf("people", `${quoted(`a${piece}b@x.example`)},Ann,,,,,2026-01-01,`),
      ).then(
        () => null,
        (error: unknown) => error,
      );
      if (answer !== null) {
        expect(answer).toBeInstanceOf(ConfigError);
        expect((answer as ConfigError).message).toMatch(
          /line \d+, email: is not an e-mail address/,
        );
      }
    },
  );

  it("with a NUL makes the file no text, and nothing is landed", async () => {
    await importPeople(fileOf("people", "ann@x.example,Ann,,,,,2026-01-01,"));
    const refused = importPeople(fileOf("people", 'ann@x.example,"A\0nn",,,,,2026-01-01,'));
    await expect(refused).rejects.toThrow("people.csv is not UTF-8 text");
    expect(await local.readRows("select name from ai_reference.people")).toEqual([{ name: "Ann" }]);
  });
});
