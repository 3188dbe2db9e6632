/** `ai-spend export focus`: the charges as FOCUS files that other FinOps tools read. */

import type { Verb } from "../shared/verb.ts";
import type { ExportOptions } from "./run.ts";

export const exportFocus: Verb<ExportOptions> = {
  name: "export",
  declare: (verb) =>
    verb
      .description("write the charges as FOCUS files, a CSV and a Parquet for each billing month")
      .argument("<what>", "focus")
      .requiredOption("--out <folder>", "where to write them; made if it is not there")
      .option("--version <version>", "of the specification: 1.4 or 1.2", "1.4")
      .option("--from <date>", "a day of the first billing month, YYYY-MM-DD; default: the first")
      .option("--to <date>", "day after the last one asked for, YYYY-MM-DD; default: all months"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
