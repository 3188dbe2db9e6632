/** What was said already: `ai_raw.raw_alerts`, append-only, so that an event is said once. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import { landingTable } from "../../ingest/tables/landing_tables.ts";
import type { Row, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Alert } from "./alert.ts";

export interface Told {
  readonly kind: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
}

export interface RunFacts {
  readonly runId: string;
  readonly now: number;
}

/**
 * Kinds that are a state and not an event of a day: they may end and begin again, and beginning again is a new
 * event. An anomaly or a budget does not end: a day that swings around its threshold is said once.
 */
const STATES: ReadonlySet<string> = new Set([
  "failed_assertion",
  "late_data",
  "unreadable_assertion",
]);

export const TOLD_SQL = `
select
  alert_id,
  kind,
  date(max(if(event = 'fired', recorded_at, null)), 'UTC') as fired_on
from ai_raw.raw_alerts
group by alert_id, kind
having max(if(event = 'fired', recorded_at, null)) > ifnull(max(if(event = 'ended', recorded_at, null)), timestamp '1970-01-01 00:00:00+00')`;

/** What was said and has not ended, by id. */
export async function readTold(
  warehouse: Pick<Warehouse, "listTables" | "query">,
): Promise<ReadonlyMap<string, Told>> {
  const tables = await warehouse.listTables("ai_raw");
  if (!tables.includes("raw_alerts")) return new Map();
  const { rows } = await warehouse.query(TOLD_SQL);
  return new Map(
    rows.map((row) => [
      cellText(row["alert_id"]),
      { kind: cellText(row["kind"]), day: cellText(row["fired_on"]) },
    ]),
  );
}

/** The rows that remember what this run said of all that is open, and which states it saw ended. Pure. */
export function ledgerRows(
  open: readonly Alert[],
  said: readonly Alert[],
  told: ReadonlyMap<string, Told>,
  { runId, now }: RunFacts,
): readonly Row[] {
  const openIds = new Set(open.map(({ id }) => id));
  const ended = [...told].filter(([id, { kind }]) => STATES.has(kind) && !openIds.has(id));
  const row = (id: string, kind: string, event: "fired" | "ended"): Row => ({
    alert_id: id,
    kind,
    event,
    recorded_at: new Date(now).toISOString(),
    run_id: runId,
  });
  return [
    ...said.map(({ id, kind }) => row(id, kind, "fired")),
    ...ended.map(([id, { kind }]) => row(id, kind, "ended")),
  ];
}

export async function remember(
  warehouse: Pick<Warehouse, "append" | "ensureTables">,
  rows: readonly Row[],
  { runId }: RunFacts,
): Promise<void> {
  if (rows.length === 0) return;
  const table = landingTable("raw_alerts");
  await warehouse.ensureTables([table]);
  await warehouse.append(table, rows, runId);
}
