/** `ai-spend import`: lands a file that a person made or a vendor exported. */

import type { Verb } from "../shared/verb.ts";
import type { ImportOptions } from "./run.ts";

export const importFile: Verb<ImportOptions> = {
  name: "import",
  declare: (verb) =>
    verb
      .description("land a file that a person made or a vendor exported, all its rows or none")
      .argument("<kind>", "api-key-owners, people, seats, invoices, gcp-billing-export, …")
      .argument("<file>", "CSV with a header; NDJSON, also .gz, for Google's exports")
      .option("--from <date>", "first day of a vendor's export that has no dates, YYYY-MM-DD")
      .option("--to <date>", "day after the last one of that export, YYYY-MM-DD")
      .option("--empty", "let a file without rows remove the list's, or those of its days")
      .option("--organization <id>", "the vendor's id of the organization that the export is of"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
