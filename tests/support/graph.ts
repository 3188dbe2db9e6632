/** The compiled Dataform graph: compiled once per test run, read by every test that needs it. */

import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledTable,
  shortName,
  type Target,
} from "../../cli/build/graph.ts";

export {
  type CompiledAssertion,
  type CompiledDeclaration,
  type CompiledGraph,
  type CompiledTable,
  shortName,
  type Target,
} from "../../cli/build/graph.ts";

/** One step of a build: a table, view, incremental table or assertion. */
export type Action =
  | { readonly kind: "relation"; readonly action: CompiledTable }
  | { readonly kind: "assertion"; readonly action: CompiledAssertion };

/**
 * A copy of the Dataform project in a folder of its own, to be edited and thrown away. The compiler
 * reads nothing outside of the folder, links included, so its core is copied along.
 */
export function copyProject(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "ai-spend-project-"));
  const parts = ["definitions", "includes", "workflow_settings.yaml", "package.json"];
  for (const part of [...parts, "node_modules/@dataform/core"]) {
    cpSync(part, path.join(copy, part), { recursive: true });
  }
  return copy;
}

/** The folder of what is made once for the whole test run; null for a script, which is none. See tests/support/global_setup.ts. */
export function runFolderIfAny(): string | null {
  return process.env["AI_SPEND_TEST_RUN"] ?? null;
}

/** That folder, in a test. */
export function runFolder(): string {
  const folder = runFolderIfAny();
  if (folder === null) throw new Error("The test run was not set up.");
  return folder;
}

/** The graph that the test run's set-up compiled. */
export function compiledGraph(): CompiledGraph {
  return JSON.parse(readFileSync(path.join(runFolder(), "graph.json"), "utf8")) as CompiledGraph;
}

export type Layer = "staging" | "intermediate" | "marts" | "reports";

/** The layer of a table or view: a draft is intermediate, FOCUS's table is a mart wherever it lies. */
export function layerOf({ target, fileName }: CompiledTable): Layer {
  if (target.schema === "ai_spend") return fileName.includes("/reports/") ? "reports" : "marts";
  return fileName.startsWith("definitions/staging/") ? "staging" : "intermediate";
}

/** Whether people read it: a mart, and no view upon marts. */
export function isMart(table: CompiledTable): boolean {
  return layerOf(table) === "marts";
}

