/** What the Dataform CLI prints at the end of each action, as data. Checked against @dataform/cli 3.0.69. */

import { stripVTControlCharacters } from "node:util";

import type { BuildReport, FailedAction } from "./report.ts";

/** What the CLI's output says. */
export interface CliReport extends BuildReport {
  /** Messages of the compiler; then nothing was run. */
  readonly compileErrors: readonly string[];
}

const CREATED = /^(?:Table created|Operation completed successfully): +(\S+)/;
const PASSED = /^Assertion passed: +(\S+)/;
const SKIPPED = /^Skipping (?:dataset creation|operation execution): +(\S+)/;
const FAILED = /^(Assertion failed|Dataset creation failed|Operation failed): +(\S+)/;
const ENGINE = /^\s*bigquery error: (.*)$/;
const ROWS_RETURNED = /^Assertion failed: query returned \d+ row\(s\)\.$/;

/** True for the line with which the CLI ends an action that went well. Colours may be around it. */
export function endsAction(line: string): boolean {
  const plain = stripVTControlCharacters(line);
  return CREATED.test(plain) || PASSED.test(plain);
}

/** Pure. */
export function parseBuild(stdout: string, stderr: string): CliReport {
  const out = stdout.split("\n");
  const failures = failuresOf(stderr.split("\n"));
  const isRed = (failure: FailedAction) => ROWS_RETURNED.test(failure.message);
  return {
    created: firstGroups(out, CREATED),
    reasons: new Map(),
    changed: firstGroups(out, CREATED),
    alone: [],
    passed: firstGroups(out, PASSED),
    failedAssertions: failures.filter(isRed),
    failedActions: failures.filter((failure) => !isRed(failure)),
    skipped: firstGroups(out, SKIPPED),
    compileErrors: compileErrorsOf(stderr.split("\n")),
  };
}

function firstGroups(lines: readonly string[], pattern: RegExp): string[] {
  return lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
}

/** After the name come the statement, each line after a `>`, and the engine's message. */
function failuresOf(lines: readonly string[]): FailedAction[] {
  const failures: FailedAction[] = [];
  let name: string | null = null;
  let isMessage = false;
  for (const line of lines) {
    const start = FAILED.exec(line);
    const engine = ENGINE.exec(line);
    if (start !== null) {
      name = start[2] ?? "";
      isMessage = false;
    } else if (engine !== null && name !== null) {
      failures.push({ name, message: engine[1] ?? "" });
      isMessage = true;
    } else if (isMessage && line.trim() !== "") {
      const last = failures.pop();
      if (last !== undefined)
        failures.push({ ...last, message: `${last.message}\n${line.trim()}` });
    }
  }
  return failures;
}

/**
 * `file: Error: message`, then a stack, which says nothing to an analyst. A setting at fault stops every model that
 * reads it, so that it is told once and instead of them.
 */
function compileErrorsOf(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => line.trim() === "Compilation errors:");
  if (start === -1) return [];
  const said = lines
    .slice(start + 1)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^at /.test(line));
  const ofSettings = said.flatMap(
    (line) => /: (workflow_settings\.yaml: .*)$/.exec(line)?.[1] ?? [],
  );
  return ofSettings.length === 0 ? said : [...new Set(ofSettings)];
}
