/** `ai-spend demo`: the invented organizations, played through the same sync and build as real ones. */

import { type Verb } from "../shared/verb.ts";

export const demo: Verb<object> = {
  name: "demo",
  declare: (verb) =>
    verb.description("an invented organization with known truth, from its API to proven totals"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
