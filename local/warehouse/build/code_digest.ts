/** What stands for the code that turns GoogleSQL into rows: another code may give another outcome. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { version } from "@duckdb/node-api";

/** Digest of this package's own files, or of the bundle that they are in, and of the engine's version. */
export function codeDigest(): string {
  const self = fileURLToPath(import.meta.url);
  // Where the program is bundled, the bundle's files lie side by side.
  const files = filesBelow(path.resolve(path.dirname(self), self.endsWith(".ts") ? ".." : "."));
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
