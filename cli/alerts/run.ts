/**
 * `ai-spend alerts`: one JSON line for each event that deserves a look, once per event. With `--digest` a text of
 * all that is open, which says nothing to the alert policies and remembers nothing.
 */

import { alertLine } from "./alert.ts";
import { digestText } from "./digest.ts";
import { ledgerRows, readTold, remember, type RunFacts } from "./ledger.ts";
import { openAlerts } from "./open_alerts.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command, CommandContext } from "../shared/context.ts";

export interface AlertsOptions {
  readonly digest?: boolean;
}

export const run: Command<AlertsOptions> = async ({ digest = false }, context) => {
  const warehouse = await openWarehouse(readConfig());
  try {
    const now = Date.now();
    if (digest) context.stdout(await readDigest(warehouse));
    else await fireAlerts(warehouse, context, { runId: uuidV7(now), now });
    return 0;
  } finally {
    await warehouse.close();
  }
};

/**
 * Writes the lines first and remembers them after: whoever is stopped in between says an event twice, because the
 * other order would lose it.
 */
export async function fireAlerts(
  warehouse: Warehouse,
  { stdout, log }: Pick<CommandContext, "stdout" | "log">,
  run: RunFacts,
): Promise<void> {
  const open = await openAlerts(warehouse);
  const told = await readTold(warehouse);
  const news = open.filter(({ id }) => !told.has(id));
  for (const alert of news) stdout(alertLine(alert));
  await remember(warehouse, ledgerRows(open, told, run), run);
  log.event("alerts_checked", { run_id: run.runId, open: open.length, fired: news.length });
}

export async function readDigest(
  warehouse: Pick<Warehouse, "listTables" | "query">,
): Promise<string> {
  const open = await openAlerts(warehouse);
  return digestText(open, await readTold(warehouse));
}
