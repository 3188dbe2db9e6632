/** `ai-spend diff`: which numbers an edit of the models moves, before anybody merges it. */

import { Option } from "commander";

import type { Verb } from "../shared/verb.ts";
import type { DiffOptions } from "./run.ts";

export const diff: Verb<DiffOptions> = {
  name: "diff",
  declare: (verb) =>
    verb
      .description(
        "say which numbers this tree's models move, against a commit's over the same landed data",
      )
      .option(
        "--against <rev>",
        "the commit: a branch, a tag or a hash; HEAD is the last one, so that edits not yet committed count",
        "HEAD",
      )
      .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
      .option(
        "--days <n>",
        "with BigQuery, where it was never tried: of the landed pages of so many days",
      )
      .option("--exit-code", "exit 1 if numbers moved")
      .option("--no-people", "leave out whose dollars moved, where others read along"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
