/** `ai-spend warehouse`: serves the local warehouse to any BigQuery client until stopped. */

import type { Verb } from "../shared/verb.ts";

export const warehouse: Verb<object> = {
  name: "warehouse",
  declare: (verb) =>
    verb.description("serve the local warehouse to any BigQuery client until stopped"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
