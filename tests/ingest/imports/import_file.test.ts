/** Imports into a warehouse: what is landed, what is refused, and what is only remarked. */

import { createHash } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import { importFile, type ImportSummary } from "../../../ingest/imports/import_file.ts";
import { KINDS } from "../../../ingest/imports/kinds.ts";
import type { TextRow } from "../../support/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { fileOf, kindNamed } from "./support.ts";

let local: TestWarehouse;
let imports = 0;

/** Emptied before each test, which is quicker than creating every table of the project anew. */
const EMPTIED = [
  "ai_raw.raw_imports",
  "ai_raw.raw_fetches",
  ...["api_key_owners", "shared_key_policies", "people", "invoices", "budgets"].map(
    (name) => `ai_reference.${name}`,
  ),
];

beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(async () => {
  await local.runQuery("drop table if exists `local.ai_spend.dim_api_keys`");
  for (const name of EMPTIED) await local.runQuery(`delete from \`local.${name}\` where true`);
});
afterAll(() => local.close());

async function importBytes(
  kind: string,
  bytes: Uint8Array,
  mayEmpty = false,
): Promise<ImportSummary> {
  imports += 1;
  return importFile({
    kind: kindNamed(kind),
    fileName: "list.csv",
    bytes,
    mayEmpty,
    warehouse: local.warehouse,
    now: () => Date.parse("2026-11-01T06:00:00Z"),
    newId: () => `fetch-${imports}`,
    loaderVersion: "test",
  });
}

const importLines = (kind: string, ...lines: readonly string[]): Promise<ImportSummary> =>
  importBytes(kind, Buffer.from(fileOf(kind, ...lines)));

const table = (name: string): Promise<readonly TextRow[]> =>
  local.runQuery(`select * from \`local.${name}\` order by 1, 2, 3`);

const OWNER = "k,Ada@X.org,person,,2026-01-01,,=1+1";

