/** `ai-spend status`: what the numbers rest on, and what deserves a look; or what a daily build reads and costs. */

import { formatOption, type Verb } from "../shared/verb.ts";
import type { StatusOptions } from "./run.ts";

export const status: Verb<StatusOptions> = {
  name: "status",
  declare: (verb) =>
    verb
      .description("say what the numbers rest on, and what deserves a look")
      .addOption(formatOption())
      .option(
        "--cost",
        "instead, what a daily build reads and costs, action by action, by dry runs",
      ),
  run: async (options, context) => {
    const { run } =
      options.cost === true ? await import("./cost/run.ts") : await import("./run.ts");
    return run(options, context);
  },
};
