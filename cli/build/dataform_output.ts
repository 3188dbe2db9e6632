/** What the Dataform CLI prints at the end of each action, as data. Checked against @dataform/cli 3.0.69. */

import { stripVTControlCharacters } from "node:util";

import { wordsOf } from "../../ingest/warehouse/warehouse_errors.ts";
import type { BuildReport, FailedAction } from "./report.ts";

/** Output without colours. */
export interface DataformRun {
  readonly exitCode: number;
  /** What ended it from outside, null where it ended by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the CLI's output says. */
export interface CliReport extends BuildReport {
  /** Messages of the compiler; then nothing was run. */
  readonly compileErrors: readonly string[];
}

const CREATED = /^(?:Table created|Operation completed successfully): +(\S+)/;
const PASSED = /^Assertion passed: +(\S+)/;
const SKIPPED = /^Skipping (?:dataset creation|operation execution): +(\S+)/;
const FAILED = /^(Assertion failed|Dataset creation failed|Operation failed): +(\S+)/;
/** The engine's words, or the CLI's where it failed beside the statement. */
const SAID =
  /^\s*(?:bigquery error: (.*)|((?:Unexpected execution error|Error setting metadata|JiT compilation error): .*))$/;
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
    failedActions: failures
      .filter((failure) => !isRed(failure))
      .map(({ name, message }) => ({ name, message: wordsOf(new Error(message)) })),
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
  let isMessage = false;
  for (const line of lines) {
    const name = FAILED.exec(line)?.[2];
    const said = SAID.exec(line);
    const last = failures.at(-1);
    if (name !== undefined) {
      failures.push({ name, message: UNTOLD });
      isMessage = false;
    } else if (said !== null && last !== undefined) {
      failures[failures.length - 1] = { ...last, message: said[1] ?? said[2] ?? "" };
      isMessage = true;
    } else if (isMessage && last !== undefined && line.trim() !== "") {
      failures[failures.length - 1] = { ...last, message: `${last.message}\n${line.trim()}` };
    }
  }
  return failures;
}

const UNTOLD = "the Dataform CLI does not say why.";

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
