/** `ai-spend doctor`: looks at all that the other commands need, says what to do, and changes nothing. */

import { formatOption, type Verb } from "../shared/verb.ts";
import type { DoctorOptions } from "./run.ts";

export const doctor: Verb<DoctorOptions> = {
  name: "doctor",
  declare: (verb) =>
    verb
      .description("look at keys, rights, network, clock, disk and settings, and say what to do")
      .addOption(formatOption()),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
  looksAtSettings: true,
};
