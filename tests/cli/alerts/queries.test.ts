/** Google's own engine answers what `alerts` asks as the local warehouse does. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { TOLD_SQL } from "../../../cli/alerts/ledger.ts";
import { WATCHES } from "../../../cli/alerts/watches.ts";
import { cellText } from "../../../ingest/warehouse/cells.ts";
import { landingTable } from "../../../ingest/tables/landing_tables.ts";
import { localSchemas } from "../../support/both_engines.ts";
import { diffTables, type Judge, startJudge, type Table } from "../../support/judge/index.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { fillMarts } from "./support.ts";

const TOLD = [
  { alert_id: "said", kind: "late_data", event: "fired", recorded_at: "2026-11-01T23:59:59Z" },
  { alert_id: "ended", kind: "late_data", event: "fired", recorded_at: "2026-11-01T00:00:00Z" },
  { alert_id: "ended", kind: "late_data", event: "ended", recorded_at: "2026-11-02T00:00:00Z" },
  { alert_id: "again", kind: "late_data", event: "ended", recorded_at: "2026-11-02T00:00:00Z" },
  { alert_id: "again", kind: "late_data", event: "fired", recorded_at: "2026-11-03T00:00:00Z" },
];

let local: TestWarehouse;
let judge: Judge;
const tables = new Map<string, Table>();

beforeAll(async () => {
  [local, judge] = await Promise.all([startTestWarehouse(), startJudge()]);
  await fillMarts(local);
  const told = TOLD.map((row) => ({ ...row, run_id: "run" }));
  await local.warehouse.append(landingTable("raw_alerts"), told, "told");
  const names = ["ai_raw.raw_alerts"];
  names.push(...WATCHES.map(({ table }) => `ai_spend.${table}`));
  const schemas = await localSchemas(local);
  for (const name of names) {
    const columns = schemas.get(`local.${name}`) ?? [];
    tables.set(`local.${name}`, await answer(`select * from ${name}`, columns));
  }
});
afterAll(async () => {
  await local.close();
  await judge.close();
});

async function answer(sql: string, columns: Table["columns"]): Promise<Table> {
  const { rows } = await local.warehouse.query(sql);
  const cells = rows.map((row) =>
    columns.map(({ name }) => {
      const cell = row[name] ?? null;
      return cell === null ? null : cellText(cell);
    }),
  );
  return { columns, rows: cells };
}

const QUERIES = [
  ["what was said", TOLD_SQL, 2],
  ...WATCHES.map(({ table, sql }) => [table, sql, undefined] as const),
] as const;

it.each(QUERIES)("%s", async (_, sql, count) => {
  const expected = await judge.evaluate(sql.replace(/\bai_[a-z]+\./g, "local.$&"), tables);
  const actual = await answer(sql, expected.columns);
  expect(diffTables(expected, actual)).toEqual([]);
  expect(actual.rows.length).toBe(count ?? actual.rows.length);
  expect(actual.rows.length).toBeGreaterThan(0);
});
