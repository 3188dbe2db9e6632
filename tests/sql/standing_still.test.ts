/**
 * One vendor never holds back another: for each vendor a row that breaks a law of its own, beside news of all of
 * them. Every table is then what a full build makes of a world in which that vendor's news have not come.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { statusText } from "../../cli/status/run.ts";
import { OF_EACH_VENDOR, OF_VENDOR } from "../../includes/laws/vendors.js";
import { compiledGraph, isMart, shortName } from "../support/graph.ts";
import { addScenario, scenarioNamed } from "../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = compiledGraph();
/** What was landed, and what stands still, is another thing in the two worlds. */
const OF_LANDING = new Set(["data_freshness", "cost_restatements", "vendors_standing_still"]);
const marts = graph.tables.filter((table) => isMart(table) && !OF_LANDING.has(table.target.name));

/** Each vendor's stories: what came before, and what came then. Seats are rows of a list. */
const STORIES = {
  console: ["a_walk_of_three_pages", "every_kind_of_line"],
  cursor: ["cursor_documented_responses", "cursor_events_are_counted_not_keyed"],
  claude_ai: ["claude_ai_reports_revised_apart", "claude_ai_top_groups_and_the_rest"],
  vertex: ["vertex_dots_spaces_and_decoys", "vertex_late_lines_in_another_currency"],
  seats: ["2026-03-01", "2026-04-01"],
} as const;
type Vendor = keyof typeof STORIES;
const VENDORS = Object.keys(STORIES) as Vendor[];
type World = Readonly<Record<Vendor, 0 | 1 | null>>;

/** What breaks a law of one vendor, and which law. */
const FAULTS: Readonly<Record<Vendor, { readonly sql: string; readonly law: string }>> = {
  console: {
    sql: `update ai_raw.raw_anthropic_cost set body = replace(body, '"USD"', '"EUR"') where fetch_id like 'console%'`,
    law: "law_every_currency_is_usd",
  },
  cursor: {
    sql: `update ai_raw.raw_cursor_events set body = regexp_replace(body, r'"chargedCents": ?[0-9.]+', '"chargedCents":null') where true`,
    law: "law_cursor_amounts_can_be_read",
  },
  claude_ai: {
    sql: `update ai_raw.raw_fetches set page_count = page_count + 1 where endpoint = 'claude_ai_cost'`,
    law: "law_every_requested_window_is_complete",
  },
  vertex: {
    sql: `insert into ai_reference.claude_code_projects (project_id, project_type) values ('shared-1', 'mine')`,
    law: "law_vertex_projects_are_valid",
  },
  seats: {
    sql: `insert into ai_reference.seats (platform, user_email, seat_type, monthly_fee_usd, valid_from) values ('cursor', 'eve@example.com', 'teams', 'a lot', '2026-03-01')`,
    law: "law_seat_rows_are_valid",
  },
};

let local: TestWarehouse;
let beside: TestWarehouse;

beforeAll(async () => {
  [local, beside] = await Promise.all([startTestWarehouse(), startTestWarehouse()]);
});
afterAll(async () => {
  await local.close();
  await beside.close();
});

/** Lands a world anew: of each vendor what came before, what came then, or nothing. */
async function land(warehouse: TestWarehouse, world: World): Promise<void> {
  await warehouse.empty();
  // The newest fetch, and the last day that any covers, are those of all worlds.
  await warehouse.runQuery(
    `insert into ai_raw.raw_fetches
       (fetch_id, run_id, connection, vendor, endpoint, organization_id, params, window_start, window_end, page_count, row_count, fetched_at, content_sha256, loader_version)
     values ('late', 'late', 'late', 'anthropic', 'cost_report', 'org_late', '{}', timestamp '2026-04-30', timestamp '2026-05-01', 1, 0, timestamp '2026-06-15', repeat('0', 64), 'test');
     insert into ai_raw.raw_anthropic_cost (fetch_id, page_number, fetched_at, body, body_sha256)
     values ('late', 1, timestamp '2026-06-15', '{"data":[{"starting_at":"2026-04-30T00:00:00Z","ending_at":"2026-05-01T00:00:00Z","results":[]}],"has_more":false}', repeat('0', 64))`,
  );
  for (const vendor of VENDORS) {
    const news = world[vendor];
    if (news === null) continue;
    const what = STORIES[vendor][news];
    if (vendor === "seats") {
      await warehouse.runQuery(
        `insert into ai_reference.seats (platform, user_email, seat_type, monthly_fee_usd, valid_from)
         values ('claude_ai', 'ada@example.com', 'standard', '31', '${what}')`,
      );
    } else await addScenario(warehouse, scenarioNamed(what), `${vendor}_${news}`);
  }
}

