/** What a daily build asks the warehouse, read from the compiled project. Pure. */

import {
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledTable,
  shortName,
  type Target,
} from "../../build/graph.ts";
import {
  type PreOperations,
  readPreOperations,
  type Variable,
} from "../../build/pre_operations.ts";

export interface BuildQuery {
  /** `dataset.name` of the action. */
  readonly action: string;
  readonly kind: "table" | "incremental" | "assertion";
  readonly sql: string;
  /** What stands before it: script variables that partitions are compared with, and rows that make room. */
  readonly before: PreOperations;
}

const NOTHING: PreOperations = { variables: [], updates: [], deletions: [] };

export interface BuildQueries {
  readonly queries: readonly BuildQuery[];
  /** The tables, views resolved, that a text of SQL reads: full names, each once. */
  readonly tablesIn: (sql: string) => ReadonlySet<string>;
}

/** What the graph's actions ask: views ask nothing until they are read. */
export function readBuildQueries(
  graph: Pick<CompiledGraph, "tables" | "assertions" | "declarations">,
): BuildQueries {
  const views = new Map(
    graph.tables
      .filter(({ enumType }) => enumType === "VIEW")
      .map((view) => [fullName(view.target), view.query]),
  );
  const tables = new Set(
    [...graph.tables, ...graph.declarations]
      .map((action) => fullName(action.target))
      .filter((name) => !views.has(name)),
  );
  const tablesIn = (sql: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const visit = (text: string): void => {
      for (const [, name = ""] of text.matchAll(/`([^`]+)`/g)) {
        if (tables.has(name)) found.add(name);
        const view = views.get(name);
        if (view === undefined || seen.has(name)) continue;
        seen.add(name);
        visit(view);
      }
    };
    visit(sql);
    return found;
  };
  return { queries: [...graph.tables.flatMap(ofTable), ...graph.assertions.map(ofLaw)], tablesIn };
}

function fullName({ database, schema, name }: Target): string {
  return `${database}.${schema}.${name}`;
}

function ofTable(table: CompiledTable): readonly BuildQuery[] {
  const action = shortName(table.target);
  if (table.enumType === "VIEW") return [];
  if (table.enumType === "TABLE") {
    const { preOps = [] } = table;
    const isGate = preOps.some((text) => text.includes("kept_rows"));
    const before = isGate ? NOTHING : readPreOperations(action, preOps);
    return [{ action, kind: "table", sql: withKept(table), before }];
  }
  const sql = table.incrementalQuery ?? table.query;
  const before = readPreOperations(action, table.incrementalPreOps ?? []);
  return [{ action, kind: "incremental", sql, before }];
}

/** A gate reads what was set aside of vendors that stand still: on a day on which all laws hold nothing was. */
function withKept({ query, preOps = [] }: CompiledTable): string {
  const [, nothing] =
    /\belse\s+create temp table kept_rows as ([^;]+);\s*end if/.exec(preOps.join("\n")) ?? [];
  return nothing === undefined
    ? query
    : query.replaceAll(/\bfrom kept_rows\b/g, () => `from (${nothing})`);
}

/** A build counts the rows of a law's view. */
function ofLaw({ target, query }: CompiledAssertion): BuildQuery {
  const sql = `select sum(1) as row_count from (\n${query}\n)`;
  return { action: shortName(target), kind: "assertion", sql, before: NOTHING };
}

/** SQL with the variable's value in its place, so that partitions are left out as in a build. */
export function withValue(sql: string, { name, type }: Variable, value: string | null): string {
  const literal = value === null ? `cast(null as ${type})` : literalOf(type, value);
  return sql.replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => literal);
}

function literalOf(type: string, value: string): string {
  return type === "int64" ? value : `${type} '${value}'`;
}
