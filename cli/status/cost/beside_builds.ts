/** What a day asks the warehouse beside its build: the alerts, and what the hosted service looks up for itself. */

import { TOLD_SQL } from "../../alerts/ledger.ts";
import { WATCHES } from "../../alerts/watches.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { type ActionCost, LEAST_BYTES_PER_TABLE } from "./estimate.ts";

/** What `alerts` asks after a build whose laws all held; a law that did not is read from its table or view besides. */
export async function alertsCost(
  warehouse: Pick<Warehouse, "dryRun" | "listTables">,
): Promise<ActionCost> {
  const there = new Set<string>();
  for (const dataset of ["ai_spend", "ai_raw"])
    for (const table of await warehouse.listTables(dataset)) there.add(`${dataset}.${table}`);
  let [bytes, tables] = [0, 0];
  for (const sql of [...WATCHES.map((watch) => watch.sql), TOLD_SQL]) {
    const read = new Set(sql.match(/\bai_\w+\.\w+/g) ?? []);
    if (![...read].every((table) => there.has(table))) continue;
    bytes += await warehouse.dryRun(sql);
    tables += read.size;
  }
  return { action: "alerts", kind: "alerts", ...billed(bytes, tables) };
}

/**
 * Hosted Dataform runs queries of its own for what it shows of tables. How many is not documented and was never seen
 * here: taken is one look at INFORMATION_SCHEMA for each action, for which BigQuery counts 10 MB.
 */
export function metadataCost(actions: number): ActionCost {
  return { action: "metadata of hosted Dataform", kind: "assumed", ...billed(0, actions) };
}

function billed(bytes: number, tables: number) {
  return { tables, bytes, billedBytes: bytes + tables * LEAST_BYTES_PER_TABLE };
}
