/** The list of keys that nobody owns. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { ownersTemplate } from "../../../cli/owners/owners_template.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { kindNamed } from "../../ingest/imports/support.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
beforeEach(async () => {
  await local.reset();
  await local.runQuery(DIRECTORY);
});
afterAll(() => local.close());

const key = (id: string, name: string, creator: string | null) =>
  `select 'org' as organization_id, '${id}' as api_key_id, '${name}' as name, 'active' as status,
     ${literal(creator)} as created_by_email, timestamp '2026-01-05 10:00:00+00' as created_at`;

function literal(text: string | null): string {
  return text === null ? "cast(null as string)" : `'${text}'`;
}

/** As the vendor lists it. */
const listed = (id: string, type: string | null) => ({
  id,
  created_by: type === null ? null : { id: "creator", type },
});

const PAGE = JSON.stringify({
  data: [
    listed("k_person", "user"),
    listed("k_machine", "service_account"),
    listed("k_legacy", null),
    listed("k_owned", "user"),
    listed("k_ended", "user"),
  ],
});

const DIRECTORY = `
create table \`local.ai_spend.dim_api_keys\` as ${[
  key("k_person", "notebook", "now@x.org"),
  key("k_machine", "=cmd, ci", null),
  key("k_legacy", "legacy", null),
  key("k_owned", "owned", "now@x.org"),
  // A row for each period with an owner.
  key("k_ended", "ended", "now@x.org"),
  key("k_ended", "ended", "now@x.org"),
  "select 'org', 'k_unseen', null, 'unlisted', null, null",
].join(" union all ")};
create table \`local.ai_spend.data_freshness\` as select timestamp '2026-06-01 12:00:00+00' as as_of;
insert into \`local.ai_raw.raw_anthropic_api_keys\` (fetch_id, page_number, body, body_sha256, fetched_at)
values ('1', 1, '${PAGE}', 'x', timestamp '2026-01-06 00:00:00+00'), ('2', 1, '${PAGE}', 'x', timestamp '2026-01-07 00:00:00+00');
insert into \`local.ai_reference.api_key_owners\` (api_key_id, owner_email, owner_type, valid_from, valid_to)
values ('k_owned', 'a@x.org', 'person', '2026-01-01', null),
  ('k_ended', 'a@x.org', 'person', '2026-01-01', '2026-04-01'),
  ('k_legacy', 'a@x.org', 'person', 'someday', ''),
  ('k_person', 'a@x.org', 'person', '2026-07-01', ''),
  (null, 'a@x.org', 'person', '2026-01-01', null);`;

const COSTS = `
create table \`local.ai_spend.fct_key_cost_daily\` as
select date '2026-02-01' as charge_date, 'k_machine' as api_key_id, numeric '1000.000000001' as cost_usd
union all select date '2026-02-02', 'k_machine', numeric '0.5'
union all select date '2026-02-01', 'k_ended', numeric '9'
union all select date '2026-03-01', 'k_deleted', numeric '20'
union all select date '2026-03-01', 'k_owned', numeric '5000'
union all select date '2026-03-01', 'unattributed', numeric '7000'`;

const OWNERS = [
  ",a@x.org,person,,2026-01-01,,",
  "k_ended,a@x.org,person,,2026-01-01,2026-04-01,",
  "k_legacy,a@x.org,person,,someday,,",
  "k_owned,a@x.org,person,,2026-01-01,,",
  "k_person,a@x.org,person,,2026-07-01,,",
];

async function template(): Promise<readonly string[]> {
  return (await ownersTemplate(local.warehouse)).csv.trimEnd().split("\r\n");
}

describe("owners template", () => {
  it("has the owners that there are, and below them the keys without one, the most expensive first, with what the vendor knows", async () => {
    await local.runQuery(COSTS);
    expect(await template()).toEqual([
      "api_key_id,owner_email,owner_type,policy_id,valid_from,valid_to,note",
      ...OWNERS,
      `k_machine,,automation,,2026-01-05,,"'=cmd, ci, 1000.500000001 USD"`,
      'k_deleted,,,,2026-03-01,,"a key that no directory lists, 20 USD"',
      'k_ended,now@x.org,person,,2026-04-01,,"ended, 9 USD"',
      'k_legacy,,,,2026-01-05,,"legacy, not used"',
      'k_person,now@x.org,person,,2026-01-05,2026-07-01,"notebook, not used"',
    ]);
  });

  it("counts its keys and the owners above them", async () => {
    expect(await ownersTemplate(local.warehouse)).toMatchObject({ keys: 4, ownerRows: 5 });
  });

  it("orders by tokens as long as there is no cost per key", async () => {
    await local.runQuery(`
      create table \`local.ai_spend.claude_usage_keys\` as
      select date '2026-02-01' as activity_date, 'k_legacy' as api_key_id, 1 as uncached_input_tokens,
        2 as output_tokens, 3 as cache_read_input_tokens, 4 as cache_creation_5m_input_tokens,
        5 as cache_creation_1h_input_tokens
      union all select date '2026-02-01', null, 100, 0, 0, 0, 0`);
    const lines = await template();
    expect(lines.slice(1, 6)).toEqual(OWNERS);
    expect(lines[6]).toBe('k_legacy,,,,2026-01-05,,"legacy, 15 tokens"');
    expect(lines).toHaveLength(10);
  });

  it("is a file that import reads, once its owners are filled in", async () => {
    await local.runQuery(COSTS);
    await local.runQuery(
      "delete from `local.ai_reference.api_key_owners` where api_key_id is null or valid_from = 'someday'",
    );
    const { csv } = await ownersTemplate(local.warehouse);
    const kind = kindNamed("api-key-owners");
    const isEmptyOwner = ({ column }: { readonly column: string | null }) =>
      column === "owner_email" || column === "owner_type";
    const { faults } = checkFile(csv, kind);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !isEmptyOwner(fault))).toEqual([]);
    const filled = csv.replaceAll(/,,(automation)?,,/g, ",Team X,team,,");
    expect(checkFile(filled, kind).faults).toEqual([]);
  });

  it("asks for a build where there is none", async () => {
    await local.runQuery("drop table `local.ai_spend.dim_api_keys`");
    await expect(ownersTemplate(local.warehouse)).rejects.toThrow(/run sync and build/);
  });
});
