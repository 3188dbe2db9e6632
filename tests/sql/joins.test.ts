/**
 * No model compares every row of one relation with every row of another where an equality tells which belong together:
 * a condition on one side of an outer join, or a list of alternatives, hides the equality from the engine, and what takes
 * a moment for a month takes hours for years.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  isGroup,
  isOperator,
  isWord,
  type Node,
  type Nodes,
  parseTree,
} from "../../local/warehouse/googlesql/syntax/tree.ts";
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

/** What ends the condition of a join. */
const AFTER_CONDITION = [
  ...["left", "right", "full", "inner", "cross", "join", "where", "group", "having", "qualify"],
  ...["window", "union", "intersect", "except", "order", "limit"],
] as const;

/** Conditions of outer joins, as the parts between AND, at every depth of a query. */
function outerJoins(nodes: Nodes): readonly (readonly Nodes[])[] {
  const inside = nodes.flatMap((node) => (isGroup(node) ? outerJoins(node.children) : []));
  const here = nodes.flatMap((node, index) => {
    if (!isWord(node, "left", "right", "full") || isGroup(nodes[index + 1])) return [];
    const from = nodes.findIndex((other, at) => at > index && isWord(other, "on", "using"));
    const next = nodes.findIndex(
      (other, at) => at > index + 2 && isWord(other, ...AFTER_CONDITION),
    );
    // A join with an array of its own row has no condition.
    if (from < 0 || (next >= 0 && next < from)) return [];
    const end = nodes.findIndex((other, at) => at > from && isWord(other, ...AFTER_CONDITION));
    const condition = nodes.slice(from + 1, end < 0 ? undefined : end);
    return [isWord(nodes[from], "using") ? [] : between(condition, (at) => isWord(at, "and"))];
  });
  return [...inside, ...here];
}

/** The parts between what borders them, a CASE being in one of them. */
function between(nodes: Nodes, isBorder: (node: Node) => boolean): readonly Nodes[] {
  const parts: Node[][] = [[]];
  let cases = 0;
  for (const node of nodes) {
    if (isWord(node, "case")) cases += 1;
    if (isWord(node, "end")) cases -= 1;
    if (cases === 0 && isBorder(node)) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

/** The relations whose columns an expression names. */
function relationsIn(nodes: Nodes): ReadonlySet<string> {
  const named = nodes.flatMap((node, index) =>
    isGroup(node)
      ? [...relationsIn(node.children)]
      : node.kind === "word" && isOperator(nodes[index + 1], ".") && !node.afterDot
        ? [node.value]
        : [],
  );
  return new Set(named);
}

/** Whether it is an equality of what each side knows alone. */
function joinsSides(part: Nodes): boolean {
  const sides = between(part, (node) => isOperator(node, "="));
  const [left, right] = sides.map(relationsIn);
  if (left === undefined || right === undefined || sides.length !== 2) return false;
  return left.size === 1 && right.size === 1 && [...left][0] !== [...right][0];
}

describe("outer joins", () => {
  const without = (sql: string) =>
    outerJoins(parseTree(sql)).filter((parts) => parts.length > 0 && !parts.some(joinsSides));

  it("without an equality of both sides are found by this test", () => {
    const joined = (condition: string) =>
      `select 1 from a left join b on ${condition} where a.x = b.x`;
    expect(without(joined("a.id = b.id"))).toEqual([]);
    expect(without(joined("a.since < b.day and lower(a.id) = b.id"))).toEqual([]);
    expect(without(joined("b.id = 'seats'"))).toHaveLength(1);
    expect(without(joined("a.id is not distinct from b.id"))).toHaveLength(1);
    expect(without(`select (${joined("a.id in (b.id)")}) from (${joined("true")})`)).toHaveLength(
      2,
    );
  });

  it("of the models have one, as BigQuery wants it", () => {
    let count = 0;
    const found: string[] = [];
    for (const { target, query } of [...graph.tables, ...graph.assertions]) {
      count += outerJoins(parseTree(query)).length;
      if (without(query).length > 0) found.push(target.name);
    }
    expect(count).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

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
