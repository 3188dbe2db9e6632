/** Whether a planted bug shows in a table that a story expects, built with nothing but what it is made of. */

import { differences } from "../../support/cells.ts";
import type { CsvTable } from "../../support/csv.ts";
import { ancestorsOf, type CompiledGraph, shortName } from "../../support/graph.ts";
import { expectedTables, type Scenario } from "../../support/scenario.ts";
import type { TestWarehouse } from "../../support/warehouse.ts";
import type { Mutant } from "./mutated_graph.ts";

interface Looked {
  readonly name: string;
  readonly rows: CsvTable;
  readonly part: CompiledGraph;
}

/**
 * The first table standing on what the edit changed that is other than the story expects; null if each is as expected. The
 * story is landed already. Throws if one cannot be built: the next build of anybody would say so, and no number is
 * wrong by it. Without the bug each is as expected: a story is played with all of its laws elsewhere, and where
 * these hold, nothing that they guard is held back.
 */
export async function caughtByTable(
  local: TestWarehouse,
  mutant: Mutant,
  scenario: Scenario,
): Promise<string | null> {
  for (const { name, rows, part } of tablesOn(mutant, scenario)) {
    await local.build(part, new Set());
    const actual = await local.runQuery(`select * from \`local.ai_spend.${name}\``);
    if (differences(rows.columns, rows.rows, actual).length > 0) return name;
  }
  return null;
}

/** Expected tables that stand on what is other than in the project, those first that are made of least. */
function tablesOn({ graph, changed }: Mutant, scenario: Scenario): readonly Looked[] {
  if (hasRedLaw(scenario)) return [];
  return [...expectedTables(scenario)]
    .map(([name, rows]) => ({ name, rows, part: ancestorsOf(graph, name) }))
    .filter(({ part }) => part.tables.some(({ target }) => changed.has(shortName(target))))
    .sort((one, other) => one.part.tables.length - other.part.tables.length);
}

/** Whether the story expects a law to be red: what it holds back is another thing than without that law. */
export function hasRedLaw(scenario: Scenario): boolean {
  return [...expectedTables(scenario).keys()].some((name) => name.startsWith("law_"));
}
