/** A folder for the moment, for its owner's eyes alone, which is gone afterwards however the command ends. */

import { lstatSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { DAY_MS } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";

/**
 * `verb` is a part of the folder's name; what a killed process left under that name is removed a day later. Throws
 * ConfigError if the folder cannot be made, and what `use` throws.
 */
export async function withScratch<T>(
  verb: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const prefix = `ai-spend-${verb}-`;
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix)).catch((cause: unknown) => {
    throw new ConfigError(`${os.tmpdir()} cannot be written: let TMPDIR name a folder that can.`, {
      cause,
    });
  });
  forgetLeftovers(prefix);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whoever asks twice to stop leaves at once, and nothing else is done then.
  process.once("exit", remove);
  try {
    return await use(folder);
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}

/** Those that nobody has touched for a day; another user's stay. */
function forgetLeftovers(prefix: string): void {
  for (const name of readdirSync(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const left = path.join(os.tmpdir(), name);
    try {
      if (lstatSync(left).mtimeMs < Date.now() - DAY_MS)
        rmSync(left, { recursive: true, force: true });
    } catch {
      // It is somebody else's, or gone in the meantime.
    }
  }
}
