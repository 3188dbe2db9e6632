/** `ai-spend sync`: asks the vendors and lands what they say. */

import type { Verb } from "../shared/verb.ts";
import type { SyncOptions } from "./run.ts";

export const sync: Verb<SyncOptions> = {
  name: "sync",
  declare: (verb) =>
    verb
      .description("ask the vendors and land what they say")
      .option("--source <names>", "comma-separated; default: all that have a key")
      .option("--from <date>", "first UTC day, YYYY-MM-DD")
      .option("--to <date>", "UTC day after the last one, YYYY-MM-DD"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
