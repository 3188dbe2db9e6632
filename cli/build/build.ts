/** One build in an open warehouse: landing tables, models, assertions, and what is to be said of it. */

import type { Log } from "../../ingest/log.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { incrementalNames } from "../shared/built_names.ts";
import type { OpenedWarehouse } from "../shared/open_warehouse.ts";
import { runDataformBuild } from "./dataform_build.ts";
import { describeBuild } from "./describe_build.ts";
import type { LocalBuildOptions } from "./local_build.ts";
import { type BuildReport, type FailedAction, exitCodeOf } from "./report.ts";
import type { Selection } from "./select.ts";

/** Datasets that builds make. */
const MADE = ["ai_staging", "ai_spend", "ai_spend_assertions"];

export interface BuildOptions {
  readonly warehouse: OpenedWarehouse;
  readonly log: Log;
  /** Builds incremental tables anew. */
  readonly fullRefresh: boolean;
  /** The part that is asked for, null for everything. */
  readonly only?: Selection | null;
  /** Builds also what cannot come out different. */
  readonly all?: boolean;
  /** Names each law that holds and each reason in the text. */
  readonly verbose?: boolean;
  readonly signal?: AbortSignal;
  /** Hears of each action that went well. */
  readonly onAction?: () => void;
}

export interface BuildOutcome extends BuildReport {
  /** Red assertions and actions that the engine refused; empty if the build is good. */
  readonly failures: readonly FailedAction[];
  /** 0 if the build is good, 75 if all that failed may pass by itself, 2 if the operator must mend the rest, else 1. */
  readonly exitCode: number;
  /** For people: what was built, and of each failure the engine's words or the first rows. */
  readonly text: string;
}

/** Throws ConfigError, LandingError and TransportError as the build on either warehouse does. */
export async function runBuild(options: BuildOptions): Promise<BuildOutcome> {
  const {
    warehouse,
    log,
    fullRefresh,
    only = null,
    all = false,
    verbose = false,
    signal,
    onAction,
  } = options;
  const root = projectRoot();
  const { local } = warehouse;
  // A laptop's warehouse deletes nothing by itself.
  const tables = local === null ? await incrementalNames(root) : new Set<string>();
  const datasets = local === null ? MADE : [];
  // Models read every landed and reference table, so that a build works with no source at all.
  await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES], { datasets, tables });
  const common = { root, only, fullRefresh, signal, onAction };
  const report = await (local === null
    ? runDataformBuild({ ...common, warehouse })
    : buildHere({ ...common, local, all }));
  log.event("build_ended", {
    created: report.created.length,
    left_alone: report.alone.length,
    assertions_held: report.passed.length,
    assertions_failed: report.failedAssertions.length,
    errors: report.failedActions.length,
    skipped: report.skipped.length,
  });
  const failures = [...report.failedActions, ...report.failedAssertions];
  const text = await describeBuild(warehouse, report, verbose);
  return { ...report, failures, exitCode: exitCodeOf(report), text };
}

/** Imported on demand, so that production needs neither a compiler nor DuckDB. */
async function buildHere(options: LocalBuildOptions): Promise<BuildReport> {
  return (await import("./local_build.ts")).runLocalBuild(options);
}
