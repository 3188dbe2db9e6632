/** What a side could not build: red laws, models that the engine refused, and the marts behind them. Pure. */

import type { BuildReport } from "../build/report.ts";

/** A law or a model that is not as it must be. */
export interface Fault {
  /** `dataset.name`. */
  readonly name: string;
  /** For a law, how many rows break it; for a model, the engine's words. */
  readonly because: string;
}

export interface Trouble {
  readonly red: readonly Fault[];
  readonly refused: readonly Fault[];
  /** Marts that stayed as they were because of it, without their dataset. */
  readonly held: readonly string[];
}

export const NO_TROUBLE: Trouble = { red: [], refused: [], held: [] };

export function troubleOf({
  failedAssertions,
  failedActions,
  skipped,
}: Pick<BuildReport, "failedAssertions" | "failedActions" | "skipped">): Trouble {
  return {
    red: failedAssertions.map(({ name, message }) => ({
      name,
      because: /\d+/.exec(message)?.[0] ?? "some",
    })),
    refused: failedActions.map(({ name, message }) => ({ name, because: message })),
    held: skipped.flatMap((name) => /^ai_spend\.(\w+)$/.exec(name)?.[1] ?? []).sort(),
  };
}

/** Faults of the tree that the commit has not: the edit's own. */
export function ownFaults(before: Trouble, after: Trouble): readonly Fault[] {
  const had = new Set([...before.red, ...before.refused].map(({ name }) => name));
  return [...after.red, ...after.refused].filter(({ name }) => !had.has(name));
}
