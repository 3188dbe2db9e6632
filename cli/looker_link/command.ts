/** `ai-spend looker-link`: the address that opens a Looker Studio report over this project's views. */

import type { Verb } from "../shared/verb.ts";
import type { LookerLinkOptions } from "./run.ts";

export const lookerLink: Verb<LookerLinkOptions> = {
  name: "looker-link",
  declare: (verb) =>
    verb
      .description("print the address that opens a Looker Studio report over this project's views")
      .option("--project <id>", "default: GOOGLE_CLOUD_PROJECT")
      .option(
        "--template <id>",
        "a report to copy, whose data sources have the aliases ds0 to ds4",
      ),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
