/** What a build has done, whoever ran it. */

import { saysItPasses, saysOperatorMends } from "../../ingest/warehouse/passing_words.ts";

export interface FailedAction {
  /** `dataset.name`. */
  readonly name: string;
  /** What the engine said. */
  readonly message: string;
}

export interface BuildReport {
  /** Tables, views and operations that were made. */
  readonly created: readonly string[];
  /** Why each of them was made, by name; empty where everything always is. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Those of them that may hold other rows than before. */
  readonly changed: readonly string[];
  /** Tables and views that could not come out different than they stand. */
  readonly alone: readonly string[];
  /** Assertions that hold, those that could not come out different among them. */
  readonly passed: readonly string[];
  /** Assertions whose query returned rows. */
  readonly failedAssertions: readonly FailedAction[];
  /** Actions, assertions among them, that the engine refused. */
  readonly failedActions: readonly FailedAction[];
  /** Tables and views that were left as they were, because something they stand on failed. */
  readonly skipped: readonly string[];
}

/** True if something failed, and all of it for a reason that passes by itself, such as a quota. Pure. */
export function mayPass({
  failedActions,
  failedAssertions,
}: Pick<BuildReport, "failedActions" | "failedAssertions">): boolean {
  if (failedActions.length === 0 || failedAssertions.length > 0) return false;
  return failedActions.every(({ message }) => saysItPasses(message));
}

/**
 * 0 if the build is good, 75 if all that failed may pass by itself, 2 if the rest is for the operator to mend beside the
 * models, such as access or a location, else 1. Pure.
 */
export function exitCodeOf({
  failedActions,
  failedAssertions,
}: Pick<BuildReport, "failedActions" | "failedAssertions">): number {
  if (failedActions.length + failedAssertions.length === 0) return 0;
  if (mayPass({ failedActions, failedAssertions })) return 75;
  const isBesideModels = ({ message }: FailedAction) =>
    saysItPasses(message) || saysOperatorMends(message);
  return failedAssertions.length === 0 && failedActions.every(isBesideModels) ? 2 : 1;
}
