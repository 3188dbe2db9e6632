/** Every law fails on the smallest data that breaks it, and says which rows break it. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import type { Schemas } from "../support/both_engines.ts";
import { type CompiledAssertion, compiledGraph, shortName } from "../support/graph.ts";
import { KEYS_INSIDE, keyQueries } from "../support/keys_inside.ts";
import { typeText } from "../support/judge/index.ts";
import { lawsOf, playViolation, schemasOf, violationFiles } from "../support/violation_check.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = compiledGraph();
const laws = lawsOf(graph);
const inline = graph.assertions.filter((assertion) => !laws.includes(assertion));
let local: TestWarehouse;
let schemas: Schemas;

beforeAll(async () => {
  local = await startTestWarehouse();
  const { violations } = await local.build(graph, new Set());
  expect(Object.fromEntries(violations)).toEqual({});
  schemas = await schemasOf(local, graph);
});
afterAll(() => local.close());

describe("laws", () => {
  it("have a violation each, and no violation is left without its law", () => {
    expect([...violationFiles().keys()].sort()).toEqual(
      laws.map(({ target }) => target.name).sort(),
    );
  });

  it.each(laws.map((law) => [law.target.name, law] as const))(
    "%s is broken by its violation",
    async (_name, law) => {
      expect(await playViolation(local, graph, law)).toEqual([]);
    },
  );
});

describe("keys and columns that must not be null", () => {
  it.each(inline.map((assertion) => [assertion.target.name, assertion] as const))(
    "%s is broken by two empty rows",
    async (_name, assertion) => {
      const name = `local.${checkedTable(assertion)}`;
      expect(assertion.query).toContain(`\`${name}\``);
      await makeEmptyRows(name);
      const found = await local.runQuery(
        assertion.query.replaceAll(`\`${name}\``, `\`${EMPTY_ROWS}\``),
      );
      expect(found.length).toBeGreaterThan(0);
    },
  );
});

describe("keys of models that no mart waits for", () => {
  const models = graph.tables.filter(({ target }) => KEYS_INSIDE.has(target.name));

  it("are those of models", () => {
    expect(models.map(({ target }) => target.name).sort()).toEqual([...KEYS_INSIDE.keys()].sort());
  });

  it.each(models.map(({ target }) => [target.name, shortName(target)] as const))(
    "%s are broken by two empty rows, each of them",
    async (name, table) => {
      const keys = KEYS_INSIDE.get(name) ?? {};
      await makeEmptyRows(`local.${table}`);
      const queries = keyQueries(name, keys, EMPTY_ROWS);
      const conditions = [...(keys.nonNull ?? []), ...(keys.rowConditions ?? [])];
      expect(queries).toHaveLength(conditions.length + (keys.uniqueKey === undefined ? 0 : 1));
      const found = await local.runQuery(queries.join("\nunion all\n"));
      // Of two empty rows a condition may be true: that an owner has a type where there is an owner.
      expect(found.length).toBe(queries.length - (keys.rowConditions ?? []).length);
    },
  );
});

/** Stands in for the checked table, so that what the graph built need not be built again. */
const EMPTY_ROWS = "local.ai_staging.two_empty_rows";

/** Whose columns the stand-in has; what checks one table comes one after another. */
let standsFor = "";

async function makeEmptyRows(name: string): Promise<void> {
  if (standsFor === name) return;
  const columns = (schemas.get(name) ?? []).map(
    (column) => `cast(null as ${typeText(column.type)}) as ${column.name}`,
  );
  const row = `select ${columns.join(", ")}`;
  await local.runQuery(`create or replace table \`${EMPTY_ROWS}\` as ${row} union all ${row}`);
  standsFor = name;
}

/** `dataset.table` that an inline assertion checks. */
function checkedTable({ dependencyTargets = [] }: CompiledAssertion): string {
  const [target] = dependencyTargets;
  if (target === undefined) throw new Error("an inline assertion without a table");
  return shortName(target);
}
