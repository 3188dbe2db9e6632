/** `ai-spend demo`: the invented organizations, played through the same sync and build as real ones. */

import { type Verb } from "../shared/verb.ts";

export const demo: Verb<object> = {
  name: "demo",
  declare: (verb) =>
    verb.description("an invented organization with known truth, from its API to proven totals"),
  // Not run.ts as everywhere else: by this name the loader's image leaves the demo out.
  run: async (options, context) => (await import("./demo.ts")).run(options, context),
};
