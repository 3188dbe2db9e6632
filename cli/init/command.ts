/** `ai-spend init`: asks for the keys and the warehouse, and writes them where every command reads them. */

import type { Verb } from "../shared/verb.ts";

export const init: Verb<object> = {
  name: "init",
  declare: (verb) =>
    verb.description("ask for keys and warehouse, and write them to a file that only you can read"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
  looksAtSettings: true,
};
