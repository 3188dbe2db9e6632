/** A small Dataform project in a folder of its own, with one action of each kind: the CLI compiles it in a second. */

import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const CORE = "node_modules/@dataform/core";

/** Copies it and returns the folder; remove it. The CLI resolves modules inside the project only, links not followed. */
export function copyProbe(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "dataform-probe-"));
  cpSync("tests/fixtures/dataform_probe", folder, { recursive: true });
  cpSync(CORE, path.join(folder, CORE), { recursive: true });
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ dependencies: { "@dataform/core": "3.0.62" } }),
  );
  return folder;
}
