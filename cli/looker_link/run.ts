/** `ai-spend looker-link`: the address that opens a Looker Studio report over this project's views. */

import { readGoogleCloudProject } from "../../ingest/settings/config.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { lookerLink } from "./looker_link.ts";
import type { Command } from "../shared/context.ts";

export interface LookerLinkOptions {
  /** Default: GOOGLE_CLOUD_PROJECT. */
  readonly project?: string;
  readonly template?: string;
}

export const run: Command<LookerLinkOptions> = (
  { project = readGoogleCloudProject(), template = null },
  { stdout },
) => {
  if (project === null) {
    throw new ConfigError(
      "Looker Studio reads BigQuery, and no project is named: set GOOGLE_CLOUD_PROJECT to the id of your project, or give --project.",
    );
  }
  stdout(`${lookerLink({ project, template })}\n`);
  return Promise.resolve(0);
};
