/** What stands for the code that turns GoogleSQL into rows: another code may give another outcome. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { version } from "@duckdb/node-api";

/** Digest of this package's own files (of the one file, where they are bundled) and of the engine's version. */
export function codeDigest(): string {
  const self = fileURLToPath(import.meta.url);
  const folder = path.resolve(path.dirname(self), "..");
  const files = self.endsWith(".ts") ? filesBelow(folder) : [self];
  const hash = createHash("sha256").update(version());
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("base64");
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file) : [file];
    })
    .sort();
}
