/** `ai-spend build`: compiles the Dataform project and runs it, assertions included. */

import type { Verb } from "../shared/verb.ts";
import type { BuildOptions } from "./run.ts";

export const build: Verb<BuildOptions> = {
  name: "build",
  declare: (verb) =>
    verb
      .description("run every model and every law that can come out different")
      .option("--all", "leave nothing out")
      .option("--full-refresh", "build incremental tables anew")
      .option(
        "--only <model>",
        "with what it stands on, as +MODEL; +MODEL+ (or MODEL+) also what stands on it",
      )
      .option("--verbose", "name each law that holds, and why each model was built")
      .option("--watch", "build again whenever a file of the project is saved"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
