/** A build on the local warehouse: the graph is compiled and run here, without the Dataform CLI. */

import { errorMessage, saysDiskFull } from "../../ingest/error_facts.ts";
import { ConfigError, TransportError } from "../../ingest/errors.ts";
import type { ActionEnd, BuildRequest } from "../../local/warehouse/build/index.ts";
import type { LocalBuilds } from "../shared/open_warehouse.ts";
import { compileOnce } from "./compile_once.ts";
import { actionsOf, sourcesOf } from "./graph.ts";
import type { BuildReport } from "./report.ts";
import { type Selection, selected } from "./select.ts";

export interface LocalBuildOptions {
  /** Folder of workflow_settings.yaml. */
  readonly root: string;
  readonly local: LocalBuilds;
  /** The part that is asked for, null for everything. */
  readonly only: Selection | null;
  readonly all: boolean;
  readonly fullRefresh: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each action that went well. */
  readonly onAction?: (() => void) | undefined;
}

/**
 * Throws ConfigError if the project does not compile or the disk is full, TransportError if it was interrupted or the
 * process that ran it went away.
 */
export async function runLocalBuild(options: LocalBuildOptions): Promise<BuildReport> {
  const { root, local, only, all, fullRefresh } = options;
  const graph = compileOnce(root, local.home);
  const everything = actionsOf(graph);
  const actions = only === null ? everything : selected(everything, only);
  return await runActions({ actions, sources: sourcesOf(graph), all, fullRefresh }, options);
}

/** Throws ConfigError if the disk is full, TransportError if it was interrupted or the process that ran it went away. */
export async function runActions(
  request: BuildRequest,
  { local, signal, onAction }: Pick<LocalBuildOptions, "local" | "signal" | "onAction">,
): Promise<BuildReport> {
  const ends: ActionEnd[] = [];
  const onEnd = (end: ActionEnd): void => {
    ends.push(end);
    if (WELL.has(end.end)) onAction?.();
  };
  try {
    await local.build(request, { signal, onEnd });
  } catch (cause) {
    if (saysDiskFull(errorMessage(cause))) throw diskFull(local.home, cause);
    if (signal?.aborted !== true) throw cause;
    throw new TransportError(
      "Interrupted: tables that were not reached are as they were; run build again.",
      { cause },
    );
  }
  const full = ends.find(({ end, because }) => end === "failed" && saysDiskFull(because));
  if (full !== undefined) throw diskFull(local.home, new Error(full.because));
  return reportOf(ends);
}

function diskFull(home: string, cause: unknown): ConfigError {
  return new ConfigError(
    `The disk of ${home} is full; tables that were not reached are as they were: free some space and run build again.`,
    { cause },
  );
}

const WELL: ReadonlySet<ActionEnd["end"]> = new Set(["made", "held", "alone"]);

function reportOf(ends: readonly ActionEnd[]): BuildReport {
  const relations = ends.filter(({ kind }) => kind !== "assertion");
  const assertions = ends.filter(({ kind }) => kind === "assertion");
  const named = (list: readonly ActionEnd[], ...ended: readonly ActionEnd["end"][]) =>
    list.filter(({ end }) => ended.includes(end)).map(({ name }) => name);
  const failed = (end: ActionEnd["end"], message: (because: string) => string) =>
    ends
      .filter((each) => each.end === end)
      .map(({ name, because }) => ({ name, message: message(because) }));
  return {
    created: named(relations, "made"),
    reasons: new Map(
      relations.filter(({ end }) => end === "made").map(({ name, because }) => [name, because]),
    ),
    changed: named(
      relations.filter(({ changed }) => changed),
      "made",
    ),
    alone: named(relations, "alone"),
    passed: named(assertions, "held", "alone"),
    failedAssertions: failed("red", (rows) => `Assertion failed: query returned ${rows} row(s).`),
    failedActions: failed("failed", (words) => words),
    skipped: named(relations, "skipped"),
  };
}
