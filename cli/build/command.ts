/** `ai-spend build`: compiles the Dataform project and runs it, assertions included. */

import { type Verb } from "../shared/verb.ts";
import { type BuildOptions } from "./run.ts";

export const build: Verb<BuildOptions> = {
  name: "build",
  declare: (verb) =>
    verb
      .description("run every model and every law")
      .option("--full-refresh", "build incremental tables anew"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
