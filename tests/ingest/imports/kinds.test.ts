/** What each kind of file accepts, and every fault that it names. */

import { describe, expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { faultsText } from "../../../ingest/imports/faults.ts";
import { KINDS } from "../../../ingest/imports/kinds.ts";
import { faultsOf, fileOf, kindNamed } from "./support.ts";

type Case = readonly [fact: string, lines: readonly string[], faults: readonly (string | RegExp)[]];

function check(kind: string, cases: readonly Case[]): void {
  describe(kind, () => {
    it.each(cases)("%s", (_fact, lines, expected) => {
      const faults = faultsOf(kind, ...lines);
      expect(faults).toHaveLength(expected.length);
      expected.forEach((pattern, at) => expect(faults[at]).toMatch(pattern));
    });
  });
}

check("api-key-owners", [
  [
    "a key that changes hands is two periods",
    ["k,a@x.org,person,,2026-01-01,2026-02-01,", "k,b@x.org,person,,2026-02-01,,"],
    [],
  ],
  [
    "a team and an automation go by any name",
    ["k,Search team,team,,2026-01-01,,", "l,ci,automation,,2026-01-01,,"],
    [],
  ],
  [
    "a shared key has an owner who answers for it, and a policy",
    ["k,team-a,team,shared,2026-01-01,,"],
    [],
  ],
  [
    "overlapping periods of one key name both lines",
    ["k,a@x.org,person,,2026-01-01,2026-02-02,", "k,b@x.org,person,,2026-02-01,,"],
    [/^3 valid_from: overlaps the period of line 2/],
  ],
  [
    "a period without end overlaps all that follow, in any order of lines",
    [
      "k,b@x.org,person,,2026-03-01,,",
      "k,a@x.org,person,,2026-01-01,,",
      "k,c@x.org,person,,2026-05-01,,",
    ],
    [
      /^2 valid_from: overlaps the period of line 3/,
      /^4 valid_from: overlaps the period of line 3/,
    ],
  ],
  [
    "a day of overlap inside a long period is found past a short one",
    [
      "k,a@x.org,person,,2026-01-01,2026-12-31,",
      "k,b@x.org,person,,2026-02-01,2026-02-02,",
      "k,c@x.org,person,,2026-06-01,2026-06-02,",
    ],
    [/^3 .*line 2/, /^4 .*line 2/],
  ],
  [
    "malformed e-mails",
    [
      "k,a@,person,,2026-01-01,,",
      "l,a@x@y.org,team,,2026-01-01,,",
      "m,nobody,person,,2026-01-01,,",
    ],
    [
      /^2 owner_email: is not an e-mail/,
      /^3 owner_email: is not an e-mail/,
      /^4 owner_email: is not an e-mail address, which a person needs/,
    ],
  ],
  [
    "an owner of another type",
    ["k,a@x.org,robot,,2026-01-01,,"],
    [/^2 owner_type: must be one of person, team, automation/],
  ],
  [
    "dates that are none, that do not exist, and periods that end before they start",
    [
      "k,a@x.org,person,,01.02.2026,,",
      "l,a@x.org,person,,2026-02-30,,",
      "m,a@x.org,person,,2026-02-01,2026-02-01,",
    ],
    [
      /^2 valid_from: is not a date/,
      /^3 valid_from: is a day that does not exist/,
      /^4 valid_to: is not after valid_from/,
    ],
  ],
  [
    "an empty key, owner and start are three faults of one line",
    [",,person,,,,"],
    [
      /^2 api_key_id: must be filled in/,
      /^2 owner_email: must be filled in/,
      /^2 valid_from: must be filled in/,
    ],
  ],
]);

check("shared-key-policies", [
  [
    "thirds that sum to exactly 100",
    [
      "p,1,2026-01-01,a@x.org,33.333333333",
      "p,1,2026-01-01,b@x.org,33.333333333",
      "p,1,2026-01-01,c@x.org,33.333333334",
    ],
    [],
  ],
  [
    "shares of 99.99",
    ["p,1,2026-01-01,a@x.org,50", "p,1,2026-01-01,b@x.org,49.99"],
    [/^2 share_pct: .*sum to 99.99 and not to 100/],
  ],
  ["shares of 100.000000001", ["p,1,2026-01-01,a@x.org,100.000000001"], [/sum to 100.000000001/]],
  [
    "each version is summed on its own",
    ["p,1,2026-01-01,a@x.org,100", "p,2,2026-02-01,a@x.org,60", "p,2,2026-02-01,b@x.org,40"],
    [],
  ],
  [
    "a share that is not decimal text, and no second fault for the sum",
    ["p,1,2026-01-01,a@x.org,50%", "p,1,2026-01-01,b@x.org,5e1", "p,1,2026-01-01,c@x.org,-1"],
    [
      /^2 share_pct: is not a decimal/,
      /^3 share_pct: is not a decimal/,
      /^4 share_pct: is not a decimal/,
    ],
  ],
  [
    "a share with ten decimals would be rounded",
    ["p,1,2026-01-01,a@x.org,100.0000000000"],
    [/at most nine decimals/],
  ],
  [
    "one person twice in a version, in another letter case",
    ["p,1,2026-01-01,a@x.org,50", "p,1,2026-01-01,A@X.org,50"],
    [/^3 user_email: says again what line 2 says/],
  ],
  [
    "a version that starts on two days",
    ["p,1,2026-01-01,a@x.org,50", "p,1,2026-01-02,b@x.org,50"],
    [/^3 valid_from: differs from line 2/],
  ],
  [
    "two versions that start on one day",
    ["p,1,2026-01-01,a@x.org,100", "p,2,2026-01-01,b@x.org,100"],
    [/^3 version: starts on the day of another version/],
  ],
]);

check("people", [
  [
    "a person who changes the team",
    ["a@x.org,A,one,,,,2026-01-01,2026-02-01", "a@x.org,A,two,,,,2026-02-01,"],
    [],
  ],
  [
    "overlapping periods of one person",
    ["a@x.org,A,one,,,,2026-01-01,", "A@x.org,A,two,,,,2026-02-01,"],
    [/^3 valid_from: overlaps the period of line 2/],
  ],
  [
    "one alias of two people",
    ["a@x.org,A,,,,both@x.org,2026-01-01,", "b@x.org,B,,,,c@x.org; BOTH@x.org,2026-01-01,"],
    [/^3 aliases: holds an address of another person \(line 2\)/],
  ],
  [
    "an alias that is another person's address",
    ["a@x.org,A,,,,b@x.org,2026-01-01,", "b@x.org,B,,,,,2026-01-01,"],
    [/^2 aliases: holds an address of another person \(line 3\)/],
  ],
  [
    "the same alias in two periods of one person is fine",
    ["a@x.org,A,,,,z@x.org,2026-01-01,2026-02-01", "a@x.org,A,,,,z@x.org,2026-02-01,"],
    [],
  ],
  [
    "an alias and a manager that are no addresses",
    ["a@x.org,A,,,boss,a@y.org;wrong,2026-01-01,"],
    [/^2 manager_email: is not an e-mail/, /^2 aliases: holds something that is not an e-mail/],
  ],
]);

check("vertex-projects", [
  ["a shared project needs no owner", ["p,shared,,,,2026-01-01"], []],
  ["no first day is since ever", ["p,shared,,,,", "p,single_user,a@x.org,,,2026-01-01"], []],
  ["since ever is once", ["p,shared,,,,", "p,shared,,,,"], [/^3 enabled_date: says again/]],
  [
    "a project of one user needs one",
    ["p,single_user,,,,2026-01-01"],
    [/^2 user_email: must be filled in for a single_user/],
  ],
]);
check("seats", [
  [
    "a fee with a thousands separator",
    ['cursor,a@x.org,pro,"1,000.00",2026-01-01,'],
    [/^2 monthly_fee_usd: is not a decimal number/],
  ],
  [
    "one seat twice at a time",
    ["cursor,a@x.org,pro,40,2026-01-01,", "cursor,a@x.org,pro,40,2026-06-01,"],
    [/^3 valid_from: overlaps/],
  ],
  [
    "a platform in any letter case, and one that nothing is known of",
    ["Cursor,a@x.org,pro,40,2026-01-01,", "windsurf,a@x.org,pro,40,2026-01-01,"],
    [/^3 platform: must be one of claude_api, claude_code, claude_ai, cursor, vertex_ai/],
  ],
  [
    "a seat that ends before it starts",
    ["cursor,a@x.org,pro,40,2026-02-01,2026-01-01"],
    [/^2 valid_to: is not after valid_from/],
  ],
]);
check("seats", [["a seat that nobody has", ["claude_ai,,team,30,2026-01-01,"], []]]);
check("budgets", [
  ["a month in short, and a total that needs no value", ["total,,2026-01,100"], []],
  [
    "a month twice, a day that is no month, a platform without a name",
    ["total,,2026-01-01,100", "total,,2026-01,100", "platform,,2026-02-02,5"],
    [
      /^3 month: says again what line 2 says/,
      /^4 month: is not a month/,
      /^4 scope_value: must be filled in/,
    ],
  ],
  [
    "a platform that nothing is known of, and a total that names somebody",
    ["platform,windsurf,2026-01,5", "total,Search,2026-01,5", "team,Search,2026-01,5"],
    [/^2 scope_value: must be one of claude_api/, /^3 scope_value: must be empty for scope total/],
  ],
]);
check("budgets", [
  [
    "one person, one team and one platform in two letter cases",
    [
      "person,Ann@X.org,2026-01,5",
      "person,ann@x.org,2026-01,6",
      "team,Search,2026-01,5",
      "team,search,2026-01,6",
      "platform,Cursor,2026-01,5",
      "platform,CURSOR,2026-01,6",
    ],
    [
      /^3 month: says again what line 2/,
      /^5 month: says again what line 4/,
      /^7 month: says again what line 6/,
    ],
  ],
  [
    "one name as a team and as a person, and in two months",
    ["person,a@x.org,2026-01,5", "team,A@X.org,2026-01,5", "person,A@x.org,2026-02,5"],
    [],
  ],
]);
check("invoices", [
  ["a credit note is negative", ["cursor,c1,2026-01-01,2026-02-01,-12.50,usd,,,"], []],
  [
    "another currency, what is none, and an unknown vendor",
    ["cursor,c1,2026-01-01,2026-02-01,12.50,EUR,,,", "openai,c2,2026-01-01,2026-02-01,1,euros,,,"],
    [/^3 vendor: must be one of/, /^3 currency: is not a currency/],
  ],
  [
    "an invoice of two periods without lines",
    ["cursor,c1,2026-01-01,2026-02-01,12.50,USD,,,", "cursor,c1,2026-02-01,2026-03-01,1,USD,,,"],
    [/^3 line: says again what line 2 .* a row for each, numbered 1, 2 .* kind in line_kind/],
  ],
]);
check("invoices", [
  [
    "one invoice in two letter cases",
    ["cursor,c1,2026-01-01,2026-02-01,1,USD,,,", "Cursor,C1,2026-01-01,2026-02-01,1,USD,,,"],
    [
      /^3 line: says again what line 2 /,
      /^3 invoice_id: is written in other letter cases than on line 2/,
    ],
  ],
]);
check("seats", [
  [
    "one kind of seat in two letter cases",
    ["cursor,a@x.org,pro,40,2026-01-01,", "cursor,a@x.org,Pro,40,2026-06-01,"],
    [/^3 valid_from: overlaps/],
  ],
]);
check("vertex-projects", [
  [
    "one project in two letter cases",
    ["p-1,shared,,,,", "P-1,shared,,,,"],
    [/^3 enabled_date: says again/],
  ],
]);
check("closed-months", [
  [
    "a month closed twice",
    ["2026-01,cursor,2026-02-03", "2026-01,cursor,2026-02-04"],
    [/^3 platform: says again/],
  ],
  [
    "a month closed before it began, and a platform that nothing is known of",
    ["2026-02,cursor,2026-01-31", "2026-02,windsurf,2026-03-02"],
    [/^2 closed_at: is before the month begins/, /^3 platform: must be one of/],
  ],
]);
check("prices", [
  [
    "a price in dollars and one twice",
    [
      "m,t,standard,0-200k,2026-01-01,$3,s",
      "m,t,batch,200k-1m,2026-01-01,3,s",
      "m,t,batch,200k-1M,2026-01-01,4,s",
    ],
    [/^2 usd_per_million_tokens: is not a decimal/, /^4 valid_from: says again what line 3/],
  ],
]);
check("pseudonym-salt", [
  ["a long secret", ["0123456789abcdef0123456789abcdef"], []],
  [
    "one that can be guessed, and a second one",
    ["secret", "0123456789abcdef0123456789abcdef"],
    [/^2 salt: is too short to be secret/, /^3 .*is one too many/],
  ],
]);

describe("every kind", () => {
  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    "%s has the columns of its table",
    (_name, kind) => {
      expect(Object.keys(kind.columns)).toEqual(kind.table.fields.map(({ name }) => name));
    },
  );

  it("stores addresses in lower case, names as written, and words as the contract has them", () => {
    const { lines } = checkFile(
      fileOf(
        "api-key-owners",
        "k,Ada@X.org,PERSON,,2026-01-01,,Note",
        "l,Search Team,Team,,2026-01-01,,",
      ),
      kindNamed("api-key-owners"),
    );
    expect(
      lines.map(({ cells }) => [cells["owner_email"], cells["owner_type"], cells["note"]]),
    ).toEqual([
      ["ada@x.org", "person", "Note"],
      ["Search Team", "team", null],
    ]);
  });
});

