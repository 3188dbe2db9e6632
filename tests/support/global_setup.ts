/** Compiles the Dataform project once for the whole test run, in a folder of the run. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { compileProject } from "../../cli/build/compiler.ts";

export default function compileOnce(): void {
  const folder = mkdtempSync(path.join(tmpdir(), "ai-spend-run-"));
  writeFileSync(path.join(folder, "graph.json"), JSON.stringify(compileProject(process.cwd())));
  process.env["AI_SPEND_TEST_RUN"] = folder;
}
