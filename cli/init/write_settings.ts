/** Writes the file of settings: whole or not at all, and for its owner's eyes alone. */

import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";

import { ConfigError } from "../../ingest/errors.ts";

/** Throws ConfigError if something else than a file is there. A link might lead into a folder that others read. */
export function refuseOtherThanFile(file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const kind = found.isSymbolicLink() ? "a symbolic link" : "not a file";
  throw new ConfigError(
    `${file} is ${kind}, and keys are not written there: remove it, or let AI_SPEND_SETTINGS name another file.`,
  );
}

/** Throws ConfigError if the file cannot be written; what was there is then as it was. */
export function writeSettings(file: string, text: string): void {
  refuseOtherThanFile(file);
  const unfinished = `${file}.new`;
  try {
    // Of a run that was killed; `wx` then makes sure that the mode is that of a new file.
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, text, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, file);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new ConfigError(`${file} cannot be written: check that its folder exists and is yours.`, {
      cause,
    });
  }
}
