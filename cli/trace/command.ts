/** `ai-spend trace`: the way of a dollar, from the vendor's own text to the mart. */

import { Option } from "commander";

import type { Verb } from "../shared/verb.ts";
import type { TraceOptions } from "./run.ts";
import { MOST_SHOWN } from "./select.ts";

export const trace: Verb<TraceOptions> = {
  name: "trace",
  declare: (verb) =>
    verb
      .description("follow a charge, a day or an invoice from the vendor's text to the marts")
      .option("--charge <id>", "one charge, by its charge_id")
      .option("--day <YYYY-MM-DD>", "the charges of a day; with --charge it saves looking for it")
      .option("--invoice <id>", "the charges that an invoice is compared with")
      .option("--platform <name>", "of these, such as claude_api")
      .option("--person <address>", "of these, borne by a person, a team, or unattributed")
      .option("--key <id>", "of these, made with an API key")
      .option(
        "--model <name>",
        "of these, by the vendor's id or the family, such as opus-4.8; or none",
      )
      .option("--project <id>", "of these, in a project of Google's")
      .option(
        "--most <n>",
        `charges that are shown one by one, the largest first (default: ${MOST_SHOWN}; with json all)`,
      )
      .addOption(
        new Option("--format <format>", "a tree; or JSON, an array with each charge")
          .choices(["tree", "text", "json"])
          .default("tree"),
      )
      .option("--html <file>", "write it as a page instead")
      .option("--dry-run", "say what it would read, and read nothing"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
