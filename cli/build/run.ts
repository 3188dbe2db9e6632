/** `ai-spend build`: compiles the Dataform project and runs it, assertions included. */

import { runBuild } from "./build.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import { type Command } from "../shared/context.ts";

export interface BuildOptions {
  readonly fullRefresh?: boolean;
}

export const run: Command<BuildOptions> = async ({ fullRefresh = false }, context) => {
  const warehouse = await openWarehouse(readConfig());
  try {
    const { log, signal, progress } = context;
    const onAction = () => progress.counted("built and checked");
    const outcome = await runBuild({ warehouse, log, fullRefresh, signal, onAction });
    progress.stop();
    context.stdout(outcome.text);
    if (outcome.failures.length > 0) return 1;
    if (context.terminal) context.stderr(NEXT);
    return 0;
  } finally {
    context.progress.stop();
    await warehouse.close();
  }
};

const NEXT = `Next: npm run -s ai-spend -- query "select month, platform, total_usd, unattributed_usd from ai_spend.agg_monthly_finance order by month, platform"
      npm run -s ai-spend -- report    one page with charts, filters and every dollar
`;
