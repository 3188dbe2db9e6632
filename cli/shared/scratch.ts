/** A folder for the moment, for its owner's eyes alone, which is gone afterwards however the command ends. */

import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";

/** Throws ConfigError if it cannot be made, and what `use` throws. */
export async function withScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ai-spend-")).catch((cause: unknown) => {
    throw new ConfigError(`${os.tmpdir()} cannot be written: let TMPDIR name a folder that can.`, {
      cause,
    });
  });
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
