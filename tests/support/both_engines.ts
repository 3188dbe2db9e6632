/** The local warehouse's relations beside what Google's reference engine computes from the same sources. */

import type { Cell } from "../../ingest/warehouse/warehouse.ts";
import { type CompiledGraph, shortName } from "./graph.ts";
import {
  type Cell as JudgeCell,
  type Column,
  diffTables,
  digestOf,
  fullName,
  type Judge,
  judgeGraph,
  parseType,
  type Table,
} from "./judge/index.ts";
import type { TestWarehouse } from "./warehouse.ts";

const DATASETS = ["ai_raw", "ai_reference", "ai_staging", "ai_spend"];

/** What is known of a local warehouse from the comparisons before. */
interface Known {
  /** Columns of each relation; the graph is the same in every story, and so are the columns that it builds. */
  readonly schemas: Map<string, readonly Column[]>;
  /** Contents of the sources by name and what stands for them in the last build. */
  readonly sources: Map<string, Table>;
  /** Relations whose rows were the same on both sides: name, local content, digest of the judge's rows. */
  readonly agreed: Set<string>;
}

const known = new WeakMap<TestWarehouse, Known>();

export type Schemas = ReadonlyMap<string, readonly Column[]>;

/** Columns of every table and view of the local warehouse, by full name. */
export async function localSchemas(local: Pick<TestWarehouse, "runQuery">): Promise<Schemas> {
  const schemas = new Map<string, Column[]>();
  for (const dataset of DATASETS) {
    const rows = await local.runQuery(
      `select table_name, column_name, data_type from \`local.${dataset}.INFORMATION_SCHEMA.COLUMNS\`
       order by table_name, ordinal_position`,
    );
    for (const row of rows) {
      const name = `local.${dataset}.${row["table_name"] ?? ""}`;
      const column = { name: row["column_name"] ?? "", type: parseType(row["data_type"] ?? "") };
      schemas.set(name, [...(schemas.get(name) ?? []), column]);
    }
  }
  return schemas;
}

/** The schemas of the sources that the graph declares. */
export function sourceSchemas(graph: CompiledGraph, schemas: Schemas): Schemas {
  const names = graph.declarations.map(({ target }) => `local.${shortName(target)}`);
  return new Map(names.map((name) => [name, schemas.get(name) ?? []]));
}

/**
 * Runs the graph, or a part of it, on the reference engine from the sources in the local warehouse, and compares
 * every relation. One sentence per difference, in rows or in types.
 */
export async function engineDifferences(
  local: TestWarehouse,
  judge: Judge,
  graph: CompiledGraph,
): Promise<readonly string[]> {
  const before: Known = known.get(local) ?? {
    schemas: new Map(),
    sources: new Map(),
    agreed: new Set(),
  };
  known.set(local, before);
  const { schemas, sources, agreed } = before;
  if (graph.tables.some(({ target }) => !schemas.has(fullName(target)))) {
    for (const [name, columns] of await localSchemas(local)) schemas.set(name, columns);
  }
  const tables = new Map<string, Table>();
  for (const [name, columns] of sourceSchemas(graph, schemas)) {
    const content = contentOf(local, name);
    const held = content === null ? undefined : sources.get(`${name} ${content}`);
    const table = held ?? (await localTable(local, name, columns));
    if (content !== null) sources.set(`${name} ${content}`, table);
    tables.set(name, table);
  }
  // Laws are run on the local warehouse; here the rows that they look at are compared.
  const judged = await judgeGraph(judge, { ...graph, assertions: [] }, { tables });
  const problems: string[] = [];
  for (const { target } of graph.tables) {
    const name = fullName(target);
    const expected = judged.get(name) ?? { columns: [], rows: [] };
    const content = contentOf(local, name);
    const pair = `${name} ${content} ${digestOf(expected)}`;
    if (content !== null && agreed.has(pair)) continue;
    const actual = await localTable(local, name, schemas.get(name) ?? []);
    const found = diffTables(expected, actual);
    if (content !== null && found.length === 0) agreed.add(pair);
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

/** Contents of the sources that the graph declares, as they stand in the local warehouse. */
export async function sourceTables(
  local: TestWarehouse,
  graph: CompiledGraph,
  schemas: Schemas,
): Promise<ReadonlyMap<string, Table>> {
  const tables = new Map<string, Table>();
  for (const [name, columns] of sourceSchemas(graph, schemas)) {
    tables.set(name, await localTable(local, name, columns));
  }
  return tables;
}

/** What stands for a relation's contents in the last build; null if that is not known. */
function contentOf(local: TestWarehouse, name: string): string | null {
  return local.contentOf(name.replace(/^local\./, "")) ?? null;
}

async function localTable(
  local: TestWarehouse,
  name: string,
  columns: readonly Column[],
): Promise<Table> {
  const rows = await local.readRows(`select * from \`${name}\``);
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => toJudge(row[column.name] ?? null))),
  };
}

function toJudge(cell: Cell): JudgeCell {
  if (cell === null) return null;
  if (Array.isArray(cell)) return cell.map((element: Cell) => toJudge(element));
  if (typeof cell !== "object") return String(cell);
  const fields = Object.entries(cell as Readonly<Record<string, Cell>>);
  return Object.fromEntries(fields.map(([name, value]) => [name, toJudge(value)]));
}
