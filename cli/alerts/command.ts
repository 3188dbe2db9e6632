/** `ai-spend alerts`: one JSON line for each event that deserves a look, once per event. */

import type { Verb } from "../shared/verb.ts";
import type { AlertsOptions } from "./run.ts";

export const alerts: Verb<AlertsOptions> = {
  name: "alerts",
  declare: (verb) =>
    verb
      .description("write one JSON line for each event that deserves a look, once per event")
      .option("--digest", "instead, a text of all that is open, with names; remembers nothing"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
