/** The compiled graph as a reader of the tables sees it: what reads what, which laws guard it, its keys. Pure. */

import { keysOf } from "../../cli/build/keys.ts";
import { KEYS } from "../../includes/laws/keys.js";
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

/** What gates ask before they let a vendor's rows through: no row comes from there. */
const ASKED = "int_everyone__vendor_laws";
const COUNTS_LAWS = /__laws_counted$/;

const NAMES = /`local\.\w+\.(\w+)`/g;

export function relationsOf(graph: CompiledGraph): Relations {
  const declared = new Set(graph.declarations.map(({ target }) => target.name));
  const reads = new Map(
    graph.tables.map((table) => [
      table.target.name,
      namesIn(table).filter((name) => name !== ASKED),
    ]),
  );
  const named = namedLaws(graph);
  const gates = gatesOf(graph, named);
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
    laws: new Map(
      graph.tables.map((table) => [
        table.target.name,
        sorted([...lawsOf(named, table), ...gateLaws(gates, reads, table.target.name)]),
      ]),
    ),
    keys: keysOf(graph),
    filled: new Map([
      ...ofVendors().map(({ name, filled }) => [name, new Set(filled)] as const),
      ...own(graph, /_rowConditions$/).map(
        ({ parent, query }) => [parent, filledIn(query)] as const,
      ),
    ]),
  };
}

/** The assertions that promise something by name, sorted; one of a vendor looks at what its table of rows looks at. */
export function namedLaws(graph: CompiledGraph): readonly CompiledAssertion[] {
  const tables = new Map(graph.tables.map((table) => [table.target.name, table]));
  return graph.assertions
    .filter(({ target }) => target.name.startsWith("law_"))
    .map((law) => {
      const { query, fileName } = tables.get(`${law.target.name}_rows`) ?? law;
      return { ...law, query, fileName };
    })
    .sort((one, other) => one.target.name.localeCompare(other.target.name));
}

/** Names of the relations that a query names, without the one that it makes. */
export function namesIn({ target, query }: Pick<CompiledTable, "target" | "query">) {
  const names = [...query.matchAll(NAMES)].map(([, name = ""]) => name);
  return sorted(names.filter((name) => name !== target.name));
}

function lawsOf(
  laws: readonly CompiledAssertion[],
  { target, dependencyTargets = [] }: CompiledTable,
) {
  const guards = dependencyTargets.map(({ name }) => name).filter((name) => /^law_/.test(name));
  const lookers = laws.filter((law) =>
    [target.name, `draft_${target.name}`].some((name) => namesIn(law).includes(name)),
  );
  return [...guards, ...lookers.map((law) => law.target.name)];
}

interface Gates {
  /** What asks the vendors' laws. */
  readonly tables: ReadonlySet<string>;
  /** What each of those laws looks at, by its name. */
  readonly laws: ReadonlyMap<string, readonly string[]>;
}

function gatesOf(graph: CompiledGraph, laws: readonly CompiledAssertion[]): Gates {
  const counting = graph.tables.filter(({ target }) => COUNTS_LAWS.test(target.name));
  const rows = new Set(
    counting.flatMap(({ dependencyTargets = [] }) => dependencyTargets.map(({ name }) => name)),
  );
  const asking = graph.tables.filter(({ dependencyTargets = [] }) =>
    dependencyTargets.some(({ name }) => name === ASKED),
  );
  return {
    tables: new Set(asking.map(({ target }) => target.name)),
    laws: new Map(
      laws
        .filter(({ target }) => rows.has(`${target.name}_rows`))
        .map((law) => [law.target.name, namesIn(law)]),
    ),
  };
}

/** The vendors' laws that gates on a table's way ask of what it is made of; none for what stands before every gate. */
function gateLaws(
  { tables, laws }: Gates,
  reads: ReadonlyMap<string, readonly string[]>,
  name: string,
): readonly string[] {
  const madeOf = new Set([name]);
  for (const each of madeOf) (reads.get(each) ?? []).forEach((below) => madeOf.add(below));
  if (![...madeOf].some((each) => tables.has(each))) return [];
  return [...laws]
    .filter(([, looked]) => looked.some((each) => madeOf.has(each)))
    .map(([law]) => law);
}

/** What the laws of the vendors' keys ask, by the table's name; a mart's stands in the draft's. */
function ofVendors() {
  return Object.values(KEYS).flatMap((tables) =>
    Object.entries(tables).map(([name, keys]) => ({ name: name.replace(/^draft_/, ""), ...keys })),
  );
}

/** The assertions in a table's own config, with its name: a mart's that quotes a draft stand in the draft's. */
function own(graph: CompiledGraph, name: RegExp) {
  return graph.assertions.flatMap(({ target, parentAction, query }) =>
    parentAction !== undefined && name.test(target.name)
      ? [{ parent: parentAction.name.replace(/^draft_/, ""), query }]
      : [],
  );
}

function filledIn(query: string): ReadonlySet<string> {
  return new Set([...query.matchAll(/'(\w+) IS NOT NULL'/g)].map(([, column = ""]) => column));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
