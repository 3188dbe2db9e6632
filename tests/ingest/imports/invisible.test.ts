/** Characters by which two names that look alike are two: refused in what tells rows apart and in headers, kept in free text. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { invisibleIn, lookalikeReason } from "../../../ingest/imports/invisible.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";
import { faultsOf, fileOf, kindNamed } from "./support.ts";

/** Zero width, directions, a soft hyphen, controls, a filler, a tag, a selector. */
const MARKS = [0x200b, 0x200d, 0x202e, 0x2066, 0xad, 0x7f, 0x1b, 0x3164, 0xe0041, 0xfe0f, 0x2060];

/** No-break, narrow no-break, thin, Ogham, ideographic. */
const SPACES = [0xa0, 0x202f, 0x2009, 0x1680, 0x3000];

/** Columns whose cells have one form anyway, which says what is wrong with another. */
const FORMED = ["vendor", "owner_email", "email", "aliases", "platform"];

const CELLS: readonly (readonly [kind: string, line: string, column: string])[] = [
  ["invoices", "cursor,?,2026-09-01,2026-10-01,1,,,,", "invoice_id"],
  ["invoices", "cursor?,A,2026-09-01,2026-10-01,1,,,,", "vendor"],
  ["api-key-owners", "?,a@x.org,person,,2026-01-01,,", "api_key_id"],
  ["api-key-owners", "k,a?@x.org,person,,2026-01-01,,", "owner_email"],
  ["api-key-owners", "k,a@x.org,person,?,2026-01-01,,", "policy_id"],
  ["shared-key-policies", "?,1,2026-01-01,a@x.org,100", "policy_id"],
  ["people", "a?b@x.org,Ann,,,,,2026-01-01,", "email"],
  ["people", "a@x.org,Ann,,,,b@x?.org,2026-01-01,", "aliases"],
  ["seats", "cursor?,,teams,40,2026-09-01,", "platform"],
  ["seats", "cursor,,?,40,2026-09-01,", "seat_type"],
  ["vertex-projects", "p?,shared,,,,", "project_id"],
  ["people", "a@x.org,Ann,?,,,,2026-01-01,", "team"],
  ["people", "a@x.org,Ann,,?,,,2026-01-01,", "cost_center"],
  ["vertex-projects", "p,shared,,,?,", "funding_source"],
  ["prices", "m?,input,standard,0-200k,2026-01-01,1,page", "model"],
  ["budgets", "team,?,2026-10-01,1", "scope_value"],
];

describe("an invisible character", () => {
  it.each(CELLS)("in %s: %s", (kind, line, column) => {
    for (const code of MARKS) {
      const faults = faultsOf(kind, line.replace("?", `x${String.fromCodePoint(code)}`));
      const name = code.toString(16).toUpperCase().padStart(4, "0");
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(new RegExp(`^2 ${column}: .*invisible character U\\+${name}`));
    }
  });

  it("alone is no name either", () => {
    const [fault] = faultsOf("invoices", "cursor,\u200b,2026-09-01,2026-10-01,1,,,,");
    expect(fault).toMatch(/^2 invoice_id: has the invisible character U\+200B: delete it/);
  });

  it("is free in a note and in a name, and names of any language have none", () => {
    expect(faultsOf("people", "a@x.org,An\u200bn,,,,,2026-01-01,")).toEqual([]);
    for (const id of ["INV-X", "inv-x", "Rechnung № 7/Ä", "請求書-1", "a b"]) {
      expect(faultsOf("invoices", `cursor,${id},2026-09-01,2026-10-01,1,,,,`)).toEqual([]);
    }
  });

  it.each(["budgets", "seats", "invoices", "people"])("in the header of %s is named", (kind) => {
    const content = fileOf(kind).replace(",", "\u200b,");
    const { faults } = checkFile(content, kindNamed(kind));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.line).toBe(1);
    expect(faults[0]?.reason).toMatch(/^has the invisible character U\+200B: delete it/);
    expect(JSON.stringify(faults)).not.toContain("\u200b");
  });

  it("in the header or an address of a vendor's file is named", () => {
    const kind = REPORT_KINDS.find(({ name }) => name === "cursor-usage");
    if (kind === undefined) throw new Error("no kind");
    const file = (user: string, address: string): string =>
      `Date,${user},Kind,Model,Cost\n2026-10-01T00:00:00Z,${address},On-Demand,m,1\n`;
    const faults = (text: string) => checkFile(text, kind, kind).faults;
    expect(faults(file("User", "a@x.org"))).toEqual([]);
    expect(faults(file("Us\u200ber", "a@x.org"))).toMatchObject([{ line: 1, column: '"User"' }]);
    expect(faults(file("User", "a\u200b@x.org"))).toMatchObject([{ line: 2, column: "user" }]);
  });

  it("is none of the letters, marks, digits and signs that are seen", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const hasOne = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(text);
        expect(invisibleIn(text) === null).toBe(!hasOne);
      }),
    );
    for (let code = 0x21; code < 0x7f; code += 1) {
      expect(invisibleIn(String.fromCodePoint(code))).toBeNull();
    }
  });
});

describe("another way of writing a name", () => {
  const names = CELLS.filter(([, , column]) => !FORMED.includes(column));

  it.each(names)("in %s: %s", (kind, line, column) => {
    const faults = (text: string) => faultsOf(kind, line.replace("?", text));
    for (const code of SPACES) {
      const name = code.toString(16).toUpperCase().padStart(4, "0");
      const reason = `^2 ${column}: has the space U\\+${name}: write a plain one`;
      const found = faults(`R${String.fromCodePoint(code)}D`);
      expect(found).toEqual([expect.stringMatching(reason)]);
    }
    const composed = "Caf\u00e9";
    expect(faults(composed)).toEqual([]);
    expect(faults(composed.normalize("NFD"))).toEqual([
      expect.stringMatching(`^2 ${column}: has the sign U\\+0065 U\\+0301 in a form that`),
    ]);
  });

  it("is free in a note and in a name, and is the amount's own fault in an amount", () => {
    expect(faultsOf("people", "a@x.org,A\u00a0B e\u0301,,,,,2026-01-01,")).toEqual([]);
    expect(faultsOf("invoices", "cursor,A,2026-09-01,2026-10-01,1,,,,R\u00a0D")).toEqual([]);
    const [amount] = faultsOf("invoices", "cursor,A,2026-09-01,2026-10-01,1\u00a0000,,,,");
    expect(amount).toMatch(/^2 amount_usd: is not a decimal number/);
  });

  it("is the vendor's own in a vendor's file, which nobody here can write otherwise", () => {
    const kind = REPORT_KINDS.find(({ name }) => name === "cursor-usage");
    if (kind === undefined) throw new Error("no kind");
    const file = "Date,User,Kind,Model,Cost\n2026-10-01T00:00:00Z,CI\u00a0bot,On-Demand,m,1\n";
    expect(checkFile(file, kind, kind).faults).toEqual([]);
  });

  it("leaves exactly composed text with plain spaces", () => {
    const text = fc.string({
      unit: fc.constantFrom("e", "\u0301", "\u1100", "\u1161", " ", "\u3000", "\u212b"),
    });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (name) => {
        const isPlain = name.normalize("NFC") === name && !/(?! )\p{Zs}/u.test(name);
        expect(lookalikeReason(name) === null).toBe(isPlain);
      }),
    );
  });
});
