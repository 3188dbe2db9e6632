/** A year of backfill, one request in twenty of which fails, and how many load jobs it makes. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import type { Row } from "../../../ingest/warehouse/warehouse.ts";
import { type AnthropicServer, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import { HOLDER, syncOnce } from "../../ingest/support/vendor_sync.ts";
import { PAGE_TABLES } from "./support/landed.ts";

/** Load jobs that BigQuery takes for a table in a day. */
const LOADS_A_DAY = 1_500;
const FROM = "2025-11-01";

let server: AnthropicServer;

beforeAll(async () => {
  const organizations = demoOrganizations({
    days: 365,
    keys: 2,
    requestsPerKeyDay: 1,
    second: false,
  });
  server = await startAnthropic({ organizations, now: () => Date.parse("2026-11-01T06:00:00Z") });
});
afterAll(() => server.close());

/** Of each question the answer, with the pages that hold it. */
function said(warehouse: MemoryWarehouse): string[] {
  const pages = new Map<string, Row[]>();
  for (const name of PAGE_TABLES) {
    for (const row of warehouse.rows(name)) {
      const fetchId = String(row["fetch_id"]);
      pages.set(fetchId, [...(pages.get(fetchId) ?? []), row]);
    }
  }
  return warehouse
    .rows("raw_fetches")
    .map(({ endpoint, params, amount_total: amount, fetch_id: fetchId }) => {
      const bodies = (pages.get(String(fetchId)) ?? []).map(({ body }) => body);
      return JSON.stringify([endpoint, params, amount, bodies]);
    })
    .sort();
}

/** Counts loads by table from now on. */
function loadsOf(warehouse: MemoryWarehouse): Map<string, number> {
  const loads = new Map<string, number>();
  warehouse.beforeAppend = (table) => void loads.set(table, (loads.get(table) ?? 0) + 1);
  return loads;
}

it("a year ends in the same tables though 5 % of requests fail, in far fewer load jobs than a day has", async () => {
  const undisturbed = memoryWarehouse();
  const loads = loadsOf(undisturbed);
  const whole = await syncOnce(server, undisturbed, { from: FROM });
  expect(whole.failures).toEqual([]);

  const before = server.requests.length;
  const kinds = [
    "429_with_retry_after",
    "429_without_retry_after",
    "500",
    "529",
    "reset",
    "cut_body",
  ];
  server.faults.set(
    kinds.map((kind, index) => ({ kind: kind as "500", share: 0.05 / 6, seed: index + 1 })),
  );
  const disturbed = memoryWarehouse();
  const waits: number[] = [];
  const summary = await syncOnce(server, disturbed, { from: FROM, waits });
  server.faults.clear();

  expect(summary.failures).toEqual([]);
  expect(said(disturbed)).toEqual(said(undisturbed));
  expect(said(undisturbed).length).toBeGreaterThan(700);
  const asked = server.requests.length - before;
  const struck = waits.length;
  expect(struck / asked).toBeGreaterThan(0.03);
  expect(struck / asked).toBeLessThan(0.07);
  expect(Math.max(...loads.values())).toBeLessThan(LOADS_A_DAY / 30);
  process.stdout.write(
    `${asked} requests, ${struck} failed; load jobs by table: ${JSON.stringify([...loads])}\n`,
  );
});

it("a plain day makes fewer than ten load jobs in each table", async () => {
  const warehouse = memoryWarehouse();
  const loads = loadsOf(warehouse);
  await syncOnce(server, warehouse, { holder: HOLDER });
  expect(Math.max(...loads.values())).toBeLessThan(10);
  expect(loads.get("raw_sync_leases")).toBe(2);
  process.stdout.write(`a plain day: ${JSON.stringify([...loads])}\n`);
});
