/** `ai-spend query`: one GoogleSQL query on the warehouse, all rows. */

import { formatOption, type Verb } from "../shared/verb.ts";
import type { QueryOptions } from "./run.ts";

export const query: Verb<QueryOptions> = {
  name: "query",
  declare: (verb) =>
    verb
      .description("run one GoogleSQL query, all rows")
      .argument("<sql>")
      .addOption(formatOption()),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
