/** `ai-spend build`: compiles the Dataform project and runs it, assertions included. */

import { ConfigError } from "../../ingest/errors.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import type { Command } from "../shared/context.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import { runBuild } from "./build.ts";
import { readSelection } from "./select.ts";

export interface BuildOptions {
  readonly fullRefresh?: boolean;
  readonly all?: boolean;
  readonly only?: string;
  readonly watch?: boolean;
  readonly verbose?: boolean;
}

export const run: Command<BuildOptions> = async (options, context) => {
  const only = options.only === undefined ? null : readSelection(options.only);
  const warehouse = await openWarehouse(readConfig());
  const { local } = warehouse;
  try {
    if (options.watch === true) {
      if (local === null) throw new ConfigError("--watch builds on the local warehouse alone.");
      const { watchAndBuild } = await import("./watch.ts");
      await watchAndBuild({ warehouse: { ...warehouse, local }, only, context });
      return 0;
    }
    const { fullRefresh = false, all = false, verbose = false } = options;
    const { log, signal, progress } = context;
    const onAction = () => progress.counted("built and checked");
    const outcome = await runBuild({
      ...{ warehouse, log, only, all, fullRefresh, verbose, signal, onAction },
    });
    progress.stop();
    context.stdout(outcome.text);
    if (outcome.exitCode === 0 && context.terminal) context.stderr(NEXT);
    return outcome.exitCode;
  } finally {
    context.progress.stop();
    await warehouse.close();
  }
};

const NEXT = `Next: npm run -s ai-spend -- query "select month, platform, total_usd, unattributed_usd from ai_spend.agg_monthly_finance order by month, platform"
      npm run -s ai-spend -- report    one page with charts, filters and every dollar
`;