describe("an address in another letter case", () => {
  it.each([
    ["api-key-owners", "k,?,person,,2026-01-01,,", "owner_email"],
    ["shared-key-policies", "p,1,2026-01-01,?,100", "user_email"],
    ["people", "?,Ann,,,,,2026-01-01,", "email"],
    ["people", "b@x.org,Ben,,,?,,2026-01-01,", "manager_email"],
    ["people", "b@x.org,Ben,,,,?,2026-01-01,", "aliases"],
    ["vertex-projects", "p,single_user,?,,,", "user_email"],
    ["seats", "cursor,?,teams,40,2026-01-01,", "user_email"],
    ["budgets", "person,?,2026-01,5", "scope_value"],
  ])("in %s is the same one: %s", (kind, line, column) => {
    const content = fileOf(kind, line.replace("?", "Ann.Lee@X.Org"));
    const { lines, faults } = checkFile(content, kindNamed(kind));
    expect(faults).toEqual([]);
    expect(lines[0]?.cells[column]).toBe("ann.lee@x.org");
  });
});

describe("the list of faults", () => {
  it("is in the order of the file, shows fifty and counts all", () => {
    const faults = Array.from({ length: 60 }, (_, at) => ({
      line: 61 - at,
      column: "c",
      reason: "is bad",
    }));
    const text = faultsText("f.csv", faults);
    expect(text).toMatch(/^f\.csv has 60 faults and nothing of it was imported: /);
    expect(text.split("\n")).toHaveLength(52);
    expect(text).toMatch(/\n {2}line 2, c: is bad\n {2}line 3, c: is bad\n/);
    expect(text).toMatch(/… and 10 more$/);
  });

  it("never repeats what a cell says", () => {
    const lines = [
      "k,ada.private@,robot,,31.12.2026,x,",
      "secretkey,ada.private@x.org,person,,2026-01-01,,",
      "secretkey,ada.private@x.org,person,,2026-01-01,,",
    ];
    expect(faultsOf("api-key-owners", ...lines).join("\n")).not.toMatch(/private|robot|secret|31/);
  });
});
