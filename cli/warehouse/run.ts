/** `ai-spend warehouse`: serves the local warehouse to any BigQuery client until stopped. */

import { readConfig } from "../../ingest/settings/config.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import type { Command } from "../shared/context.ts";

export const run: Command<object> = async (_options, { stdout, signal }) => {
  const config = readConfig();
  if (config.warehouse !== "local") {
    throw new ConfigError(
      "AI_SPEND_WAREHOUSE is bigquery, which serves itself: set it to local to serve the local warehouse.",
    );
  }
  const opened = await openWarehouse(config);
  stdout(usage(opened.localUrl ?? "", opened.projectId));
  if (!signal.aborted) {
    // A timer keeps the process alive where another process owns the file and serves it.
    const alive = setInterval(() => undefined, 60_000);
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    clearInterval(alive);
  }
  await opened.close();
  return 0;
};

function usage(url: string, projectId: string): string {
  return [
    `The local warehouse answers at ${url} for project "${projectId}" until you press Ctrl+C.`,
    `  export BIGQUERY_EMULATOR_HOST=${url}/bigquery/v2    any Google client, no credentials needed`,
    `  npm run -s ai-spend -- query "select 1"                  in another terminal`,
    "",
  ].join("\n");
}
