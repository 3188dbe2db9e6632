/** All that is open now: anomalies, budgets, late data, final days that shrank, failed assertions. */

import { ConfigError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { inForce } from "../shared/in_force.ts";
import type { Alert } from "./alert.ts";
import { failedAssertions } from "./assertions.ts";
import { CLOCK, WATCHES } from "./watches.ts";

/**
 * What broken laws kept from being built is left out, because the laws themselves are said. `isLookedAt` says which
 * views of `ai_spend_assertions` count, since what the project no longer has stays there. Throws ConfigError if
 * nothing was ever built, or by another version.
 */
export async function openAlerts(
  warehouse: Pick<Warehouse, "listTables" | "query">,
  isLookedAt: (assertion: string) => boolean,
): Promise<readonly Alert[]> {
  const marts = new Set(await inForce(warehouse, "ai_spend"));
  const assertions = await warehouse.listTables("ai_spend_assertions");
  if (marts.size === 0 && assertions.length === 0) {
    throw new ConfigError("Nothing is built that alerts could look at: run build.");
  }
  const open: Alert[] = [];
  for (const { table, sql, alert } of WATCHES) {
    if (!marts.has(table) || !marts.has(CLOCK)) continue;
    const { rows } = await ofThisVersion(() => warehouse.query(sql));
    open.push(...rows.map(alert));
  }
  return [...open, ...(await failedAssertions(warehouse, assertions.filter(isLookedAt)))];
}
