/** What is counted of the audit log's entries once, and what again, as builds of several days go on. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { statementFor } from "../../../support/build.ts";
import { compiledGraph } from "../../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";

const ENTRIES = "`local.ai_staging.int_vertex__audit_entries_classified`";
const COUNTS = "`local.ai_staging.int_vertex__audit_entries_counted`";
const [MONDAY, TUESDAY] = ["2026-06-01", "2026-06-02"] as const;
/** Long before the newest week. */
const OLD = "2026-01-05";

const table = compiledGraph().tables.find(
  ({ target }) => target.name === "int_vertex__audit_entries_counted",
);

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

beforeEach(async () => {
  await local.reset();
  const days = [OLD, "2026-03-02", "2026-05-30"].map((day) => `date '${day}'`);
  await local.runQuery(`create or replace table ${ENTRIES} partition by usage_date as
    select
      usage_date, concat(cast(usage_date as string), call) as call_id, 1 as copy_number,
      'call' as reason, timestamp(usage_date) as logged_at, 'a.logs' as log_table, 'p' as project_id,
      'opus' as model, 'ann@acme.example' as user_email, 'user' as principal_type, 'other' as client
    from unnest([${days.join(", ")}]) as usage_date cross join unnest(['a', 'b', 'c']) as call`);
  await build(TUESDAY, false);
});

/** Counts as a build does on whose day the data speak. */
async function build(day: string, exists = true): Promise<void> {
  await local.runQuery(
    `create or replace view \`local.ai_staging.as_of\` as select timestamp '${day} 06:00:00+00' as as_of`,
  );
  if (table === undefined) throw new Error("there is no table of counts");
  await local.runQuery(statementFor(table, exists));
}

/** What is known of the old day. */
async function known() {
  const [row] = await local.runQuery(
    `select sum(row_count) as entries, sum(repeated_rows) as repeated, sum(incomplete_rows) as incomplete
     from ${COUNTS} where usage_date = date '${OLD}'`,
  );
  return row;
}

describe("a day long ago", () => {
  it("is counted once", async () => {
    expect(await known()).toEqual({ entries: "3", repeated: "0", incomplete: "0" });
  });

  it("is counted by the next build if an entry is there twice, and by each until it is not", async () => {
    const copy = `insert into ${ENTRIES} select * from ${ENTRIES} where call_id = '${OLD}a'`;
    await local.runQuery(copy);
    await build(TUESDAY);
    expect(await known()).toEqual({ entries: "4", repeated: "2", incomplete: "0" });
    await build(TUESDAY);
    expect(await known()).toMatchObject({ repeated: "2" });
  });

  it("is counted by the next build if entries are gone, all of them too", async () => {
    await local.runQuery(`delete from ${ENTRIES} where call_id = '${OLD}a'`);
    await build(TUESDAY);
    expect(await known()).toMatchObject({ entries: "2" });
    await local.runQuery(`delete from ${ENTRIES} where usage_date = date '${OLD}'`);
    await build(TUESDAY);
    expect(await known()).toEqual({ entries: "null", repeated: "null", incomplete: "null" });
  });

  it("is counted by the next build if days between have as many rows fewer", async () => {
    await local.runQuery(
      `insert into ${ENTRIES} select * replace (concat(call_id, 'again') as call_id) from ${ENTRIES} where usage_date = date '${OLD}'`,
    );
    await local.runQuery(`delete from ${ENTRIES} where usage_date = date '2026-05-30'`);
    await build(TUESDAY);
    expect(await known()).toMatchObject({ entries: "6" });
  });

  it("is counted on a Monday if other days of long ago have as many rows fewer", async () => {
    await local.runQuery(
      `update ${ENTRIES} set usage_date = date '${OLD}' where usage_date = date '2026-03-02'`,
    );
    await build(TUESDAY);
    expect(await known()).toMatchObject({ entries: "3" });
    await build(MONDAY);
    expect(await known()).toMatchObject({ entries: "6" });
  });

  it("is counted on a Monday whatever its number of entries, and from then on until it is right", async () => {
    await local.runQuery(
      `update ${ENTRIES} set call_id = '${OLD}a', client = null where call_id = '${OLD}b'`,
    );
    await build(TUESDAY);
    expect(await known()).toEqual({ entries: "3", repeated: "0", incomplete: "0" });
    await build(MONDAY);
    expect(await known()).toEqual({ entries: "3", repeated: "2", incomplete: "1" });
    await local.runQuery(`delete from ${ENTRIES} where client is null`);
    await local.runQuery(
      `insert into ${ENTRIES} select * replace ('${OLD}b' as call_id) from ${ENTRIES} where call_id = '${OLD}a'`,
    );
    await build(TUESDAY);
    expect(await known()).toEqual({ entries: "3", repeated: "0", incomplete: "0" });
  });
});

it("an entry without a day is counted by every build, once", async () => {
  await local.runQuery(
    `insert into ${ENTRIES} select * replace (cast(null as date) as usage_date) from ${ENTRIES} where call_id = '${OLD}a'`,
  );
  for (const day of [TUESDAY, MONDAY]) {
    await build(day);
    const rows = await local.runQuery(
      `select row_count, incomplete_rows from ${COUNTS} where usage_date is null`,
    );
    expect(rows).toEqual([{ row_count: "1", incomplete_rows: "1" }]);
  }
});
