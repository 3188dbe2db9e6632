/** How far an edit of the models reaches: all that may come out different, and what has to stand to see it. Pure. */

import type { BuildAction } from "../../local/warehouse/build/index.ts";
import { actionsOf, type CompiledGraph, sourcesOf } from "../build/graph.ts";

/** What is built of one side. */
export interface Side {
  readonly actions: readonly BuildAction[];
  readonly sources: readonly string[];
}

export interface Reach {
  /** The edit's reach and all that it stands on, on each side. */
  readonly before: Side;
  readonly after: Side;
  /** Tables and then views of `ai_spend` that may come out different, without their dataset, the lower ones first. */
  readonly marts: readonly string[];
  /** Everything that may come out different, as `dataset.name`. */
  readonly reached: ReadonlySet<string>;
  /** Incremental tables in reach: what stands in them was made by other SQL. */
  readonly anew: readonly string[];
}

export function reachOf(before: CompiledGraph, after: CompiledGraph): Reach {
  const one = sideOf(before);
  const other = sideOf(after);
  const edited = editedNames(one.actions, other.actions);
  const reached = new Set([one, other].flatMap(({ actions }) => [...above(actions, edited)]));
  const ofTree = withBelow(other.actions, reached);
  // What the tree alone reads is built with the commit too: it is the same there.
  const names = new Set([...reached, ...ofTree.map(({ name }) => name)]);
  const inReach = [one, other].flatMap(({ actions }) =>
    actions.filter(({ name }) => reached.has(name)),
  );
  const incremental = inReach.filter(({ kind }) => kind === "incremental");
  return {
    before: { ...one, actions: withBelow(one.actions, names) },
    after: { ...other, actions: ofTree },
    reached,
    marts: martsIn(inReach),
    anew: [...new Set(incremental.map(({ name }) => name))].sort(),
  };
}

function sideOf(graph: CompiledGraph): Side {
  return { actions: actionsOf(graph), sources: sourcesOf(graph) };
}

function editedNames(
  one: readonly BuildAction[],
  other: readonly BuildAction[],
): readonly string[] {
  const [was, is] = [one, other].map(
    (actions) => new Map(actions.map((action) => [action.name, meaning(action)])),
  ) as [Map<string, string>, Map<string, string>];
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => was.get(name) !== is.get(name));
}

/** The part of a side that is in reach, where all that it stands on has been built: views alone are built again. */
export function inReachOnly({ actions }: Side, reached: ReadonlySet<string>): Side {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const wanted = new Set(actions.filter(({ name }) => reached.has(name)));
  for (const action of wanted) {
    for (const name of readBy(action)) {
      const below = byName.get(name);
      if (below?.kind === "view") wanted.add(below);
    }
  }
  const built = actions.filter((action) => wanted.has(action));
  const names = new Set(built.map(({ name }) => name));
  const read = built.flatMap((action) => [...readBy(action)]);
  const isSource = (name: string) => !names.has(name) && byName.get(name)?.kind !== "assertion";
  return { actions: built, sources: [...new Set(read.filter(isSource))] };
}

/** Those of the marts in reach that a side makes. */
export function martsOf({ actions }: Side, { marts }: Pick<Reach, "marts">): readonly string[] {
  const made = new Set(actions.map(({ name }) => name));
  return marts.filter((mart) => made.has(`ai_spend.${mart}`));
}

function martsIn(actions: readonly BuildAction[]): readonly string[] {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const heights = new Map<string, number>();
  const height = (name: string): number => {
    const action = byName.get(name);
    if (action === undefined) return 0;
    const known = heights.get(name);
    if (known !== undefined) return known;
    heights.set(name, 0);
    const found = 1 + Math.max(0, ...[...readBy(action)].map(height));
    heights.set(name, found);
    return found;
  };
  const rank = ({ kind, name }: BuildAction) => (kind === "view" ? 1_000 : 0) + height(name);
  return [...byName.values()]
    .filter(({ kind, name }) => kind !== "assertion" && name.startsWith("ai_spend."))
    .map((action) => ({ mart: action.name.replace(/^ai_spend\./, ""), rank: rank(action) }))
    .sort((one, other) => one.rank - other.rank || (one.mart < other.mart ? -1 : 1))
    .map(({ mart }) => mart);
}

/** All of an action that rows can come of; its wording and how it is stored are not among it. */
function meaning(action: BuildAction): string {
  const { kind, query, incrementalQuery, preOps, incrementalPreOps, dependencies } = action;
  return JSON.stringify([
    ...[kind, query, incrementalQuery, preOps, incrementalPreOps],
    [...dependencies].sort(),
  ]);
}

/** The named actions and everything that stands on them, near or far. */
function above(actions: readonly BuildAction[], names: readonly string[]): ReadonlySet<string> {
  const readers = new Map<string, string[]>();
  for (const action of actions) {
    for (const read of readBy(action))
      readers.set(read, [...(readers.get(read) ?? []), action.name]);
  }
  const found = new Set(names);
  for (const name of found) (readers.get(name) ?? []).forEach((reader) => found.add(reader));
  return found;
}

/** The actions of these names and everything that they stand on. */
function withBelow(
  actions: readonly BuildAction[],
  names: ReadonlySet<string>,
): readonly BuildAction[] {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const wanted = new Set(actions.filter(({ name }) => names.has(name)));
  for (const action of wanted) {
    for (const name of readBy(action)) {
      const below = byName.get(name);
      if (below !== undefined) wanted.add(below);
    }
  }
  return actions.filter((action) => wanted.has(action));
}

const NAMES = /`local\.(\w+\.\w+)`/g;

/** What comes before an action, and what its SQL names besides. */
export function readBy({
  dependencies,
  query,
  incrementalQuery,
  preOps,
  incrementalPreOps,
}: BuildAction) {
  const texts = [query, incrementalQuery, ...preOps, ...incrementalPreOps];
  const named = texts.flatMap((text) => [...text.matchAll(NAMES)].map(([, name = ""]) => name));
  return new Set([...dependencies, ...named]);
}
