/** `ai-spend mcp`: a Model Context Protocol server over stdin and stdout, for Claude, Cursor and other clients. */

import type { Verb } from "../shared/verb.ts";
import type { McpOptions } from "./run.ts";

export const mcp: Verb<McpOptions> = {
  name: "mcp",
  declare: (verb) =>
    verb
      .description("answer Claude, Cursor and other MCP clients over stdin and stdout, read-only")
      .option("--pseudonyms", "serve only the tables that name nobody")
      .option("--megabytes <n>", "refuse what would read more of BigQuery", "1024"),
  run: async (options, context) => (await import("./run.ts")).run(options, context),
};
