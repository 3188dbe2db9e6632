/** What is used of anything paid in advance, and what expires, is what going day by day from lot to lot gives. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { queryOver } from "../query_over.ts";

/** Lots of whole dollars, with the days from which on and until which they may be used, and the use of each day. */
interface Pool {
  readonly lots: readonly { from: number; days: number; usd: number }[];
  readonly uses: readonly number[];
}

const DAYS = 24;
const LAST_DAY = 20;

const pool: fc.Arbitrary<Pool> = fc.record({
  lots: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: DAYS - 2 }),
      days: fc.integer({ min: 1, max: DAYS }),
      usd: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  uses: fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 7 })),
    {
      minLength: LAST_DAY,
      maxLength: LAST_DAY,
    },
  ),
});

/** The same pools for each property, a vendor each, so that one query answers it. */
const POOLS = fc.sample(pool, { seed: 20_260_201, numRuns: 400 });

/** Day by day, of the lots that are there the one that ends first; a line for each day of use and each of expiry. */
function byDefinition({ lots, uses }: Pool): readonly string[] {
  const left = lots.map((lot) => ({ ...lot, until: lot.from + lot.days }));
  const lines: string[] = [];
  for (let day = 0; day <= LAST_DAY; day += 1) {
    const ended = left.filter(({ until }) => until === day);
    const expired = ended.reduce((sum, lot) => sum + lot.usd, 0);
    if (expired > 0) lines.push(`${day} expired ${expired}`);
    const asked = uses[day] ?? 0;
    let open = asked;
    const there = left.filter(({ from, until }) => from <= day && day < until);
    for (const lot of there.sort((one, other) => one.until - other.until)) {
      const taken = Math.min(open, lot.usd);
      lot.usd -= taken;
      open -= taken;
    }
    if (asked > 0) lines.push(`${day} used ${asked - open} beyond ${open}`);
  }
  return lines;
}

const dateOf = (day: number): string => `date_add(date '2026-01-01', interval ${day} day)`;

const LOTS = POOLS.flatMap(({ lots }, index) =>
  lots.map(
    ({ from, days, usd }) =>
      `select 'v${index}' as vendor, 'credits' as pool, ${dateOf(from)} as usable_from, ` +
      `${dateOf(from + days)} as expires_on, numeric '${usd}' as kept_usd`,
  ),
).join(" union all ");
const PAYERS = POOLS.flatMap(({ uses }, index) =>
  uses.map(
    (usd, day) =>
      `select 'v${index}' as vendor, 'claude_api' as platform, ${dateOf(day)} as charge_date, ` +
      `${dateOf(day)} as invoice_day, false as is_yearly, 'usage' as part, numeric '${usd}' as amount_usd, ` +
      "'credits' as paid_by, 'open' as rest_paid_by",
  ),
).join(" union all ");

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await local.runQuery(`create table \`local.ai_raw.prepaid_lots\` as ${LOTS}`);
  await local.runQuery(`create table \`local.ai_raw.prepaid_payers\` as ${PAYERS}`);
});
afterAll(() => local.close());

describe("what is paid in advance", () => {
  it("is used and expires as day by day, what ends first first", async () => {
    const lots = "select * from `local.ai_raw.prepaid_lots`";
    const payers = "select * from `local.ai_raw.prepaid_payers`";
    const windows = queryOver("int_finance__prepaid_windows", {
      "ai_staging.int_finance__prepaid_lots": lots,
      "ai_staging.int_finance__invoice_payers": payers,
      "ai_staging.int_everyone__last_day": `select ${dateOf(LAST_DAY)} as last_day`,
    });
    const expired = queryOver("int_finance__prepaid_expired", {
      "ai_staging.int_finance__prepaid_windows": windows,
    });
    const uses = queryOver("int_finance__prepaid_uses", {
      "ai_staging.int_finance__prepaid_lots": lots,
      "ai_staging.int_finance__prepaid_expired": expired,
      "ai_staging.int_finance__invoice_payers": payers,
    });
    const rows = await local.runQuery(
      "select vendor, date_diff(expires_on, date '2026-01-01', day) as day, 0 as place, " +
        `concat('expired ', cast(expired_usd as string)) as said from (${expired}) where expired_usd <> numeric '0' ` +
        "union all select vendor, date_diff(invoice_day, date '2026-01-01', day), 1, " +
        "concat('used ', cast(used_usd as string), ' beyond ', cast(beyond_usd as string)) " +
        `from (${uses}) where used_usd + beyond_usd <> numeric '0' order by day, place`,
    );
    const found = POOLS.map((_, index) =>
      rows
        .filter(({ vendor }) => vendor === `v${index}`)
        .map(({ day, said }) => `${String(day)} ${String(said)}`),
    );
    expect(found).toEqual(POOLS.map(byDefinition));
  });
});