describe("a good file", () => {
  it("becomes the whole table, and the next file takes its place", async () => {
    await importLines("api-key-owners", OWNER, "l,team-a,team,,2026-01-01,2026-02-01,");
    expect(await table("ai_reference.api_key_owners")).toEqual([
      row({ api_key_id: "k", owner_email: "ada@x.org", note: "=1+1" }),
      row({ api_key_id: "l", owner_email: "team-a", owner_type: "team", valid_to: "2026-02-01" }),
    ]);
    await importLines("api-key-owners", "m,ada@x.org,person,,2026-01-01,,");
    expect(await table("ai_reference.api_key_owners")).toEqual([row({ api_key_id: "m" })]);
  });

  it("imported twice changes nothing, and goes back after another one", async () => {
    const once = await importLines("api-key-owners", OWNER);
    const before = await table("ai_reference.api_key_owners");
    expect(await importLines("api-key-owners", OWNER)).toEqual(once);
    expect(await table("ai_reference.api_key_owners")).toEqual(before);
    await importLines("api-key-owners", "m,ada@x.org,person,,2026-01-01,,");
    await importLines("api-key-owners", OWNER);
    expect(await table("ai_reference.api_key_owners")).toEqual(before);
  });

  it("that holds a secret leaves only its hash in ai_raw", async () => {
    const salt = "0123456789abcdef0123456789abcdef";
    await importLines("pseudonym-salt", salt);
    expect(await local.runQuery("select salt from `local.ai_reference.pseudonym_salt`")).toEqual([
      { salt },
    ]);
    const [page] = await table("ai_raw.raw_imports");
    const bytes = fileOf("pseudonym-salt", salt);
    expect(page).toMatchObject({
      body: "(withheld: the file holds a secret)",
      body_sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    expect(JSON.stringify(await table("ai_raw.raw_fetches"))).not.toContain(salt);
  });

  it.each(KINDS.filter(({ addsBy }) => addsBy === null).map(({ name }) => name))(
    "of a header alone empties %s only if that is said, and tells how many rows go",
    async (kind) => {
      const held = `ai_reference.${kindNamed(kind).table.name}`;
      await local.runQuery(`delete from \`local.${held}\` where true`);
      expect(await importLines(kind)).toMatchObject({ rows: 0, emptied: 0 });
      const [column = ""] = Object.keys(kindNamed(kind).columns);
      await local.runQuery(`insert into \`local.${held}\` (${column}) values (null), (null)`);
      const landed = (await table("ai_raw.raw_fetches")).length;
      await expect(importLines(kind)).rejects.toThrow(
        `list.csv has no rows, so that all 2 rows of ${held} would go, and nothing was changed: give --empty if that is meant.`,
      );
      expect(await local.runQuery(`select 1 as one from \`local.${held}\``)).toHaveLength(2);
      expect(await table("ai_raw.raw_fetches")).toHaveLength(landed);
      const empty = Buffer.from(fileOf(kind));
      expect(await importBytes(kind, empty, true)).toMatchObject({ rows: 0, emptied: 2 });
      expect(await local.runQuery(`select 1 as one from \`local.${held}\``)).toEqual([]);
    },
  );

  it("lands its exact text as one page, byte order mark and line ends included", async () => {
    const content = `\ufeff${fileOf("api-key-owners", OWNER).replaceAll(",", ";").replaceAll("\n", "\r\n")}`;
    await importBytes("api-key-owners", Buffer.from(content));
    // Compared inside the warehouse, because DuckDB's client drops a byte order mark from what it reads.
    const [page] = await local.runQuery(
      "select *, to_hex(sha256(body)) as stored_sha256 from `local.ai_raw.raw_imports`",
    );
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(page).toMatchObject({ page_number: "1", body_sha256: sha256, stored_sha256: sha256 });
    const [fetch, ...others] = await table("ai_raw.raw_fetches");
    expect(others).toEqual([]);
    expect(fetch).toMatchObject({
      fetch_id: page?.["fetch_id"],
      vendor: "import",
      connection: "import",
      organization_id: "import",
      endpoint: "api-key-owners",
      window_start: "null",
      window_end: "null",
      page_count: "1",
      row_count: "1",
    });
    expect(await table("ai_reference.api_key_owners")).toHaveLength(1);
  });
});

describe("invoices", () => {
  const invoice = (id: string, amount: string): string =>
    `cursor,${id},2026-01-01,2026-02-01,${amount},USD,,2026-02-02,`;
  const amounts = async () =>
    (await table("ai_reference.invoices")).map((cells) => [
      cells["invoice_id"],
      cells["amount_usd"],
    ]);

  it("add up, and the same invoice again replaces itself", async () => {
    await importLines("invoices", invoice("a", "10"), invoice("b", "20"));
    const summary = await importLines("invoices", invoice("b", "21.5"), invoice("c", "30"));
    expect(summary).toMatchObject({ rows: 2, kept: 1 });
    expect(await amounts()).toEqual([
      ["a", "10"],
      ["b", "21.5"],
      ["c", "30"],
    ]);
  });
});

describe("a file with faults", () => {
  it("changes nothing at all", async () => {
    await importLines("api-key-owners", OWNER);
    const before = await Promise.all(everything());
    const bad = importLines(
      "api-key-owners",
      "m,ada@x.org,person,,2026-01-01,,",
      "n,nobody,person,,2026-01-01,,",
    );
    await expect(bad).rejects.toThrow(ConfigError);
    await expect(bad).rejects.toThrow(
      /list\.csv has 1 fault and nothing .*\n {2}line 3, owner_email: /,
    );
    expect(await Promise.all(everything())).toEqual(before);
  });

  it.each([
    ["Latin-1", Buffer.from("name\n\xe9", "latin1")],
    ["UTF-16", Buffer.from("\ufeffapi_key_id", "utf16le")],
    ["binary", Buffer.from("a\0b")],
  ])("is refused as %s", async (_what, bytes) => {
    await expect(importBytes("people", bytes)).rejects.toThrow(
      /is not UTF-8 text: save it as CSV UTF-8/,
    );
  });

  it("is refused above 64 MB", async () => {
    await expect(importBytes("people", Buffer.alloc(64 * 1024 * 1024 + 1))).rejects.toThrow(
      /larger than 64 MB/,
    );
  });

  const everything = () =>
    ["ai_reference.api_key_owners", "ai_raw.raw_imports", "ai_raw.raw_fetches"].map(table);
});

describe("what the warehouse knows", () => {
  it("an unknown key is a warning, and the file is imported", async () => {
    await local.runQuery(
      `create table \`local.ai_spend.dim_api_keys\` as select 'k' as api_key_id, 'active' as status
       union all select 'l', 'unlisted'`,
    );
    const lines = [OWNER, "l,ada@x.org,person,,2026-01-01,,", "m,ada@x.org,person,,2026-01-01,,"];
    const { warnings } = await importLines("api-key-owners", ...lines);
    expect(warnings).toEqual([
      "WARNING: lines 3, 4 name an api_key_id that no directory lists: imported all the same, the key may come later.",
    ]);
    expect(await table("ai_reference.api_key_owners")).toHaveLength(3);
  });

  it("before the first build no key is called unknown", async () => {
    expect((await importLines("api-key-owners", OWNER)).warnings).toEqual([]);
  });

  it("a policy that nobody wrote is a warning", async () => {
    await importLines("shared-key-policies", "known,1,2026-01-01,ada@x.org,100");
    const lines = ["k,a,team,known,2026-01-01,,", "l,a,team,other,2026-01-01,,"];
    expect((await importLines("api-key-owners", ...lines)).warnings).toEqual([
      "WARNING: line 3 names a policy_id without a policy: imported all the same, import shared-key-policies too.",
    ]);
  });

  const PEOPLE = [
    "leaver@x.org,L,,,,old@x.org,2026-01-01,2026-03-01",
    "back@x.org,B,,,,,2026-01-01,2026-03-01",
    "back@x.org,B,,,,,2026-06-01,",
  ];
  const policy = (person: string, from: string) => `p,1,${from},${person},100`;

  it.each([
    ["leaver@x.org", "2026-03-01"],
    ["OLD@x.org", "2026-12-01"],
  ])("a policy that names a leaver as %s from %s is refused", async (person, from) => {
    await importLines("people", ...PEOPLE);
    await expect(importLines("shared-key-policies", policy(person, from))).rejects.toThrow(
      /line 2, user_email: is somebody who has left before the policy starts/,
    );
    expect(await table("ai_reference.shared_key_policies")).toEqual([]);
  });

  it.each([
    ["leaver@x.org", "2026-02-28", 0],
    ["back@x.org", "2026-06-01", 0],
    ["back@x.org", "2026-04-01", 1],
    ["stranger@x.org", "2026-01-01", 1],
  ])("a policy that names %s from %s is accepted with %d warnings", async (person, from, count) => {
    await importLines("people", ...PEOPLE);
    const { warnings } = await importLines("shared-key-policies", policy(person, from));
    expect(warnings).toHaveLength(count);
    expect(warnings.join("")).not.toMatch(/@/);
  });
});

describe("budgets of persons", () => {
  const budget = (person: string, month: string) => `person,${person},2026-${month},5`;

  it("are one a month, under whatever address people know", async () => {
    await importLines("people", "ann@x.org,A,,,,Lee@x.org;old@x.org,2026-01-01,");
    const twice = importLines("budgets", budget("Ann@x.org", "01"), budget("LEE@x.org", "01"));
    await expect(twice).rejects.toThrow(/line 3, scope_value: is another address .* of line 2, as/);
    await importLines("budgets", budget("old@x.org", "01"), budget("lee@x.org", "02"));
    await importLines("people", "ann@x.org,A,,,,,2026-01-01,");
    await importLines("budgets", budget("ann@x.org", "01"), budget("lee@x.org", "01"));
  });
});

describe("a table that an earlier version made", () => {
  it("keeps its rows and gets the columns that came since", async () => {
    await local.runQuery("drop table `local.ai_reference.invoices`");
    await local.runQuery(
      "create table `local.ai_reference.invoices` as select 'cursor' as vendor, 'a' as invoice_id",
    );
    await importLines("invoices", "cursor,b,2026-01-01,2026-02-01,5,USD,,,");
    expect(
      (await table("ai_reference.invoices")).map(({ invoice_id, amount_usd, line_kind }) => [
        invoice_id,
        amount_usd,
        line_kind,
      ]),
    ).toEqual([
      ["a", "null", "null"],
      ["b", "5", "null"],
    ]);
  });
});

describe("a name that is no table", () => {
  it.each([
    ["people", "a@x.org,A,,,,,2026-01-01,"],
    ["invoices", "cursor,b,2026-01-01,2026-02-01,5,USD,,,"],
  ])("is refused before it is read, since its columns may be others: %s", async (kind, line) => {
    const { table: target } = kindNamed(kind);
    const at = `\`local.${target.dataset}.${target.name}\``;
    await local.runQuery(`drop table ${at}`);
    await local.runQuery(`create view ${at} as select 'a' as other`);
    try {
      await expect(importLines(kind, line)).rejects.toThrow(
        /is not a table: change it where it is kept, or drop it/,
      );
    } finally {
      await local.runQuery(`drop view ${at}`);
      await local.warehouse.ensureTables([target]);
    }
  });

  it("is left alone by ensureTables, and an import into it is refused", async () => {
    await local.runQuery("drop table `local.ai_reference.people`");
    await local.runQuery("create view `local.ai_reference.people` as select 'a sheet' as email");
    await expect(importLines("people", "a@x.org,A,,,,,2026-01-01,")).rejects.toThrow(
      /ai_reference\.people is .*: change it where it is kept, or drop it/,
    );
    expect(await local.runQuery("select * from `local.ai_reference.people`")).toEqual([
      { email: "a sheet" },
    ]);
    expect(await table("ai_raw.raw_fetches")).toEqual([]);
    await local.runQuery("drop view `local.ai_reference.people`");
  });
});

function row(cells: TextRow): TextRow {
  return {
    owner_email: "ada@x.org",
    owner_type: "person",
    policy_id: "null",
    valid_from: "2026-01-01",
    valid_to: "null",
    note: "null",
    ...cells,
  };
}
