/** `ai-spend alerts`: one JSON line with all events that deserve a look, each event once. */

import type { Verb } from "../shared/verb.ts";
import type { AlertsOptions } from "./run.ts";

export const alerts: Verb<AlertsOptions> = {
  name: "alerts",
  declare: (verb) =>
    verb
      .description("write one JSON line with all events that deserve a look, each event once")
      .option("--digest", "instead, a text of all that is open, with names; remembers nothing")
      .option(
        "--assertions <names>",
        "the assertions to look at, with commas, or none: those that a build found red or did not run",
      ),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
