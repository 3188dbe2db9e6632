/** `ai-spend owners template`: the list of owners with the keys that nobody owns, to fill in. */

import type { Verb } from "../shared/verb.ts";
import type { OwnersOptions } from "./run.ts";

export const owners: Verb<OwnersOptions> = {
  name: "owners",
  declare: (verb) =>
    verb
      .description("write the list of owners with the keys that nobody owns, to fill in and import")
      .argument("<what>", "template")
      .option("--out <file>", "default: standard output"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
