/** `ai-spend mcp`: a Model Context Protocol server over stdin and stdout, for Claude, Cursor and other clients. */

import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

import { ConfigError } from "../../ingest/errors.ts";
import { loaderVersion } from "../../ingest/version.ts";
import { type Config, readConfig } from "../../ingest/settings/config.ts";
import type { Command } from "../shared/context.ts";
import { documentText } from "../shared/document_text.ts";
import { lending } from "./lending.ts";
import { mcpServer } from "./server.ts";
import { standingOf } from "./standing.ts";

export interface McpOptions {
  readonly pseudonyms?: boolean;
  readonly megabytes: string;
}

/** Ends with its client: when stdin ends, or with a signal. Stdout has the protocol and nothing else. */
export const run: Command<McpOptions> = async (options, { stderr, signal }) => {
  const config = readConfig();
  const hasPseudonyms = options.pseudonyms === true;
  if (!/^[1-9]\d{0,8}$/.test(options.megabytes))
    throw new ConfigError(
      `--megabytes ${options.megabytes} is no number of megabytes, such as 1024.`,
    );
  // Without the documents there is nothing to list: said at once, not at the first question.
  documentText("docs/dictionary.md");

  const lent = lending(config);
  const standing = standingOf(lent);
  const server = mcpServer({
    lending: lent,
    standing,
    projectId: projectIdOf(config),
    hasPseudonyms,
    megabytes: Number(options.megabytes),
    version: loaderVersion(),
    onFault: (error) => stderr(`A fault in ai-spend itself; please report it. ${String(error)}\n`),
  });
  stderr(
    hasPseudonyms
      ? "ai-spend mcp: read-only, and only what names nobody is served.\n"
      : "ai-spend mcp: read-only. People are named in what is served; --pseudonyms leaves names out.\n",
  );
  // A warehouse that is not there yet is told to who asks; the server waits for it.
  standing().catch(() => undefined);
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    // What came in is not repeated: it may be anything, a pasted key included.
    server.server.onerror = ({ name }) =>
      stderr(
        `What came in is no message of the Model Context Protocol and was left out: ${name}.\n`,
      );
    process.stdin.on("end", resolve).on("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    await server.connect(new StdioServerTransport());
    await ended;
    return 0;
  } finally {
    await server.close();
    await lent.close();
  }
};

function projectIdOf(config: Config): string {
  return config.warehouse === "bigquery" ? config.googleCloudProject : "local";
}
