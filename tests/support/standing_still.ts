/** Two worlds beside each other: one in which a vendor's law is red, and one in which that vendor has no news. */

import { OF_EACH_VENDOR, OF_VENDOR } from "../../includes/laws/vendors.js";
import type { TextRow } from "./cells.ts";
import { ancestorsOf, type CompiledGraph, type CompiledTable, isMart, shortName } from "./graph.ts";
import { addScenario, scenarioNamed } from "./scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "./warehouse.ts";

/** What was landed, and what stands still, is another thing in the two worlds. */
const OF_LANDING = new Set(["data_freshness", "cost_restatements", "vendors_standing_still"]);

/** Each vendor's stories: what came before, and what came then. Seats are rows of a list. */
const STORIES = {
  console: ["a_walk_of_three_pages", "every_kind_of_line"],
  cursor: ["cursor_documented_responses", "cursor_events_are_counted_not_keyed"],
  claude_ai: ["claude_ai_reports_revised_apart", "claude_ai_top_groups_and_the_rest"],
  vertex: ["vertex_dots_spaces_and_decoys", "vertex_late_lines_in_another_currency"],
  seats: ["2026-03-01", "2026-04-01"],
} as const;
export type Vendor = keyof typeof STORIES;
export const VENDORS = Object.keys(STORIES) as Vendor[];
export type World = Readonly<Record<Vendor, 0 | 1 | null>>;

/** What breaks a law of one vendor, and which law. */
export const FAULTS: Readonly<Record<Vendor, { readonly sql: string; readonly law: string }>> = {
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

/** Everybody's first news. */
export const FIRST: World = { console: 0, cursor: 0, claude_ai: 0, vertex: 0, seats: 0 };

export interface Worlds {
  /** The world that the faults are in. */
  readonly local: TestWarehouse;
  /**
   * Lands a world and breaks a law of one vendor in it; what is then other than `expected`, a sentence each. Another graph
   * may be built in it than in the world beside. Throws if the law holds nevertheless: nothing is then shown.
   */
  readonly breakOne: (
    vendor: Vendor,
    world: World,
    expected: World,
    built?: CompiledGraph,
  ) => Promise<readonly string[]>;
  /** Lands a world in which every law holds; what is then other than a first build makes of it. */
  readonly mend: (world: World, built?: CompiledGraph) => Promise<readonly string[]>;
  /** Every row of every mart that is compared, by the mart's name. */
  readonly rows: () => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly standing: () => Promise<readonly TextRow[]>;
  readonly close: () => Promise<void>;
}

/** Both worlds are empty, and are built with `graph`. Throws if it has no mart to compare. */
export async function startWorlds(graph: CompiledGraph): Promise<Worlds> {
  const marts = graph.tables.filter((table) => isMart(table) && !OF_LANDING.has(table.target.name));
  if (marts.length === 0) throw new Error("no mart is compared");
  const [local, beside] = await Promise.all([startTestWarehouse(), startTestWarehouse()]);
  // Laws are not asked where every one is known to hold.
  const lawless = ancestorsOf(graph, ...marts.map(({ target }) => target.name));

  const rowsOf = async (warehouse: TestWarehouse, { target }: CompiledTable) => {
    const found = await warehouse.runQuery(`select * from \`local.${shortName(target)}\``);
    return found.map((row) => JSON.stringify(row)).sort();
  };
  /** What stands for the rows of each mart in a world, so that a world which comes again is seldom landed again. */
  const contents = new Map<string, ReadonlyMap<string, string | undefined>>();
  let landedBeside = "";
  const landBeside = async (world: World) => {
    const key = JSON.stringify(world);
    if (landedBeside !== key) {
      await land(beside, world);
      await beside.build(lawless, new Set());
      landedBeside = key;
    }
    const names = marts.map(({ target }) => shortName(target));
    const right = new Map(names.map((name) => [name, beside.contentOf(name)]));
    contents.set(key, right);
    return right;
  };
  const compare = async (expected: World): Promise<readonly string[]> => {
    const known = contents.get(JSON.stringify(expected)) ?? (await landBeside(expected));
    const problems: string[] = [];
    for (const mart of marts) {
      // Tables of one digest have the same rows; rows are read where it is another, or none is known.
      const content = local.contentOf(shortName(mart.target));
      if (content !== undefined && content === known.get(shortName(mart.target))) continue;
      await landBeside(expected);
      const [actual, right] = [await rowsOf(local, mart), await rowsOf(beside, mart)];
      const missing = right.filter((row) => !actual.includes(row));
      const tooMuch = actual.filter((row) => !right.includes(row));
      if (JSON.stringify(actual) !== JSON.stringify(right))
        problems.push(`${mart.target.name}: without ${missing[0] ?? ""}, with ${tooMuch[0] ?? ""}`);
    }
    return problems;
  };
  return {
    local,
    async breakOne(vendor, world, expected, built = graph) {
      const { sql, law: broken } = FAULTS[vendor];
      await land(local, world);
      await local.runQuery(sql);
      const { violations, skipped } = await local.build(built, new Set());
      const red = [...violations.keys()];
      if (!red.includes(broken)) throw new Error(`${vendor}: ${broken} is not red by its fault`);
      return [
        ...red.filter((law) => !isLawOf(vendor, law)).map((law) => `${law} is red`),
        ...skipped.filter((name) => !OF_VENDORS_ALONE.has(name)).map((name) => `${name}: skipped`),
        ...(await compare(expected)),
      ];
    },
    async mend(world, built = graph) {
      await land(local, world);
      const { violations } = await local.build(built, new Set());
      return [...[...violations.keys()].map((law) => `${law} is red`), ...(await compare(world))];
    },
    async rows() {
      const rows: Record<string, readonly string[]> = {};
      for (const mart of marts) rows[mart.target.name] = await rowsOf(local, mart);
      return rows;
    },
    standing: () => local.runQuery("select * from ai_spend.vendors_standing_still order by domain"),
    async close() {
      await local.close();
      await beside.close();
    },
  };
}

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

/** Laws of the vendor, and those that bind each. */
function isLawOf(vendor: Vendor, law: string): boolean {
  return Object.hasOwn({ ...OF_VENDOR[vendor], ...OF_EACH_VENDOR }, law);
}

/** Of each vendor the news that the world does not have. */
export function other(world: World): World {
  return Object.fromEntries(
    VENDORS.map((vendor) => [vendor, world[vendor] === 0 ? 1 : 0]),
  ) as World;
}

/** A table that nothing of all vendors stands on, and the checks of it alone: skipped as ever. */
const OF_VENDORS_ALONE: ReadonlySet<string> = new Set([
  "claude_code_audit_logs",
  "law_vertex_logs_are_the_calls",
  "law_vertex_logs_are_the_calls_rows",
]);
