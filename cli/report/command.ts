/** `ai-spend report`: one self-contained HTML file with all that the marts say of a range of days. */

import type { Verb } from "../shared/verb.ts";
import type { ReportOptions } from "./run.ts";

export const report: Verb<ReportOptions> = {
  name: "report",
  declare: (verb) =>
    verb
      .description("write one HTML file with charts, filters and tables that needs nothing else")
      .option("--out <file>", "where to write it", "report.html")
      .option("--from <date>", "first day, YYYY-MM-DD; default: the first day with a cost")
      .option("--to <date>", "day after the last one, YYYY-MM-DD; default: all days")
      .option("--pseudonyms", "write person-01 and so on in the place of people's names"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
