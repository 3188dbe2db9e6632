/** The project with a planted bug in it. */

import { readFileSync } from "node:fs";

import { compileProject } from "../../../cli/build/compiler.ts";
import {
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledTable,
  shortName,
} from "../../support/graph.ts";
import type { Mutation } from "./mutation.ts";

export interface Mutant {
  readonly graph: CompiledGraph;
  /** `dataset.name` of each action whose SQL is another one than the project's; never empty. */
  readonly changed: ReadonlySet<string>;
}

type Edit = Pick<Mutation, "file" | "find" | "replace">;
type Action = CompiledTable | CompiledAssertion;

/**
 * The project with one edit in it, whose text must stand exactly once in its file. Throws if it does not, and if no
 * action has other SQL by it.
 */
export function mutantOf(project: CompiledGraph, edit: Edit): Mutant {
  const graph = laidOver(project, edit) ?? compiledWith(edit);
  const before = new Map(actionsIn(project).map((action) => [shortName(action.target), action]));
  const changed = actionsIn(graph)
    .filter((action) => !hasSqlOf(action, before.get(shortName(action.target))))
    .map(({ target }) => shortName(target));
  if (changed.length === 0) throw new Error(`${edit.file}: no SQL is other than before`);
  return { graph, changed: new Set(changed) };
}

/** The project compiled with the edit in its file. */
export function compiledWith(edit: Edit): CompiledGraph {
  return compileProject(process.cwd(), { [edit.file]: editedFile(edit) });
}

/**
 * The same without a compilation: a model's plain SQL stands in its query as it stands in its file. Null for all that the
 * compiler evaluates, for text that does not stand in the query of one action of the file, once and nowhere else, and for
 * what a unit test has as well.
 */
export function laidOver(project: CompiledGraph, edit: Edit): CompiledGraph | null {
  editedFile(edit);
  const { file, find, replace } = edit;
  if (!file.endsWith(".sqlx") || /\$\{|[`\\]/.test(find + replace)) return null;
  const inJson = JSON.stringify(find).slice(1, -1);
  const holds = (action: object) => JSON.stringify(action).includes(inJson);
  const own = actionsIn(project).filter((action) => action.fileName === file && holds(action));
  const [only, ...others] = own;
  if (only === undefined || others.length > 0 || project.tests.some(holds)) return null;
  const [start = "", end, ...more] = only.query.split(find);
  if (end === undefined || more.length > 0 || holds({ ...only, query: "" })) return null;
  const laid = <A extends Action>(action: A): A =>
    action === only ? { ...action, query: start + replace + end } : action;
  return {
    ...project,
    tables: project.tables.map(laid),
    assertions: project.assertions.map(laid),
  };
}

function editedFile({ file, find, replace }: Edit): string {
  const [start = "", end, ...more] = readFileSync(file, "utf8").split(find);
  if (end === undefined || more.length > 0) throw new Error(`${file}: not once: ${find}`);
  return start + replace + end;
}

function actionsIn({ tables, assertions }: CompiledGraph): readonly Action[] {
  return [...tables, ...assertions];
}

/** Whether both run the same SQL: the same query, and of an incremental table whatever else it runs. */
function hasSqlOf(one: Partial<CompiledTable>, other: Partial<CompiledTable> = {}): boolean {
  const rest = ({ incrementalQuery, preOps, incrementalPreOps }: Partial<CompiledTable>) =>
    JSON.stringify([incrementalQuery, preOps, incrementalPreOps]);
  return one === other || (one.query === other.query && rest(one) === rest(other));
}
