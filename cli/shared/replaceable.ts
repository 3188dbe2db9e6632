/** Of which files a command may take the place: of those that this program wrote to be read, and of no other. */

import { closeSync, lstatSync, openSync, readSync, realpathSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { currentPlace, readConfig } from "../../ingest/settings/config.ts";
import { settingsPath } from "../../ingest/settings/settings.ts";

/** What a command writes, told by its beginning. */
export interface Form {
  /** Goes on from "exists and is no". */
  readonly what: string;
  /** Of every version that was ever released, so that an older one's file can be replaced. */
  readonly begins: RegExp;
}

/** A report or a trace: no other program begins a page with a policy that lets nothing load. */
export const PAGE: Form = {
  what: "report or trace of this program",
  begins:
    /^<!doctype html>\r?\n<html lang="en">\r?\n<head>\r?\n<meta charset="utf-8">\r?\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'/,
};

const BEGINNING_BYTES = 4096;

/** What the program keeps in its home, and in the home of the demo. */
const KEPT = /^(?:local\.|warehouse\.(?:json|secret)|compiled\w*\.json|tmp(?:$|[/\\]))/i;

/**
 * Throws ConfigError for a place of the program's own, whether anything is there or not, and for a file with anything in
 * it that does not begin as `form` does. Throws the system's error if the file cannot be read. What is no file, such
 * as a link, is not looked at.
 */
export function refuseToReplace(file: string, { what, begins }: Form): void {
  if (isOwn(realPlace(file)))
    throw new ConfigError(
      `${file} is where this program keeps its warehouse or its settings: name another file.`,
    );
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size === 0 || begins.test(beginningOf(file))) return;
  throw new ConfigError(`${file} exists and is no ${what}: name another file, or remove it.`);
}

function isOwn(place: string): boolean {
  const now = currentPlace();
  const { home } = readConfig();
  const files = [
    settingsPath(now),
    path.join(now.cwd, "connections.yaml"),
    path.join(projectRoot(), "workflow_settings.yaml"),
  ];
  const homes = [home, path.join(home, "demo")];
  return (
    files.some((own) => realPlace(own) === place) ||
    homes.some((own) => KEPT.test(path.relative(realPlace(own), place)))
  );
}

/** Where a path leads, links in it followed; of what is not there yet, where it would stand. */
function realPlace(file: string): string {
  const whole = path.resolve(file);
  try {
    return realpathSync(whole);
  } catch {
    const folder = path.dirname(whole);
    return folder === whole ? whole : path.join(realPlace(folder), path.basename(whole));
  }
}

function beginningOf(file: string): string {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    return bytes.toString("utf8", 0, readSync(handle, bytes, 0, BEGINNING_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}
