/**
 * Builds the compiled graph statement by statement, as `dataform run` does, but without starting the
 * CLI: the same SQL in the same order, dependants of a red law skipped. The CLI itself is covered by
 * the end-to-end tests.
 */

import type { TextRow } from "./cells.ts";
import {
  type Action,
  type CompiledGraph,
  type CompiledTable,
  inOrder,
  shortName,
} from "./graph.ts";

export interface BuildResult {
  /** Rows of each assertion that is red, by its name. */
  readonly violations: ReadonlyMap<string, readonly TextRow[]>;
  /** Names of the relations and assertions that were not run because of them. */
  readonly skipped: readonly string[];
}

export type RunQuery = (sql: string) => Promise<readonly TextRow[]>;

/** Runs one action; an assertion returns the rows that break it, anything else none. */
export type RunStep = (step: Action) => Promise<readonly TextRow[]>;

/**
 * Runs every action of the graph once. `built` remembers across calls which incremental tables
 * exist. Throws with the action's name if a statement fails.
 */
export async function buildGraph(
  runQuery: RunQuery,
  graph: CompiledGraph,
  built: Set<string>,
): Promise<BuildResult> {
  return runGraph(graph, (step) => runAction(runQuery, step, built));
}

/** Runs the steps of the graph in order, those behind a red law left out. Throws as `buildGraph` does. */
export async function runGraph(graph: CompiledGraph, runStep: RunStep): Promise<BuildResult> {
  const violations = new Map<string, readonly TextRow[]>();
  const skipped = new Set<string>();
  for (const step of inOrder(graph)) {
    const { target } = step.action;
    const blocked = (step.action.dependencyTargets ?? []).some(
      (dependency) => violations.has(dependency.name) || skipped.has(dependency.name),
    );
    if (blocked) {
      skipped.add(target.name);
      continue;
    }
    try {
      const rows = await runStep(step);
      if (rows.length > 0) violations.set(target.name, rows);
    } catch (error) {
      throw new Error(`${shortName(target)}: ${(error as Error).message}`, { cause: error });
    }
  }
  return { violations, skipped: [...skipped] };
}

/** Runs one action as the CLI would. */
export async function runAction(
  runQuery: RunQuery,
  step: Action,
  built: Set<string>,
): Promise<readonly TextRow[]> {
  if (step.kind === "assertion") return runQuery(step.action.query);
  await runQuery(statementFor(step.action, built.has(shortName(step.action.target))));
  built.add(shortName(step.action.target));
  return [];
}

/** The statement that the CLI sends for a relation. */
export function statementFor(action: CompiledTable, exists: boolean): string {
  const name = `\`${action.target.database}.${shortName(action.target)}\``;
  if (action.enumType === "VIEW") return `create or replace view ${name} as ${action.query}`;
  if (action.enumType === "INCREMENTAL" && exists) {
    const before = (action.incrementalPreOps ?? []).join(";\n");
    return `${before}\ninsert into ${name} (${action.incrementalQuery ?? ""})`;
  }
  const { partitionBy, clusterBy = [] } = action.bigquery ?? {};
  const partition = partitionBy === undefined ? "" : `partition by ${partitionBy} `;
  const cluster = clusterBy.length === 0 ? "" : `cluster by ${clusterBy.join(", ")} `;
  const before = (action.preOps ?? []).join(";\n");
  return `${before}\ncreate or replace table ${name} ${partition}${cluster}as ${action.query}`;
}
