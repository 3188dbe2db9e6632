/** `ai-spend build`: compiles the Dataform project and runs it, assertions included. */

import { runBuild } from "../build.ts";
import { readConfig } from "../config.ts";
import { openWarehouse } from "../open_warehouse.ts";
import { type Command } from "./context.ts";

export interface BuildOptions {
  readonly fullRefresh?: boolean;
}

export const build: Command<BuildOptions> = async ({ fullRefresh = false }, context) => {
  const warehouse = await openWarehouse(readConfig());
  try {
    const { log, signal } = context;
    const outcome = await runBuild({ warehouse, log, fullRefresh, signal });
    context.stdout(outcome.text);
    return outcome.failures.length === 0 ? 0 : 1;
  } finally {
    await warehouse.close();
  }
};
