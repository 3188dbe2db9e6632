/** What a command writes where the operator says. */

import { writeFileSync } from "node:fs";

import { ConfigError } from "../../ingest/errors.ts";

/** Throws ConfigError if the file cannot be written. */
export function writeFile(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (cause) {
    throw new ConfigError(`${file} cannot be written: check that its folder exists and is yours.`, {
      cause,
    });
  }
}
