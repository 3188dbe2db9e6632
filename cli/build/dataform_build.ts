/** A build through the unmodified Dataform CLI, as on BigQuery. */

import { ConfigError } from "../../ingest/errors.ts";
import type { BuildAction } from "../../local/warehouse/build/index.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type DataformWarehouse, runDataform } from "./dataform.ts";
import { silentEnd } from "./dataform_end.ts";
import { endsAction, parseBuild } from "./dataform_output.ts";
import type { BuildReport, FailedAction } from "./report.ts";
import { actionsOf } from "./graph.ts";
import { checkWorkflowSettings } from "./workflow_settings.ts";
import { selected, type Selection } from "./select.ts";

export interface DataformBuildOptions {
  /** Folder of workflow_settings.yaml. */
  readonly root: string;
  readonly warehouse: DataformWarehouse & Pick<Warehouse, "placeFault">;
  /** The part that is asked for, null for everything. */
  readonly only: Selection | null;
  readonly fullRefresh: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each action that went well. */
  readonly onAction?: (() => void) | undefined;
}

/**
 * Throws ConfigError if the project does not compile, LandingError if the CLI failed without saying at what,
 * TransportError if it was interrupted or that passes by itself.
 */
export async function runDataformBuild(options: DataformBuildOptions): Promise<BuildReport> {
  const { root, warehouse, only, fullRefresh, signal, onAction } = options;
  checkWorkflowSettings(root);
  const run = await runDataform({
    root,
    args: ["run", ...(fullRefresh ? ["--full-refresh"] : []), ...part(only)],
    warehouse,
    ...(signal && { signal }),
    onLine: onAction && ((line) => endsAction(line) && onAction()),
  });
  const { compileErrors, ...said } = parseBuild(run.stdout, run.stderr);
  if (compileErrors.length > 0) {
    throw new ConfigError(`The Dataform project does not compile:\n${compileErrors.join("\n")}`);
  }
  const report = { ...said, failedActions: await placed(warehouse, said.failedActions) };
  const failures = [...report.failedActions, ...report.failedAssertions];
  if (failures.length === 0) {
    const end = silentEnd(run, report.created.length + report.passed.length > 0);
    if (end !== null) throw end;
    return report;
  }
  const { compileProject } = await import("./compiler.ts");
  const actions = actionsOf(compileProject(root));
  return {
    ...report,
    skipped: heldBack(only === null ? actions : selected(actions, only), report),
  };
}

/** What BigQuery says to be nowhere may lie elsewhere: then both places are told. */
export function placed(
  warehouse: Pick<Warehouse, "placeFault">,
  failed: readonly FailedAction[],
): Promise<readonly FailedAction[]> {
  return Promise.all(
    failed.map(async ({ name, message }) => ({
      name,
      message: (await warehouse.placeFault(message)) ?? message,
    })),
  );
}

/**
 * All tables and views that stand on something that failed, near or far: the CLI names those alone that it was about
 * to run. Pure.
 */
export function heldBack(
  actions: readonly Pick<BuildAction, "name" | "kind" | "dependencies">[],
  {
    failedActions,
    failedAssertions,
    created,
  }: Pick<BuildReport, "failedActions" | "failedAssertions" | "created">,
): readonly string[] {
  const failed = [...failedActions, ...failedAssertions].map(({ name }) => name);
  const behind = new Set(failed);
  for (let before = -1; before < behind.size;) {
    before = behind.size;
    for (const { name, dependencies } of actions) {
      if (dependencies.some((dependency) => behind.has(dependency))) behind.add(name);
    }
  }
  return actions
    .filter(({ kind, name }) => kind !== "assertion" && behind.has(name))
    .map(({ name }) => name)
    .filter((name) => !failed.includes(name) && !created.includes(name));
}

function part(only: Selection | null): readonly string[] {
  if (only === null) return [];
  const above = only.above ? ["--include-dependents"] : [];
  return ["--actions", only.model, "--include-deps", ...above];
}
