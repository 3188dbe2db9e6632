/** `ai-spend questions`: the questions of docs/questions.md, listed, or one of them asked. */

import { formatOption, type Verb } from "../shared/verb.ts";
import type { QuestionsOptions } from "./run.ts";

export const questions: Verb<QuestionsOptions> = {
  name: "questions",
  declare: (verb) =>
    verb
      .description("list the questions of docs/questions.md, or ask the one with this number")
      .argument("[n]")
      .addOption(formatOption())
      .option("--month <YYYY-MM>", "ask it of this month, instead of the one it is written for")
      .option("--sql", "write its SQL instead of asking it"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
