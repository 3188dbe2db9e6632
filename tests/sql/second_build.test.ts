/**
 * What a second build needs of the landed pages: those of new fetches and of the overlap. The partitions before
 * may be gone, and the tables are those of a full build all the same.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { readBuildQueries } from "../../cli/status/cost/build_queries.ts";
import { LANDING_TABLES, landingTable } from "../../ingest/tables/landing_tables.ts";
import type { Landing } from "../../ingest/land/landing.ts";
import { buildGraph } from "../support/build.ts";
import { ancestorsOf, compiledGraph, shortName } from "../support/graph.ts";
import type { TextRow } from "../support/cells.ts";
import { oneWalkPerEndpoint } from "../support/one_walk.ts";
import { loadLandings } from "../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const PAGES = LANDING_TABLES.filter(({ fields }) => fields.some(({ name }) => name === "body")).map(
  ({ name }) => name,
);
const graph = compiledGraph();
const build = readBuildQueries(graph);
/** Every incremental model that reads a table of pages, if by views. */
const models = graph.tables.filter(
  ({ enumType, query }) => enumType === "INCREMENTAL" && readsPages(query),
);

function readsPages(query: string): boolean {
  return [...build.tablesIn(query)].some(isOfPages);
}

function isOfPages(table: string): boolean {
  return PAGES.includes(table.split(".").pop() ?? "");
}

/** The second fetch is within the three days of overlap of the third, the first is not. */
const [OLD, RECENT, NEW] = ["2026-03-01", "2026-03-20", "2026-03-21"] as const;
/** Asked within the overlap, and landed as late as the third. */
const LATE = "2026-03-18";
const DAYS = [OLD, LATE, RECENT, NEW] as const;
/** By a clock that is ahead. */
const AHEAD = "2026-03-23";

describe("every incremental model that reads pages", () => {
  it("compares their partitions with a variable alone, right where it reads them", () => {
    expect(models.length).toBeGreaterThan(9);
    for (const { target, incrementalQuery = "", incrementalPreOps = [] } of models) {
      const [reads = "", ...others] = incrementalQuery.split(/^\),?$/m).filter(readsPages);
      expect({ [target.name]: others }).toEqual({ [target.name]: [] });
      // The landed table itself, not a view, in which something could keep the condition from it.
      const [, table = "", filter] = /\bfrom `([^`]+)` as source\n(.*)$/s.exec(reads) ?? [];
      expect({ [target.name]: isOfPages(table) }).toEqual({ [target.name]: true });
      expect(
        filter
          ?.replace(/^ *--.*$/gm, "")
          .replace(/\s+/g, " ")
          .trim(),
      ).toBe(
        "inner join fetches on source.fetch_id = fetches.fetch_id where source.fetched_at >= parsed_until",
      );
      expect(incrementalPreOps.join("\n")).toMatch(/declare parsed_until timestamp default/);
    }
  });

  it("reads them all when it is built anew", () => {
    const limited = models.filter(({ query, preOps = [] }) =>
      [query, ...preOps].some((sql) => sql.includes("parsed_until")),
    );
    expect(limited.map(({ target }) => target.name)).toEqual([]);
  });
});

describe("a second build", () => {
  const parsed = ancestorsOf(
    { ...graph, assertions: [] },
    ...models.map(({ target }) => target.name),
  );
  let local: TestWarehouse;
  let given: readonly Landing[];

  beforeAll(async () => {
    local = await startTestWarehouse();
    given = await oneWalkPerEndpoint();
  });
  afterAll(() => local.close());

  async function land(day: string): Promise<void> {
    const landings = given.map((landing, index): Landing => {
      const mark = { fetched_at: `${day}T06:00:00Z`, fetch_id: `${day} ${index}` };
      const pageRows = landing.pageRows.map((row) => ({ ...row, ...mark }));
      return { ...landing, pageRows, fetchRow: { ...landing.fetchRow, ...mark } };
    });
    await loadLandings(local.warehouse, landings);
  }

  /** A run of that day leaves the warehouse's own clock behind. */
  async function tellTheTime(day: string): Promise<void> {
    const at = `${day}T06:10:00Z`;
    const row = {
      claim_id: day,
      event: "released",
      holder: "job",
      recorded_at: at,
      expires_at: at,
    };
    await local.warehouse.append(landingTable("raw_sync_leases"), [row], day);
  }

  /** The lines of each parsed table. */
  async function lines(): Promise<Record<string, readonly TextRow[]>> {
    const found: Record<string, readonly TextRow[]> = {};
    for (const { target } of models) {
      found[target.name] = await local.runQuery(
        `select * from \`local.${shortName(target)}\`
         order by fetch_id, page_number, bucket_number, line_number`,
      );
    }
    return found;
  }

  function countOf(rows: readonly TextRow[], day: string): number {
    return rows.filter((row) => row["fetch_id"]?.startsWith(day)).length;
  }

  it("adds the lines of the new fetches without a page from before the overlap", async () => {
    const built = new Set<string>();
    await land(OLD);
    await land(RECENT);
    await buildGraph(local.runQuery, parsed, built);
    const first = await lines();

    for (const table of new Set(given.map((landing) => landing.table))) {
      await local.runQuery(
        `delete from \`local.ai_raw.${table}\` where fetched_at < timestamp '${RECENT} 00:00:00+00'`,
      );
    }
    await land(LATE);
    await land(NEW);
    await buildGraph(local.runQuery, parsed, built);
    const second = await lines();
    for (const [name, rows] of Object.entries(second)) {
      const count = countOf(first[name] ?? [], RECENT);
      const counts = DAYS.map((day) => countOf(rows, day));
      expect([name, count > 0, counts]).toEqual([name, true, DAYS.map(() => count)]);
      const before = rows.filter((row) => !/^2026-03-(18|21)/.test(row["fetch_id"] ?? ""));
      expect(before).toEqual(first[name]);
    }

    // A full build of the same pages lacks what is gone: the first fetch was not read again.
    await buildGraph(local.runQuery, parsed, new Set());
    for (const rows of Object.values(await lines())) expect(countOf(rows, OLD)).toBe(0);
    await local.empty();
    for (const day of DAYS) await land(day);
    await buildGraph(local.runQuery, parsed, new Set());
    expect(await lines()).toEqual(second);
  });

  it("parses a fetch from the future when it lands, and once", async () => {
    await local.reset();
    const built = new Set<string>();
    await land(RECENT);
    await tellTheTime(NEW);
    await buildGraph(local.runQuery, parsed, built);
    await land(AHEAD);
    await land(NEW);
    await buildGraph(local.runQuery, parsed, built);
    const before = await lines();
    for (const [name, rows] of Object.entries(before)) {
      const [ahead, right] = [AHEAD, NEW].map((day) => countOf(rows, day));
      expect([name, right !== 0, ahead]).toEqual([name, true, right]);
    }

    await tellTheTime(AHEAD);
    await buildGraph(local.runQuery, parsed, built);
    expect(await lines()).toEqual(before);
    await buildGraph(local.runQuery, parsed, new Set());
    expect(await lines()).toEqual(before);
  });
});