/** All actions, each after everything it depends on. Throws on a cycle. */
export function inOrder(graph: CompiledGraph): readonly Action[] {
  const all: readonly Action[] = [
    ...graph.tables.map((action) => ({ kind: "relation", action }) as const),
    ...graph.assertions.map((action) => ({ kind: "assertion", action }) as const),
  ];
  const byName = new Map(all.map((step) => [shortName(step.action.target), step]));
  const ordered: Action[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (step: Action): void => {
    const name = shortName(step.action.target);
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") throw new Error(`${name} depends on itself`);
    state.set(name, "open");
    for (const target of step.action.dependencyTargets ?? []) {
      const dependency = byName.get(shortName(target));
      if (dependency !== undefined) visit(dependency);
    }
    state.set(name, "done");
    ordered.push(step);
  };
  all.forEach(visit);
  return ordered;
}

/**
 * The part of the graph that `names` (relations or assertions, without their dataset) are made of. Of
 * the assertions only those that are named stay, so that a build of one table takes a moment. A gate asks the laws of
 * all vendors, and so stands on everything: in a part it asks those that the part has.
 * Throws RangeError if the graph has no such name.
 */
export function ancestorsOf(graph: CompiledGraph, ...names: readonly string[]): CompiledGraph {
  const assertions = graph.assertions.filter(({ target }) => names.includes(target.name));
  const relations = new Map(graph.tables.map((table) => [shortName(table.target), table]));
  const needed = new Set<string>();
  const visit = (target: Target): void => {
    const relation = relations.get(shortName(target));
    if (relation === undefined || needed.has(shortName(target))) return;
    needed.add(shortName(target));
    if (!COUNTS_LAWS.test(target.name)) (relation.dependencyTargets ?? []).forEach(visit);
  };
  for (const name of names) {
    const found = [...graph.tables, ...assertions].filter(({ target }) => target.name === name);
    if (found.length === 0) throw new RangeError(`the graph has no ${name}`);
    for (const { target, dependencyTargets = [] } of found) {
      visit(target);
      dependencyTargets.forEach(visit);
    }
  }
  return { ...graph, tables: tablesNamed(graph, needed), assertions };
}

/** What finds the rows that break a law: the assertion, or of a vendor's law the table that it reads. */
export function finderOf(
  graph: CompiledGraph,
  law: CompiledAssertion,
): Pick<CompiledTable, "query" | "dependencyTargets"> {
  const rows = graph.tables.find(({ target }) => target.name === `${law.target.name}_rows`);
  if (rows === undefined) return law;
  return { ...rows, query: [...(rows.preOps ?? []), rows.query].join("\n") };
}

/** The table that gates ask, those of each vendor that it is made of, and what stands between what they count. */
const ALL_LAWS = "int_everyone__vendor_laws";
const COUNTS_LAWS = /__laws_counted$/;
const UNION = "\n\nunion all\n\n";

/**
 * What the relations are made of, and every assertion and every vendor's law of the graph that looks at nothing else.
 */
export function partOf(graph: CompiledGraph, names: readonly string[]): CompiledGraph {
  const part = ancestorsOf(graph, ...names);
  const made = new Set(part.tables.map(({ target }) => shortName(target)));
  const all = new Set(graph.tables.map(({ target }) => shortName(target)));
  const looksInside = ({ dependencyTargets = [] }: Pick<CompiledTable, "dependencyTargets">) =>
    dependencyTargets.every((target) => made.has(shortName(target)) || !all.has(shortName(target)));
  for (const { target } of vendorLaws(graph).filter(looksInside)) made.add(shortName(target));
  return {
    ...part,
    tables: tablesNamed(graph, made),
    assertions: graph.assertions.filter(looksInside),
  };
}

/** The tables of these names; what asks all vendors' laws asks those that are among them. */
function tablesNamed(graph: CompiledGraph, names: ReadonlySet<string>): readonly CompiledTable[] {
  const isNamed = ({ target }: CompiledTable) => names.has(shortName(target));
  const laws = vendorLaws(graph).filter(isNamed);
  const counting = graph.tables
    .filter((table) => isNamed(table) && COUNTS_LAWS.test(table.target.name))
    .map((table) => onlyThese(table, laws))
    .filter(({ dependencyTargets }) => dependencyTargets.length > 0);
  const others = graph.tables
    .filter((table) => isNamed(table) && !COUNTS_LAWS.test(table.target.name))
    .map((table) => (table.target.name === ALL_LAWS ? onlyThese(table, counting) : table));
  return [...counting, ...others];
}

/** Tables of the rows that break vendors' laws. */
function vendorLaws(graph: CompiledGraph): readonly CompiledTable[] {
  const asked = graph.tables.filter(({ target }) => COUNTS_LAWS.test(target.name));
  const names = new Set(
    asked.flatMap(({ dependencyTargets = [] }) => dependencyTargets.map(shortName)),
  );
  return graph.tables.filter(({ target }) => names.has(shortName(target)));
}

/** Without those of its parts that are not among `all`; without any it says so in a row. */
function onlyThese(table: CompiledTable, all: readonly CompiledTable[]) {
  const own = new Set((table.dependencyTargets ?? []).map(shortName));
  const laws = all.filter(({ target }) => own.has(shortName(target)));
  const names = laws.map(({ target }) => `\`${target.database}.${shortName(target)}\``);
  const counts = table.query.split(UNION).filter((text) => names.some((n) => text.includes(n)));
  if (counts.length < laws.length)
    throw new Error(`${table.target.name} does not ask each of its laws`);
  const none = "select 'nobody' as domain, 'none' as law, 0 as broken_rows";
  return {
    ...table,
    query: counts.length > 0 ? counts.join(UNION) : none,
    dependencyTargets: laws.map(({ target }) => target),
  };
}
