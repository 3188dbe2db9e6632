/** The page `docs/dictionary.md`: every table, its grain, columns, laws and lineage, from the compiled graph. Pure. */

import {
  type CompiledGraph,
  type CompiledTable,
  type Layer,
  layerOf,
} from "../../tests/support/graph.ts";
import { code, columnTable, type Examples, links, NO_EXAMPLE } from "./dictionary_parts.ts";
import { landedTables, referenceTables } from "./dictionary_sources.ts";
import { namedLaws, namesIn, type Relations } from "./relations.ts";

/** Tables by the name of their file's folder, sources besides, and the laws at the end. */
export function dictionaryPage(
  graph: CompiledGraph,
  relations: Relations,
  examples: Examples,
): string {
  const chapter = (layer: Layer): readonly string[] =>
    tablesIn(graph, layer).map((each) => section(each, relations, examples));
  return `${[
    INTRODUCTION,
    contents(graph),
    "## Marts (`ai_spend`)",
    ...chapter("marts"),
    "## Reports (views of `ai_spend`)",
    ...chapter("reports"),
    ...referenceTables(relations, examples),
    ...landedTables(graph, relations),
    INSIDE,
    ...(["staging", "intermediate"] as const).map((layer) => list(tablesIn(graph, layer))),
    LAWS,
    laws(graph),
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `# Dictionary

Every table, rendered from the compiled graph by \`npx tsx tools/docs/render.ts\`; a test compares. Wording lives in
the models: to change a sentence here, change it there. Examples are rows of the demo, where everybody is invented:
the fullest row of a table, the first of them by its key. Money is \`NUMERIC\`, US dollars, and never rounded. A
column in **bold** is part of the key; "filled" means that an assertion keeps it from being null.

As a picture: [lineage.md](lineage.md).`;

const INSIDE = `## Inside: staging and intermediate (\`ai_staging\`)

Not for dashboards, and free to change. One line each; columns are described in the files.`;

const LAWS = `## Laws

Each is a query that must return no row. While one is red, the tables that stand on it keep the rows of yesterday.
Keys and filled columns of every table are checked besides.`;

function contents(graph: CompiledGraph): string {
  const links = (layer: Layer): string =>
    tablesIn(graph, layer)
      .map(({ target }) => `[\`${target.name}\`](#${target.name})`)
      .join(" · ");
  return `**Marts**: ${links("marts")}\n\n**Reports**: ${links("reports")}`;
}

function section(
  { target, fileName, actionDescriptor, bigquery, enumType }: CompiledTable,
  relations: Relations,
  examples: Examples,
): string {
  const { name } = target;
  const example = examples.get(name) ?? NO_EXAMPLE;
  const filled = relations.filled.get(name);
  const key = relations.keys.get(name) ?? [];
  const { partitionBy, clusterBy = [] } = bigquery ?? {};
  const facts = [
    ...(enumType === "VIEW" ? ["a view"] : []),
    ...(partitionBy === undefined ? [] : [`a partition per \`${partitionBy}\``]),
    ...(clusterBy.length === 0 ? [] : [`clustered by ${code(clusterBy)}`]),
  ];
  const laws = relations.laws.get(name) ?? [];
  return [
    `### ${name}`,
    `${actionDescriptor?.description ?? ""}`,
    [
      `[${fileName}](../${fileName})${facts.length === 0 ? "" : `, ${facts.join(", ")}`}`,
      ...(key.length === 0 ? [] : [`Key: ${code(key)}`]),
      `Reads: ${links(relations.reads.get(name))}`,
      `Comes from: ${code(relations.sources.get(name) ?? [])}`,
      `Read by: ${links(relations.readBy.get(name))}`,
      ...(laws.length === 0 ? [] : [`Laws: ${lawLinks(laws)}`]),
    ]
      .map((line) => `- ${line}`)
      .join("\n"),
    columnTable(
      (actionDescriptor?.columns ?? []).map(({ path, description }) => ({
        name: path.join("."),
        description,
        isKey: key.includes(path.join(".")),
        isFilled: filled?.has(path.join(".")) === true,
      })),
      example,
    ),
    ...(example.row === undefined ? ["No row in the example."] : []),
  ].join("\n\n");
}

function list(tables: readonly CompiledTable[]): string {
  return tables
    .map(({ target, fileName, enumType, actionDescriptor }) => {
      const kind = enumType.toLowerCase();
      return `- [\`${target.name}\`](../${fileName}) (${kind}): ${actionDescriptor?.description ?? ""}`;
    })
    .join("\n");
}

function laws(graph: CompiledGraph): string {
  return namedLaws(graph)
    .map((law) => {
      const { target, fileName, actionDescriptor } = law;
      const words = actionDescriptor?.description ?? "";
      return `- <a id="${target.name}"></a>[\`${target.name}\`](../${fileName}): ${words} Looks at ${code(namesIn(law))}.`;
    })
    .join("\n");
}

function tablesIn(graph: CompiledGraph, layer: Layer): readonly CompiledTable[] {
  return graph.tables
    .filter((table) => layerOf(table) === layer)
    .sort((one, other) => one.target.name.localeCompare(other.target.name));
}

function lawLinks(names: readonly string[]): string {
  return names
    .map((name) => `[${name.replace("law_", "").replaceAll("_", " ")}](#${name})`)
    .join(", ");
}
