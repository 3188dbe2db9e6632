/** Where the project's own files are: the folder that holds workflow_settings.yaml. */

import { existsSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "./errors.ts";

/**
 * Walks up from `from` (default: the running script, then the working directory) to the project's
 * root. Throws ConfigError outside of a checkout.
 */
export function projectRoot(from?: string): string {
  const starts = from === undefined ? [process.argv[1] ?? ".", process.cwd()] : [from];
  for (const start of starts) {
    for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
      if (existsSync(path.join(folder, "workflow_settings.yaml"))) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  throw new ConfigError(
    "No workflow_settings.yaml here or above: run the command inside the ai-spend checkout.",
  );
}
