/**
 * The page `definitions/README.md`: the models as a grid of layer × domain, then one line a model, from the
 * compiled graph. Pure.
 */

import path from "node:path";

import {
  type CompiledGraph,
  type CompiledTable,
  type Layer,
  layerOf,
} from "../../tests/support/graph.ts";
import { cell, markdownTable } from "./quoted.ts";
import { namedLaws, type Relations } from "./relations.ts";
import { DOMAINS, WHERE } from "./grid_words.ts";

const LAYERS = ["staging", "intermediate", "marts", "reports"] as const satisfies readonly Layer[];

interface Model {
  readonly name: string;
  readonly layer: Layer;
  readonly domain: string;
  /** Folder and file as this page sees them, which lies in `definitions/`. */
  readonly folder: string;
  readonly file: string;
  /** The first sentence of the description, without the words that all begin with. */
  readonly row: string;
  /** Models on the longest way from a source, itself included. */
  readonly depth: number;
}

/**
 * Throws RangeError on a domain that has no sentence, and on a "Where is …?" whose models are not there or do
 * not read each other.
 */
export function gridPage(graph: CompiledGraph, relations: Relations): string {
  const depths = depthsOf(relations);
  const models = graph.tables
    .filter(({ fileName }) => !fileName.startsWith("definitions/assertions/"))
    .map((table) => modelOf(table, depths));
  const laws = namedLaws(graph).map(({ fileName }) => domainOf(fileName));
  const domains = Object.keys(DOMAINS);
  const unknown = [...models.map(({ domain }) => domain), ...laws].filter(
    (domain) => DOMAINS[domain] === undefined,
  );
  if (unknown.length > 0) throw new RangeError(`tools/docs/grid_words.ts lacks ${unknown[0]}`);
  return `${[
    INTRODUCTION,
    where(models, relations),
    GRID,
    grid(domains, models, laws),
    READING,
    ...domains.map((domain) => section(domain, models)),
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `# The models

SQL, one model a file, in two coordinates: the **layer** says how far a dollar has come (staging types what landed,
intermediate chooses, weighs and splits, marts are for people, reports are views of marts), the **domain** says whose it
is. The path is the name: \`intermediate/cursor/int_cursor__charges.sqlx\` is \`ai_staging.int_cursor__charges\`.

Rendered from the compiled graph by \`npx tsx tools/docs/render.ts\`; a test compares. Columns are in
[the dictionary](../docs/dictionary.md), words in [the glossary](../docs/words.md), one dollar's way through the files in
[one_dollar.md](../docs/one_dollar.md). To add a source: [add_a_platform.md](../docs/add_a_platform.md).`;

const GRID = "## The grid";

const READING = `Each platform hands over models of the same shape: its charges (what it cost), its user costs (who bears it) and its
usage by person (what was done). \`everyone\` unites them. The file of a law is \`assertions/<domain>/<law>.sqlx\`.

Below, the models of a folder stand in the order in which data pass through them.`;

function where(models: readonly Model[], { reads }: Relations): string {
  const byName = new Map(models.map((model) => [model.name, model]));
  const isBelow = (name: string, other: string): boolean =>
    name === other || (reads.get(other) ?? []).some((each) => isBelow(name, each));
  const lines = WHERE.map(({ question, names }) => {
    const links = names.map((name, index) => {
      const model = byName.get(name);
      if (model === undefined || !isBelow(names[index - 1] ?? name, name)) {
        throw new RangeError(`tools/docs/grid_words.ts names ${name} under "${question}"`);
      }
      return link(model);
    });
    return `- **${question}** ${links.join(" → ")}`;
  });
  return ["## Where is …?", lines.join("\n")].join("\n\n");
}

function grid(
  domains: readonly string[],
  models: readonly Model[],
  laws: readonly string[],
): string {
  const rows = domains.map((domain) => {
    const own = models.filter((model) => model.domain === domain);
    const promised = laws.filter((each) => each === domain).length;
    return [
      `[${domain}](#${domain})`,
      cell(DOMAINS[domain] ?? ""),
      ...LAYERS.map((layer) => {
        const inLayer = own.filter((model) => model.layer === layer);
        const [first] = inLayer;
        return first === undefined
          ? ""
          : `[${inLayer.length}](${first.folder.split("/").slice(0, 2).join("/")})`;
      }),
      promised === 0 ? "" : `[${promised}](assertions/${domain})`,
    ];
  });
  return markdownTable(["domain", "what it is about", ...LAYERS, "laws"], rows);
}

function section(domain: string, models: readonly Model[]): string {
  const own = models.filter((model) => model.domain === domain);
  const tables = LAYERS.flatMap((layer) => {
    const inLayer = own.filter((model) => model.layer === layer);
    const folders = [...new Set(inLayer.map(({ folder }) => folder))];
    const end = (folder: string) =>
      Math.max(...inLayer.filter((each) => each.folder === folder).map(({ depth }) => depth));
    return folders
      .sort((one, other) => end(one) - end(other) || one.localeCompare(other))
      .map((folder) => table(layer, folder, inLayer));
  });
  return [`## ${domain}`, DOMAINS[domain] ?? "", ...tables].join("\n\n");
}

function table(layer: Layer, folder: string, models: readonly Model[]): string {
  const rows = models
    .filter((model) => model.folder === folder)
    .sort((one, other) => one.depth - other.depth || one.name.localeCompare(other.name))
    .map((model) => [link(model), cell(model.row)]);
  const [, , part] = folder.split("/");
  return markdownTable([part === undefined ? layer : `${layer}: ${part}`, "one row per"], rows);
}

function link({ name, file }: Model): string {
  return `[\`${name}\`](${file})`;
}

function modelOf(each: CompiledTable, depths: ReadonlyMap<string, number>): Model {
  const { target, fileName, actionDescriptor } = each;
  const file = fileName.replace("definitions/", "");
  const description = actionDescriptor?.description ?? "";
  const [first = ""] = /^.*?[.](?= [A-Z]|$)/s.exec(description) ?? [description];
  return {
    name: target.name,
    layer: layerOf(each),
    domain: domainOf(fileName),
    folder: path.dirname(file),
    file,
    row: first.replace(/^One row per |\.$/g, ""),
    depth: depths.get(target.name) ?? 0,
  };
}

/** The folder below the layer; FOCUS and the reports are folders of their own. */
function domainOf(fileName: string): string {
  const [, layer = "", domain = ""] = fileName.split("/");
  return domain.endsWith(".sqlx") ? layer : domain;
}

function depthsOf({ reads }: Relations): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const below = reads.get(name);
    if (below === undefined) return 0;
    const known = depths.get(name) ?? 1 + Math.max(0, ...below.map(depthOf));
    depths.set(name, known);
    return known;
  };
  for (const name of reads.keys()) depthOf(name);
  return depths;
}
