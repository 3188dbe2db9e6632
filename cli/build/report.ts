/** What a build has done, whoever ran it. */

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
