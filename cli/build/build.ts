/** One build in an open warehouse: landing tables, models, assertions, and what is to be said of it. */

import { runDataform } from "./dataform.ts";
import { type BuildReport, endsAction, type FailedAction, parseBuild } from "./dataform_output.ts";
import { ConfigError, LandingError } from "../../ingest/errors.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { type Log } from "../../ingest/log.ts";
import { formatResult } from "../shared/output.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { type Warehouse } from "../../ingest/warehouse/warehouse.ts";

export interface BuildOptions {
  readonly warehouse: Warehouse;
  readonly log: Log;
  /** Builds incremental tables anew. */
  readonly fullRefresh: boolean;
  readonly signal?: AbortSignal;
  /** Hears of each action that went well. */
  readonly onAction?: () => void;
}

export interface BuildOutcome extends BuildReport {
  /** Red assertions and actions that the engine refused; empty if the build is good. */
  readonly failures: readonly FailedAction[];
  /** For people: what was built, and of each failure the engine's words or the first rows. */
  readonly text: string;
}

const FIRST_ROWS = 5;

/**
 * Throws ConfigError if the project does not compile, LandingError if the CLI failed without saying at what,
 * TransportError if it was interrupted.
 */
export async function runBuild(options: BuildOptions): Promise<BuildOutcome> {
  const { warehouse, log, fullRefresh, signal, onAction } = options;
  // Models read every landed and reference table, so that a build works with no source at all.
  await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
  const args = ["run", ...(fullRefresh ? ["--full-refresh"] : [])];
  const run = await runDataform({
    root: projectRoot(),
    args,
    warehouse,
    ...(signal && { signal }),
    onLine: onAction && ((line) => endsAction(line) && onAction()),
  });
  const report = parseBuild(run.stdout, run.stderr);
  if (report.compileErrors.length > 0) {
    throw new ConfigError(
      `The Dataform project does not compile:\n${report.compileErrors.join("\n")}`,
    );
  }
  const failures = [...report.failedActions, ...report.failedAssertions];
  if (run.exitCode !== 0 && failures.length === 0) {
    const lastWords = run.stderr.trim().split("\n").slice(-5).join("\n");
    throw new LandingError(`The Dataform CLI failed before it ran anything: ${lastWords}`);
  }
  log.event("build_ended", {
    created: report.created.length,
    assertions_held: report.passed.length,
    assertions_failed: report.failedAssertions.length,
    errors: report.failedActions.length,
    skipped: report.skipped.length,
  });
  return { ...report, failures, text: await describe(warehouse, report) };
}

async function describe(warehouse: Warehouse, report: BuildReport): Promise<string> {
  const lines = [
    `${report.created.length} tables and views built, ${report.passed.length} assertions held.`,
    ...report.failedActions.map(({ name, message }) => `ERROR in ${name}: ${message}`),
  ];
  for (const failure of report.failedAssertions) lines.push(await describeRed(warehouse, failure));
  if (report.skipped.length > 0) {
    lines.push(`Left as they were: ${report.skipped.join(", ")}.`);
  }
  return `${lines.join("\n")}\n`;
}

/** The assertion is a view, so its rows can be asked for. */
async function describeRed(warehouse: Warehouse, { name, message }: FailedAction): Promise<string> {
  const count = /\d+/.exec(message)?.[0] ?? "some";
  const rows = await warehouse.query(`select * from \`${name}\` limit ${FIRST_ROWS}`);
  return `FAILED ${name}: ${count} rows, the first of them:\n${formatResult(rows, "table").trimEnd()}`;
}