/** Laws are not asked where every one is known to hold. */
const lawless = { ...graph, assertions: [] };

async function rowsOf(warehouse: TestWarehouse): Promise<Readonly<Record<string, unknown>>> {
  const rows: Record<string, unknown> = {};
  for (const { target } of marts) {
    const found = await warehouse.runQuery(`select * from \`local.${shortName(target)}\``);
    rows[target.name] = found.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

const standing = (warehouse: TestWarehouse) =>
  warehouse.runQuery("select * from ai_spend.vendors_standing_still order by domain");

/** Builds `world` with a fault of one vendor, and beside it the world that is expected of that. */
async function breakOne(vendor: Vendor, world: World, expected: World): Promise<void> {
  await land(local, world);
  await local.runQuery(FAULTS[vendor].sql);
  const { violations, skipped } = await local.build(graph, new Set());
  const red = [...violations.keys()];
  expect(red).toContain(FAULTS[vendor].law);
  expect(red.filter((law) => !isLawOf(vendor, law))).toEqual([]);
  expect(skipped.filter((name) => !OF_VENDORS_ALONE.has(name))).toEqual([]);
  await land(beside, expected);
  await beside.build(lawless, new Set());
  expect(await rowsOf(local)).toEqual(await rowsOf(beside));
}

describe("a vendor whose law is red", () => {
  let now: World = { console: 0, cursor: 0, claude_ai: 0, vertex: 0, seats: 0 };

  it("on the first day has no rows, and the others are whole", async () => {
    await breakOne("cursor", now, { ...now, cursor: null });
    expect(await standing(local)).toMatchObject([{ domain: "cursor", stands_still_since: "null" }]);
    const health = `select source, subject, needs_look from ai_spend.rpt_health where topic = 'standstill'`;
    expect(await local.runQuery(health)).toEqual([
      { source: "cursor", subject: expect.stringContaining(FAULTS.cursor.law), needs_look: "true" },
    ]);
    expect(
      await local.runQuery(
        `select distinct vendor, broken_laws from ai_spend.data_freshness where stands_still`,
      ),
    ).toEqual([{ vendor: "cursor", broken_laws: expect.stringContaining(FAULTS.cursor.law) }]);
    const sections = JSON.parse(await statusText(local.warehouse, "json")) as Record<
      string,
      unknown
    >;
    expect(sections["vendors that stand still"]).toMatchObject([
      { domain: "cursor", stands_still_since: null },
    ]);
  });

  // One after the other: the one before goes on with its news in the build in which the next stands still.
  it.each(VENDORS)("%s keeps its last good rows, and all others have today's", async (vendor) => {
    const world = other(now);
    const expected = { ...world, [vendor]: now[vendor] };
    await breakOne(vendor, world, expected);
    expect(await standing(local)).toMatchObject([
      {
        domain: vendor,
        stands_still_since: "2026-06-15T00:00:00Z",
        broken_laws: expect.stringContaining(FAULTS[vendor].law),
      },
    ]);
    now = expected;
  });

  it("stands still in the next build as well, whatever comes then", async () => {
    const [vendor] = VENDORS.slice(-1) as [Vendor];
    await breakOne(vendor, { ...now, [vendor]: null }, now);
    // Nothing landed: nothing is made again, and what was kept is kept.
    const before = await rowsOf(local);
    await local.build(graph, new Set(["all of them stand"]));
    expect(await rowsOf(local)).toEqual(before);
  });

  it("goes on when it is mended", async () => {
    now = other(now);
    await land(local, now);
    expect((await local.build(graph, new Set())).violations.size).toBe(0);
    await land(beside, now);
    await beside.build(lawless, new Set());
    expect(await rowsOf(local)).toEqual(await rowsOf(beside));
    expect(await standing(local)).toEqual([]);
  });
});

/** Laws of the vendor, and those that bind each. */
function isLawOf(vendor: Vendor, law: string): boolean {
  return Object.hasOwn({ ...OF_VENDOR[vendor], ...OF_EACH_VENDOR }, law);
}

function other(world: World): World {
  return Object.fromEntries(
    VENDORS.map((vendor) => [vendor, world[vendor] === 0 ? 1 : 0]),
  ) as World;
}

/** A table that nothing of all vendors stands on, and the checks of it alone: skipped as ever. */
const OF_VENDORS_ALONE: ReadonlySet<string> = new Set([
  "claude_code_audit_logs",
  "law_vertex_logs_are_the_calls",
]);
