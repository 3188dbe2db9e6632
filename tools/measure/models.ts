/** How large the graph of models is, and how long its ways are. Pure. */

import { type CompiledGraph, shortName } from "../../tests/support/graph.ts";

/** `model reads mart` for each intermediate model that reads a mart. FOCUS stands after the marts, in a folder of its own. */
export function arrowsUpwards(graph: CompiledGraph): readonly string[] {
  return graph.tables
    .filter(({ fileName }) => fileName.startsWith("definitions/intermediate/"))
    .flatMap(({ target, dependencyTargets = [] }) =>
      dependencyTargets
        .filter(({ schema }) => schema === "ai_spend")
        .map(({ name }) => `${target.name} reads ${name}`),
    );
}

/** Tables and views on the longest way from a source to a table, itself included; waiting for a law is no step. */
export function stepsTo(graph: CompiledGraph, name: string): number {
  const below = new Map(
    graph.tables.map(({ target, dependencyTargets = [] }) => [
      shortName(target),
      dependencyTargets.map(shortName),
    ]),
  );
  const known = new Map<string, number>();
  const stepsOf = (relation: string): number => {
    const reads = below.get(relation);
    if (reads === undefined) return 0;
    const steps = known.get(relation) ?? 1 + Math.max(0, ...reads.map(stepsOf));
    known.set(relation, steps);
    return steps;
  };
  return stepsOf(`ai_spend.${name}`);
}
