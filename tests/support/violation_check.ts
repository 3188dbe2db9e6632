/** Plays one law's violation: puts the breaking tables in place and compares what the law returns. */

import { readdirSync } from "node:fs";
import path from "node:path";

import { localSchemas, type Schemas } from "./both_engines.ts";
import { runAction } from "./build.ts";
import { differences } from "./cells.ts";
import {
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledTable,
  finderOf,
  inOrder,
  shortName,
} from "./graph.ts";
import { readViolation, replaceRelation } from "./violation.ts";
import type { TestWarehouse } from "./warehouse.ts";

const VIOLATIONS = "tests/sql/violations";

/** Every violation's file, by the name of its law; each lies in the folder of its domain. */
export function violationFiles(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(VIOLATIONS).flatMap((domain) =>
      readdirSync(path.join(VIOLATIONS, domain)).map(
        (file) => [path.basename(file, ".md"), path.join(VIOLATIONS, domain, file)] as const,
      ),
    ),
  );
}

/** The laws of the graph: assertions with a file of their own. */
export function lawsOf(graph: CompiledGraph): readonly CompiledAssertion[] {
  return graph.assertions.filter(({ fileName }) => fileName.startsWith("definitions/assertions/"));
}

/** Columns of what a graph builds, since asking for them takes longer than a violation. */
const known = new WeakMap<CompiledGraph, Schemas>();

/** Expects a warehouse in which the graph was built. */
export async function schemasOf(local: TestWarehouse, graph: CompiledGraph): Promise<Schemas> {
  const schemas = known.get(graph) ?? (await localSchemas(local));
  known.set(graph, schemas);
  return schemas;
}

/** Where the violation of a law belongs: in the folder of the law's domain. */
export function fileToWrite(graph: CompiledGraph, law: CompiledAssertion): string {
  const rows = graph.tables.find(({ target }) => target.name === `${law.target.name}_rows`);
  const domain = path.basename(path.dirname((rows ?? law).fileName));
  return path.join(VIOLATIONS, domain, `${law.target.name}.md`);
}

/**
 * Expects a warehouse in which the graph was built; leaves it as it was. Returns one sentence per row
 * that the law should have returned and did not, or the other way round.
 */
export async function playViolation(
  local: TestWarehouse,
  graph: CompiledGraph,
  law: CompiledAssertion,
): Promise<readonly string[]> {
  const file = violationFiles().get(law.target.name) ?? fileToWrite(graph, law);
  const { given, expected } = readViolation(file, graph);
  const schemas = await schemasOf(local, graph);
  for (const table of given) {
    await replaceRelation(local.runQuery, table, schemas.get(`local.${table.name}`) ?? []);
  }
  const names = given.map(({ name }) => name);
  const finder = finderOf(graph, law);
  const made = madeOf(graph, finder, names);
  for (const action of made)
    await runAction(local.runQuery, { kind: "relation", action }, new Set());
  const actual = await local.runQuery(finder.query);
  await restore(local, graph, [...names, ...made.map(({ target }) => shortName(target))]);
  return differences(expected.columns, expected.rows, actual);
}

type Reader = Pick<CompiledTable, "dependencyTargets">;

/** Tables that a law reads which are made of given ones that it does not read itself; a view reads them anyway. */
function madeOf(
  graph: CompiledGraph,
  finder: Reader,
  given: readonly string[],
): readonly CompiledTable[] {
  const reads = ({ dependencyTargets = [] }: Reader) => dependencyTargets.map(shortName);
  const own = reads(finder);
  const isGivenElsewhere = (name: string) => given.includes(name) && !own.includes(name);
  return graph.tables.filter((table) => {
    const name = shortName(table.target);
    const isTable = table.enumType !== "VIEW" && own.includes(name) && !given.includes(name);
    return isTable && reads(table).some(isGivenElsewhere);
  });
}

/** Puts back what the graph builds under the names that a test replaced; a source becomes empty. */
export async function restore(
  local: TestWarehouse,
  graph: CompiledGraph,
  names: readonly string[],
): Promise<void> {
  const sources = graph.declarations.map(({ target }) => shortName(target));
  for (const name of names.filter((each) => sources.includes(each))) {
    await local.runQuery(`truncate table \`local.${name}\``);
  }
  const steps = inOrder(graph).filter(({ action }) => names.includes(shortName(action.target)));
  for (const step of steps) {
    await local.runQuery(`drop table if exists \`local.${shortName(step.action.target)}\``);
    await runAction(local.runQuery, step, new Set());
  }
}
