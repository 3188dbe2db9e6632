/** The documents that are rendered or answered, as they must be. */

import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import type { Schemas } from "../../tests/support/both_engines.ts";
import { read } from "../../tests/support/files.ts";
import { type CompiledGraph, shortName } from "../../tests/support/graph.ts";
import { typeText } from "../../tests/support/judge/index.ts";
import type { TestWarehouse } from "../../tests/support/warehouse.ts";
import { dictionaryPage } from "./dictionary.ts";
import type { Example, Examples } from "./dictionary_parts.ts";
import { gridPage } from "./grid.ts";
import { lineagePage } from "./lineage.ts";
import { answered, type Quotation } from "./quoted.ts";
import { relationsOf } from "./relations.ts";

/** Documents whose queries are answered under them. */
export const QUOTING = ["docs/coming_from.md", "docs/one_dollar.md", "docs/questions.md"] as const;

export interface Page {
  readonly file: string;
  readonly text: string;
  readonly quotations: readonly Quotation[];
}

/** Every page from the example warehouse; see startExample. */
export async function pages(
  local: Pick<TestWarehouse, "runQuery">,
  graph: CompiledGraph,
  schemas: Schemas,
): Promise<readonly Page[]> {
  const relations = relationsOf(graph);
  const examples = await examplesOf(local, graph, schemas, relations.keys);
  const rendered = [
    { file: "definitions/README.md", text: gridPage(graph, relations) },
    { file: "docs/dictionary.md", text: dictionaryPage(graph, relations, examples) },
    { file: "docs/lineage.md", text: lineagePage(graph, relations) },
  ].map((page): Page => ({ ...page, quotations: [] }));
  const quoting: Page[] = [];
  for (const file of QUOTING) {
    quoting.push({ file, ...(await answered(read(file), (sql) => local.runQuery(sql))) });
  }
  return [...rendered, ...quoting];
}

/** Types and a row of everything in `ai_spend` and `ai_reference`. */
async function examplesOf(
  local: Pick<TestWarehouse, "runQuery">,
  graph: CompiledGraph,
  schemas: Schemas,
  keys: ReadonlyMap<string, readonly string[]>,
): Promise<Examples> {
  const names = [
    ...graph.tables
      .map(({ target }) => shortName(target))
      .filter((name) => /^ai_spend\./.test(name)),
    ...REFERENCE_TABLES.map(({ dataset, name }) => `${dataset}.${name}`),
  ];
  const examples = new Map<string, Example>();
  for (const name of names) {
    const columns = schemas.get(`local.${name}`) ?? [];
    const types = new Map(columns.map((column) => [column.name, typeText(column.type)]));
    const plain = [...types]
      .filter(([, type]) => !type.startsWith("ARRAY"))
      .map(([column]) => column);
    const table = name.slice(name.indexOf(".") + 1);
    const order = [...(keys.get(table) ?? []), ...plain].join(", ");
    const empty = plain.map((column) => `if(${column} is null, 1, 0)`).join(" + ");
    const [row] = await local.runQuery(
      `select * from \`local.${name}\` order by ${empty}, ${order} limit 1`,
    );
    examples.set(table, { types, row });
  }
  return examples;
}
