/** One name in two letter cases is one name: no list bills, owns or closes anything twice by it. */

import { expect, it } from "@jest/globals";

import { othersThan } from "../../../ingest/imports/checks.ts";
import { INVOICE } from "../../../ingest/imports/invoice_checks.ts";
import { faultsOf } from "./support.ts";

const CASE = "in whatever letter case it is written";

it.each<readonly [kind: string, lines: readonly string[], faults: readonly string[]]>([
  [
    "seats",
    ["cursor,a@b.co,Teams,40,2026-10-01,", "cursor,A@B.co,teams,40,2026-10-01,"],
    [
      `3 valid_from: overlaps the period of line 2: of one platform and user_email and seat_type only one row can hold on a day, ${CASE}`,
    ],
  ],
  [
    "seats",
    ["cursor,a@b.co,Teams,40,2026-10-01,2026-11-01", "CURSOR,a@b.co, teams ,40,2026-11-01,"],
    [],
  ],
  [
    "seats",
    ["cursor,,Teams,40,2026-10-01,", "cursor,,teams,40,2026-10-01,2026-11-01"],
    [
      "3 valid_to: differs from line 2, whose seats of nobody begin on the same day: give one of them another seat_type",
    ],
  ],
  ["seats", ["cursor,,Teams,40,2026-10-01,", "cursor,,teams,40,2026-10-01,"], []],
  [
    "api-key-owners",
    ["key_Aa,a@b.co,person,,2026-01-01,,", "key_AA,t,team,,2026-02-01,,"],
    [
      `3 valid_from: overlaps the period of line 2: of one api_key_id only one row can hold on a day, ${CASE}`,
    ],
  ],
  [
    "shared-key-policies",
    ["P,v1,2026-01-01,a@b.co,50", "P,V1,2026-01-01,c@d.co,50"],
    [
      "3 version: is written in other letter cases than on line 2: write one name in one way",
      "3 version: starts on the day of another version of the policy (line 2): give it a day of its own",
    ],
  ],
  [
    "shared-key-policies",
    ["P,v1,2026-01-01,a@b.co,100", "p,v2,2026-02-01,c@d.co,100"],
    ["3 policy_id: is written in other letter cases than on line 2: write one name in one way"],
  ],
  ["shared-key-policies", ["P,v1,2026-01-01,a@b.co,100", "Q,V1,2026-01-01,c@d.co,100"], []],
  [
    "people",
    [
      "a@b.co,A,,,,x@y.co,2026-01-01,",
      "A@B.co,A,,,,,2026-02-01,",
      "c@d.co,C,,,,X@Y.co,2026-01-01,",
    ],
    [
      "3 valid_from: overlaps the period of line 2: of one email only one row can hold on a day",
      "4 aliases: holds an address of another person (line 2): an address belongs to one person",
    ],
  ],
  [
    "vertex-projects",
    ["my-project,shared,,,,2026-01-01", "My-Project,shared,,,,2026-01-01"],
    ["3 enabled_date: says again what line 2 says: one row per project_id, enabled_date"],
  ],
  [
    "budgets",
    ["team,Search,2026-01,5", "TEAM,search,2026-01-01,6"],
    [`3 month: says again what line 2 says: one row per scope, scope_value, month, ${CASE}`],
  ],
  [
    "closed-months",
    ["2026-01,cursor,2026-02-03", "2026-01-01,Cursor,2026-02-04"],
    ["3 platform: says again what line 2 says: one row per month, platform"],
  ],
  [
    "prices",
    ["m,output,standard,0-200k,2026-01-01,5,x", "M,Output,Standard,0-200K,2026-01-01,6,x"],
    [
      `3 valid_from: says again what line 2 says: one row per model, token_type, service_tier, context_window, valid_from, ${CASE}`,
    ],
  ],
])("%s: %j", (kind, lines, faults) => {
  expect(faultsOf(kind, ...lines)).toEqual(faults);
});

it("an invoice is one, within a file and beside those imported before", () => {
  const invoice = (id: string) => `cursor,${id},2026-01-01,2026-02-01,5,USD,,,`;
  expect(faultsOf("invoices", invoice("Inv-1"), invoice("INV-1"))).toEqual([
    expect.stringMatching(/^3 line: says again what line 2 of the file says/),
    "3 invoice_id: is written in other letter cases than on line 2: write one name in one way",
  ]);
  const held = [
    { vendor: "cursor", invoice_id: " Inv-1", line: "1" },
    { vendor: "cursor", invoice_id: "Inv-2", line: null },
  ];
  const given = [{ vendor: "cursor", invoice_id: "INV-1", line: null }];
  expect(othersThan(given, INVOICE, held)).toEqual(held.slice(1));
});
