/** The compiled Dataform graph, as Google's engine sees it: types of every action, rows of every action. */

import { type CompiledGraph, type CompiledTable, inOrder, type Target } from "../graph.ts";
import type { Cell } from "./cells.ts";
import { diffTables } from "./diff.ts";
import { JudgeError } from "./error.ts";
import { informationSchema } from "./information_schema.ts";
import type { Judge, Table } from "./judge.ts";
import { type Operation, readOperations } from "./operations.ts";
import { type Column, type GoogleType, typeText } from "./types.ts";

const SCHEMA = "INFORMATION_SCHEMA";

/** `project.dataset.name`, the key of every map here. */
export function fullName({ database, schema, name }: Target): string {
  return `${database}.${schema}.${name}`;
}

/**
 * Evaluates every action after what it depends on, incremental tables as in a first run. `tables` are
 * the contents of the declared sources. Returns the rows of each table, view and assertion. Throws
 * JudgeError naming the action that the engine refused.
 */
export async function judgeGraph(
  judge: Judge,
  graph: CompiledGraph,
  { tables }: { readonly tables: ReadonlyMap<string, Table> },
): Promise<ReadonlyMap<string, Table>> {
  const known = new Map(tables);
  const results = new Map<string, Table>();
  for (const { kind, action } of inOrder(graph)) {
    const name = fullName(action.target);
    const constants = new Map<string, { type: GoogleType; cell: Cell }>();
    const result = await named(name, async () => {
      const own = new Map(known);
      for (const operation of readOperations(name, kind === "relation" ? action.preOps : [])) {
        if (operation.kind === "delete") continue;
        const { columns, rows } = await judge.evaluate(operation.sql, own, constants);
        const [type, cell] = [columns[0]?.type, rows[0]?.[0]];
        if (type === undefined || cell === undefined)
          throw new JudgeError(`${operation.sql} has no value`);
        if (operation.kind === "declare") constants.set(operation.variable, { type, cell });
        else {
          for (const kept of cell === "true" ? operation.then : operation.otherwise) {
            if (kept.ifNotExists && own.has(kept.name)) continue;
            own.set(kept.name, await judge.evaluate(kept.sql, own, constants));
          }
        }
      }
      return judge.evaluate(action.query, withSchemas(action.query, own), constants);
    });
    known.set(name, result);
    results.set(name, result);
  }
  return results;
}

/**
 * Resolves every action without running it, incremental tables in both forms, which must give the same
 * columns. `declared` are the columns of the sources. Throws JudgeError naming the action.
 */
export async function analyzeGraph(
  judge: Judge,
  graph: CompiledGraph,
  declared: ReadonlyMap<string, readonly Column[]>,
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const known = new Map(declared);
  const results = new Map<string, readonly Column[]>();
  const resolve = async (name: string, sql: string, preOps: readonly string[] = []) => {
    const constants = new Map<string, { type: GoogleType; cell: null }>();
    const own = new Map(known);
    for (const operation of readOperations(name, preOps)) {
      const [column] = await judge.analyze(operation.sql, own, constants);
      if (operation.kind === "if") {
        await analyzeKept(operation, own, (query) => judge.analyze(query, own, constants));
      } else if (operation.kind === "declare" && column !== undefined) {
        constants.set(operation.variable, { type: column.type, cell: null });
      }
    }
    const schemas = columnsOf(sql.includes(SCHEMA) ? informationSchema(known) : new Map());
    return judge.analyze(sql, new Map([...own, ...schemas]), constants);
  };
  for (const { kind, action } of inOrder(graph)) {
    const name = fullName(action.target);
    const preOps = kind === "relation" ? action.preOps : [];
    const columns = await named(name, () => resolve(name, action.query, preOps));
    known.set(name, columns);
    results.set(name, columns);
    if (kind === "relation") await checkIncremental(name, action, columns, resolve);
  }
  return results;
}

/**
 * Runs the project's own unit tests (`type: "test"`) and compares what each expects. Returns one
 * sentence per difference, with the name of the test.
 */
export async function judgeTests(
  judge: Judge,
  { tests }: Pick<CompiledGraph, "tests">,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { name, testQuery, expectedOutputQuery } of tests) {
    const actual = await named(name, () => judge.evaluate(testQuery, new Map()));
    const expected = await named(name, () => judge.evaluate(expectedOutputQuery, new Map()));
    problems.push(...diffTables(expected, actual).map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

function withSchemas(sql: string, tables: ReadonlyMap<string, Table>): ReadonlyMap<string, Table> {
  if (!sql.includes(SCHEMA)) return tables;
  return new Map([...tables, ...informationSchema(columnsOf(tables))]);
}

function columnsOf(tables: ReadonlyMap<string, Table>): ReadonlyMap<string, readonly Column[]> {
  return new Map([...tables].map(([name, { columns }]) => [name, columns]));
}

async function checkIncremental(
  name: string,
  { incrementalQuery, incrementalPreOps }: CompiledTable,
  columns: readonly Column[],
  resolve: (name: string, sql: string, preOps?: readonly string[]) => Promise<readonly Column[]>,
): Promise<void> {
  if (incrementalQuery === undefined) return;
  const form = `${name} (incremental)`;
  const found = await named(form, () => resolve(name, incrementalQuery, incrementalPreOps));
  const [first, later] = [columns, found].map((list) =>
    list.map((column) => `${column.name} ${typeText(column.type)}`).join(", "),
  );
  if (first !== later) {
    throw new JudgeError(`${form} gives other columns than a first run: ${later}, not ${first}`);
  }
}

/** Columns of what a script sets aside, whichever way it goes. */
async function analyzeKept(
  { then, otherwise }: Extract<Operation, { readonly kind: "if" }>,
  tables: Map<string, readonly Column[]>,
  resolve: (sql: string) => Promise<readonly Column[]>,
): Promise<void> {
  for (const way of [then, otherwise]) {
    for (const { name, sql, ifNotExists } of way) {
      if (!ifNotExists || !tables.has(name)) tables.set(name, await resolve(sql));
    }
  }
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    throw new JudgeError(`${name}: ${error.message}`, { cause: error });
  }
}
