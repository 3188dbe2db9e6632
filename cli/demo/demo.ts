/**
 * The demo: invented organizations with known truth, served by the simulated vendor over HTTP, through
 * the same sync and build as real ones. What it prints is compared with the truth, and it fails where
 * they differ by a billionth of a dollar.
 */

import { rmSync } from "node:fs";
import path from "node:path";

import { runBuild } from "../build/build.ts";
import type { Command } from "../shared/context.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import { compareWithTruth } from "./comparison.ts";
import { MONTH } from "./finance.ts";
import { landDemo } from "./landing.ts";
import { comparePlatforms } from "./platforms.ts";
import { demoText } from "./text.ts";

export interface DemoOptions {
  readonly verbose?: boolean;
}

/** Makes the demo anew in a folder of its own below AI_SPEND_HOME. Returns the exit code. */
export const run: Command<DemoOptions> = async ({ verbose = false }, context) => {
  const startedMs = Date.now();
  const home = path.join(readConfig().home, "demo");
  rmSync(home, { recursive: true, force: true });

  const warehouse = await openWarehouse({ warehouse: "local", home });
  try {
    const { organizations, truth, now, calls } = await landDemo(warehouse, context);
    context.stderr("building …\n");
    const build = await runBuild({
      warehouse,
      log: context.log,
      fullRefresh: false,
      signal: context.signal,
    });
    if (build.failures.length > 0) {
      context.stdout(build.text);
      return 1;
    }
    const comparison = await compareWithTruth(warehouse, organizations, now);
    const platforms = await comparePlatforms(warehouse, truth.platforms);
    const month = await warehouse.query(MONTH_SQL);
    const anomalies = await warehouse.query(ANOMALIES_SQL);
    const seconds = (Date.now() - startedMs) / 1000;
    context.stdout(
      demoText({ comparison, platforms, month, anomalies, build, home, seconds, calls, verbose }),
    );
    const isTrue = platforms.every(({ difference }) => difference === 0n);
    return comparison.everyRowIsTrue && isTrue ? 0 : 1;
  } finally {
    context.progress.stop();
    await warehouse.close();
  }
};

const MONTH_SQL = `
  select
    platform, metered_usd, seat_usd, overage_usd, credit_usd, total_usd,
    unattributed_usd, budget_usd, invoiced_usd, invoice_difference_usd, is_final
  from ai_spend.agg_monthly_finance
  where month = date '${MONTH.start}'
  order by platform`;

const ANOMALIES_SQL = `
  select anomaly_date, kind, scope, platform, scope_value, measured_usd, threshold_usd
  from ai_spend.cost_anomalies
  order by anomaly_date, scope, scope_value`;
