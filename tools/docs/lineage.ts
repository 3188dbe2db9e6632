/**
 * The lineage picture: sources, marts and reports as a Mermaid flowchart. What lies between is left out, and
 * an arrow that follows from two others too. Pure.
 */

import { type CompiledGraph, type Layer, layerOf } from "../../tests/support/graph.ts";
import type { Relations } from "./relations.ts";

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Who answers in `ai_raw` and who maintains `ai_reference`, by the file that declares the tables. */
const SOURCES: Readonly<Record<string, string>> = {
  anthropic: "Anthropic Admin API",
  claude_ai: "claude.ai Analytics API, CSV files",
  cursor: "Cursor Admin API",
  google: "Google's bill and audit log",
  reference: "what people maintain",
  landing: "raw_fetches",
};

/** The page `docs/lineage.md`: what is made from sources, and what is made from that. */
export function lineagePage(graph: CompiledGraph, relations: Relations): string {
  const edges = lineage(graph, relations);
  const isFromSources = (name: string): boolean =>
    [...(edges.get(name) ?? [])].some((parent) => SOURCES[parent] !== undefined);
  const [marts, reports] = [inFolder(graph, "marts"), inFolder(graph, "reports")];
  const all = [...marts, ...reports];
  const picture = (names: readonly string[]): string => {
    const arrows = names.flatMap((name) =>
      [...(edges.get(name) ?? [])]
        .sort()
        .map((parent): readonly [string, string] => [parent, name]),
    );
    const shown = new Set(arrows.flat());
    const classes = { source: Object.keys(SOURCES), mart: marts, report: reports };
    return [
      "```mermaid",
      "flowchart LR",
      ...Object.entries(SOURCES).flatMap(([id, title]) =>
        shown.has(id) ? [`  ${id}[("${title}")]`] : [],
      ),
      ...arrows.map(([parent, name]) => `  ${parent} --> ${name}`),
      ...Object.entries(COLORS).map(([kind, colors]) => `  classDef ${kind} ${colors}`),
      ...Object.entries(classes).flatMap(([kind, members]) => {
        const own = members.filter((name) => shown.has(name));
        return own.length === 0 ? [] : [`  class ${own.join(",")} ${kind}`];
      }),
      "```",
    ].join("\n");
  };
  return `${[
    INTRODUCTION,
    "## From the sources",
    picture(all.filter(isFromSources)),
    "## From there",
    picture(all.filter((name) => !isFromSources(name))),
  ].join("\n\n")}\n`;
}

const COLORS = {
  source: "fill:#eeeeee,stroke:#777777,color:#111111",
  mart: "fill:#dbe9f6,stroke:#2b6ca3,color:#111111",
  report: "fill:#e3f1de,stroke:#4a8a3c,color:#111111",
} as const;

const INTRODUCTION = `# Where each table comes from

Rendered from the compiled graph by \`npx tsx tools/docs/render.ts\`. Grey are the sources, blue the marts, green the
views for dashboards. An arrow says "goes into"; one that follows from two others is left out. Staging and
intermediate models are left out too, and most arrows of \`raw_fetches\`, on which every mart rests:
[dictionary.md](dictionary.md) has them all. A mart that quotes an intermediate model is drawn as that model.`;

/** What each mart and report is made from, among sources, marts and reports, without what follows. */
export function lineage(graph: CompiledGraph, { reads }: Relations): Edges {
  const marts = inFolder(graph, "marts");
  const shown = new Map<string, string>();
  for (const { target, fileName = "" } of graph.declarations) {
    const [, source = ""] = /src_(\w+)\.js$/.exec(fileName) ?? [];
    if (SOURCES[source] !== undefined) shown.set(target.name, source);
  }
  for (const name of [...marts, ...inFolder(graph, "reports")]) shown.set(name, name);
  for (const { target, query } of graph.tables) {
    // A mart that quotes a model keeps its rows of yesterday while a law is red; else the two are the same.
    const [, quoted] = /^\s*select \* from `local\.\w+\.(\w+)`\s*$/.exec(query) ?? [];
    if (quoted !== undefined && marts.includes(target.name)) shown.set(quoted, target.name);
  }
  const above = (name: string): readonly string[] =>
    (reads.get(name) ?? []).flatMap((parent) => {
      const known = shown.get(parent);
      return known === undefined ? above(parent) : [known];
    });
  const quotedBy = new Map([...shown].map(([model, mart]) => [mart, model]));
  const parents = new Map(
    [...new Set(shown.values())].map((name) => {
      const found = [...above(name), ...above(quotedBy.get(name) ?? name)];
      const others = found.filter((parent) => parent !== name && parent !== "landing");
      return [name, new Set(others.length === 0 ? found : others)];
    }),
  );
  return reduced(parents);
}

/** Without the arrows that a longer way makes superfluous. */
function reduced(edges: Edges): Edges {
  const all = (name: string): readonly string[] =>
    [...(edges.get(name) ?? [])].flatMap((parent) => [parent, ...all(parent)]);
  return new Map(
    [...edges].map(([name, parents]) => {
      const further = new Set([...parents].flatMap(all));
      return [name, new Set([...parents].filter((parent) => !further.has(parent)))];
    }),
  );
}

function inFolder(graph: CompiledGraph, layer: Layer): readonly string[] {
  return graph.tables
    .filter((table) => layerOf(table) === layer)
    .map(({ target }) => target.name)
    .sort();
}
