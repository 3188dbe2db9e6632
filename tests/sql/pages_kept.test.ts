/** `raw_days_kept`: pages that the warehouse has dropped by now are not missed, and all others are. */

import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compileProject } from "../../cli/build/compiler.ts";
import { landingTable } from "../../ingest/tables/landing_tables.ts";
import { buildGraph } from "../support/build.ts";
import { ancestorsOf, type CompiledGraph } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const SETTINGS = "workflow_settings.yaml";
const INCOMPLETE = "int_landing__fetches_incomplete";
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

function compileWith(days: string): CompiledGraph {
  const settings = readFileSync(SETTINGS, "utf8");
  const changed = settings.replace('raw_days_kept: ""', `raw_days_kept: "${days}"`);
  expect(days === "" || changed !== settings).toBe(true);
  return compileProject(process.cwd(), { [SETTINGS]: changed });
}

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
  const graph = ancestorsOf({ ...compileWith(days), assertions: [] }, INCOMPLETE);
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
    expect(() => compileWith(days)).toThrow(`raw_days_kept is "${days}"; it must be a number`);
  });
});
