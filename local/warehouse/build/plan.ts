/** In which order actions run, and what holds them back. Pure. */

import type { BuildAction } from "./action.ts";

/** How an action ended. */
export type End = "made" | "held" | "alone" | "red" | "failed" | "skipped";

export interface Plan {
  /** The next action that may run, null while none may; one that nothing waits for comes last. */
  next(): BuildAction | null;
  /** Tells how an action ended. Gives the actions that it holds back, which have ended as skipped. */
  ended(name: string, end: End): readonly Skipped[];
  /** True once every action has ended. */
  isDone(): boolean;
}

export interface Skipped {
  readonly name: string;
  /** The red assertion or failed action that it stands on. */
  readonly because: string;
}

/** Throws RangeError if actions wait for each other in a circle. */
export function planOf(actions: readonly BuildAction[]): Plan {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const waitsFor = new Map(
    actions.map(({ name, dependencies }) => [
      name,
      new Set(dependencies.filter((dependency) => byName.has(dependency) && dependency !== name)),
    ]),
  );
  const readers = new Map<string, string[]>(actions.map(({ name }) => [name, []]));
  for (const [name, dependencies] of waitsFor) {
    for (const dependency of dependencies) readers.get(dependency)?.push(name);
  }
  const heights = heightsOf(actions, readers);
  const open = new Set(byName.keys());
  const ready = actions.filter(({ name }) => waitsFor.get(name)?.size === 0);
  const release = (name: string): void => {
    for (const reader of readers.get(name) ?? []) {
      const left = waitsFor.get(reader);
      left?.delete(name);
      const action = byName.get(reader);
      if (left?.size === 0 && open.has(reader) && action !== undefined) ready.push(action);
    }
  };
  const skip = (name: string, because: string): readonly Skipped[] =>
    (readers.get(name) ?? []).flatMap((reader) => {
      if (!open.delete(reader)) return [];
      return [{ name: reader, because }, ...skip(reader, because)];
    });
  return {
    next() {
      ready.sort((one, other) => (heights.get(one.name) ?? 0) - (heights.get(other.name) ?? 0));
      return ready.pop() ?? null;
    },
    ended(name, end) {
      open.delete(name);
      if (end === "red" || end === "failed") return skip(name, name);
      release(name);
      return [];
    },
    isDone: () => open.size === 0,
  };
}

/** How many actions wait for each, one behind the other. */
function heightsOf(
  actions: readonly BuildAction[],
  readers: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  const under = new Set<string>();
  const height = (name: string): number => {
    const known = heights.get(name);
    if (known !== undefined) return known;
    if (under.has(name)) throw new RangeError(`${name} waits for itself`);
    under.add(name);
    const above = Math.max(0, ...(readers.get(name) ?? []).map((reader) => height(reader) + 1));
    heights.set(name, above);
    return above;
  };
  actions.forEach(({ name }) => height(name));
  return heights;
}
