/** `ai-spend demo`: the invented organizations, played through the same sync and build as real ones. */

import type { Verb } from "../shared/verb.ts";
import type { DemoOptions } from "./demo.ts";

export const demo: Verb<DemoOptions> = {
  name: "demo",
  declare: (verb) =>
    verb
      .description("an invented organization with known truth, from its API to proven totals")
      .option("--verbose", "name each law that holds"),
  // Not run.ts as everywhere else: by this name the loader's image leaves the demo out.
  run: async (options, context) => (await import("./demo.ts")).run(options, context),
};
