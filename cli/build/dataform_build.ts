/** A build through the unmodified Dataform CLI, as on BigQuery. */

import { ConfigError, LandingError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { runDataform } from "./dataform.ts";
import { endsAction, parseBuild } from "./dataform_output.ts";
import type { BuildReport } from "./report.ts";
import type { Selection } from "./select.ts";

export interface DataformBuildOptions {
  /** Folder of workflow_settings.yaml. */
  readonly root: string;
  readonly warehouse: Pick<Warehouse, "projectId" | "location" | "localUrl">;
  /** The part that is asked for, null for everything. */
  readonly only: Selection | null;
  readonly fullRefresh: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each action that went well. */
  readonly onAction?: (() => void) | undefined;
}

/**
 * Throws ConfigError if the project does not compile, LandingError if the CLI failed without saying at what,
 * TransportError if it was interrupted.
 */
export async function runDataformBuild(options: DataformBuildOptions): Promise<BuildReport> {
  const { root, warehouse, only, fullRefresh, signal, onAction } = options;
  const run = await runDataform({
    root,
    args: ["run", ...(fullRefresh ? ["--full-refresh"] : []), ...part(only)],
    warehouse,
    ...(signal && { signal }),
    onLine: onAction && ((line) => endsAction(line) && onAction()),
  });
  const { compileErrors, ...report } = parseBuild(run.stdout, run.stderr);
  if (compileErrors.length > 0) {
    throw new ConfigError(`The Dataform project does not compile:\n${compileErrors.join("\n")}`);
  }
  const failures = [...report.failedActions, ...report.failedAssertions];
  if (run.exitCode !== 0 && failures.length === 0) {
    const lastWords = run.stderr.trim().split("\n").slice(-5).join("\n");
    throw new LandingError(`The Dataform CLI failed before it ran anything: ${lastWords}`);
  }
  return report;
}

function part(only: Selection | null): readonly string[] {
  if (only === null) return [];
  const above = only.above ? ["--include-dependents"] : [];
  return ["--actions", only.model, "--include-deps", ...above];
}
