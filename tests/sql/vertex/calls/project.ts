/** The part of the project that reads the audit log, as a project of its own: it compiles in a moment. */

import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { projectFiles } from "../../../support/files.ts";

const PARTS = [
  /^definitions\/.*\/(src_google|stg_google__(audit|request)|int_vertex__audit|law_vertex_calls)/,
  /^definitions\/.*\/(draft_)?claude_code_(audit_logs|daily_usage)/,
  /^includes\//,
  /^(workflow_settings\.yaml|package\.json)$/,
];

/** Copies it into a folder and returns that. */
export function copyCallsProject(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "vertex-calls-"));
  const [core, cli] = ["node_modules/@dataform/core", "node_modules/@dataform/cli"];
  // The compiler reads nothing outside of the project; the CLI itself may stay where it is.
  for (const file of [...projectFiles(...PARTS), core]) {
    cpSync(file, path.join(root, file), { recursive: true });
  }
  symlinkSync(path.resolve(cli), path.join(root, cli));
  return root;
}
