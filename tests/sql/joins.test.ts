/**
 * No model compares every row of one relation with every row of another where an equality tells which belong together:
 * a condition on one side of an outer join, or a list of alternatives, hides the equality from the engine, and what takes
 * a moment for a month takes hours for years.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

interface Operator {
  readonly name: string;
  readonly extra_info?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Operator[];
}

const graph = compiledGraph();
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await local.build({ ...graph, assertions: [] }, new Set());
}, 120_000);
afterAll(() => local.close());

/** Conditions of the joins that look at every pair of rows, and hold an equality. */
async function hiddenEqualities(sql: string): Promise<readonly string[]> {
  const all = (at: Operator): readonly Operator[] => [at, ...(at.children ?? []).flatMap(all)];
  return ((await local.plan(sql)) as readonly Operator[])
    .flatMap(all)
    .filter(({ name }) => /NL_JOIN|NESTED_LOOP/.test(name))
    .map(({ extra_info: said = {} }) => JSON.stringify(said["Condition"] ?? said["Conditions"]))
    .filter((condition) => /(?<![<>!])=| IN \(/.test(condition));
}

describe("joins", () => {
  it("that look at every pair of rows are found by this test", async () => {
    const rows =
      "select id, is_a from unnest(['x', 'y']) as id cross join unnest([true, false]) as is_a";
    const joined = (condition: string) =>
      `select a.id from (${rows}) as a left join (${rows}) as b on ${condition}`;
    expect(await hiddenEqualities(joined("a.id = b.id"))).toEqual([]);
    expect(await hiddenEqualities(joined("a.id = b.id and a.is_a"))).not.toEqual([]);
    expect(await hiddenEqualities(joined("a.id in (b.id, 'x')"))).not.toEqual([]);
  });

  it("of the models are by equalities that the engine sees", async () => {
    // What a query reads of variables and temporary tables is known to its script alone.
    const models = [...graph.tables, ...graph.assertions].filter(
      (action) => !("preOps" in action) || (action.preOps ?? []).length === 0,
    );
    expect(models.length).toBeGreaterThan(250);
    const found: Record<string, readonly string[]> = {};
    for (const { target, query } of models) {
      const hidden = await hiddenEqualities(query);
      if (hidden.length > 0) found[target.name] = hidden;
    }
    expect(found).toEqual({});
  });
});
