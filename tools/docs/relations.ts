/** The compiled graph as a reader of the tables sees it: what reads what, which laws guard it, its keys. Pure. */

import type { CompiledAssertion, CompiledGraph, CompiledTable } from "../../tests/support/graph.ts";

/** A table, view or source by its name, which is the same in no two datasets. */
export interface Relations {
  /** Names that the relation's SQL reads, sorted. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  readonly readBy: ReadonlyMap<string, readonly string[]>;
  /** Every declared source below the relation, sorted. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Laws that hold the table back while they are red, and those that look at it, sorted. */
  readonly laws: ReadonlyMap<string, readonly string[]>;
  /** Columns that make a row unique; none for a view without an assertion. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Columns that an assertion keeps from being null. */
  readonly filled: ReadonlyMap<string, ReadonlySet<string>>;
}

const NAMES = /`local\.\w+\.(\w+)`/g;

export function relationsOf(graph: CompiledGraph): Relations {
  const declared = new Set(graph.declarations.map(({ target }) => target.name));
  const reads = new Map(graph.tables.map((table) => [table.target.name, namesIn(table)]));
  const names = [...declared, ...reads.keys()];
  const below = (name: string): readonly string[] =>
    declared.has(name) ? [name] : (reads.get(name) ?? []).flatMap(below);
  const isRead = (name: string) =>
    graph.tables.filter(({ target }) => reads.get(target.name)?.includes(name) === true);
  return {
    reads,
    readBy: new Map(
      names.map((name) => [
        name,
        isRead(name)
          .map(({ target }) => target.name)
          .sort(),
      ]),
    ),
    sources: new Map([...reads.keys()].map((name) => [name, sorted(below(name))])),
    laws: new Map(graph.tables.map((table) => [table.target.name, lawsOf(graph, table)])),
    keys: new Map(own(graph, /_uniqueKey_\d+$/).map(({ parent, query }) => [parent, keyIn(query)])),
    filled: new Map(
      own(graph, /_rowConditions$/).map(({ parent, query }) => [parent, filledIn(query)]),
    ),
  };
}

/** The assertions that promise something by name, sorted. */
export function namedLaws(graph: CompiledGraph): readonly CompiledAssertion[] {
  return graph.assertions
    .filter(({ target }) => target.name.startsWith("law_"))
    .sort((one, other) => one.target.name.localeCompare(other.target.name));
}

/** Names of the relations that a query names, without the one that it makes. */
export function namesIn({ target, query }: Pick<CompiledTable, "target" | "query">) {
  const names = [...query.matchAll(NAMES)].map(([, name = ""]) => name);
  return sorted(names.filter((name) => name !== target.name));
}

function lawsOf(graph: CompiledGraph, { target, dependencyTargets = [] }: CompiledTable) {
  const guards = dependencyTargets.map(({ name }) => name).filter((name) => /^law_/.test(name));
  const lookers = namedLaws(graph).filter((law) => namesIn(law).includes(target.name));
  return sorted([...guards, ...lookers.map((law) => law.target.name)]);
}

/** The assertions in a table's own config, with its name: a mart's that quotes a draft stand in the draft's. */
function own(graph: CompiledGraph, name: RegExp) {
  return graph.assertions.flatMap(({ target, parentAction, query }) =>
    parentAction !== undefined && name.test(target.name)
      ? [{ parent: parentAction.name.replace(/^draft_/, ""), query }]
      : [],
  );
}

/** Dataform writes the key as the list before its count. */
function keyIn(query: string): readonly string[] {
  const [, list = ""] = /SELECT\s+([\w, ]+?),\s+COUNT\(1\)/.exec(query) ?? [];
  return list.split(", ").filter((column) => column !== "");
}

function filledIn(query: string): ReadonlySet<string> {
  return new Set([...query.matchAll(/'(\w+) IS NOT NULL'/g)].map(([, column = ""]) => column));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
