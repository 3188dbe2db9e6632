/** `raw_days_kept`: pages that the warehouse has dropped by now are not missed, and all others are. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { landingTable } from "../../ingest/tables/landing_tables.ts";
import { buildGraph } from "../support/build.ts";
import { ancestorsOf } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";
import { compileWith } from "./other_settings.ts";

const INCOMPLETE = "int_landing__fetches_incomplete";
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** A day that was asked for, of which no page is there. */
async function fetchWithoutPages(day: string): Promise<void> {
  const row = {
    fetch_id: day,
    connection: "c",
    vendor: "anthropic",
    endpoint: "cost_report",
    organization_id: "o",
    params: "{}",
    window_start: `${day}T00:00:00Z`,
    window_end: `${day}T00:00:00Z`,
    page_count: 1,
    row_count: 1,
    fetched_at: `${day}T06:00:00Z`,
    loader_version: "test",
    run_id: day,
    content_sha256: day,
  };
  await local.warehouse.append(landingTable("raw_fetches"), [row], day);
}

async function missed(days: string): Promise<readonly unknown[]> {
  const graph = ancestorsOf(
    { ...compileWith({ raw_days_kept: days }), assertions: [] },
    INCOMPLETE,
  );
  await buildGraph(local.runQuery, graph, new Set());
  const rows = await local.runQuery(
    `select fetch_id from \`local.ai_staging.${INCOMPLETE}\` order by fetch_id`,
  );
  return rows.map((row) => row["fetch_id"]);
}

describe("raw_days_kept", () => {
  beforeAll(async () => {
    for (const day of ["2024-02-29", "2024-04-02", "2026-03-03"]) await fetchWithoutPages(day);
  });

  it("says which pages may be gone: a month later at the latest they are not missed", async () => {
    expect(await missed("731")).toEqual(["2024-04-02", "2026-03-03"]);
  });

  it("misses every page while it is empty", async () => {
    expect(await missed("")).toEqual(["2024-02-29", "2024-04-02", "2026-03-03"]);
  });

  it.each(["730", "-1", "two years", "1e9"])("is no number of days: %s", (days) => {
    expect(() => compileWith({ raw_days_kept: days })).toThrow(
      `raw_days_kept is "${days}"; it must be a number`,
    );
  });
});
