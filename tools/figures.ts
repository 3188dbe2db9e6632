/** Prints how large the house is and how its rooms hang together, as Markdown: `npx tsx tools/figures.ts`. */

import path from "node:path";

import { measureNode } from "../bench/measure.ts";
import { type CompiledGraph, layerOf } from "../tests/support/graph.ts";
import { projectFiles } from "../tests/support/files.ts";
import { markdownTable } from "./docs/quoted.ts";
import { circlesOf, importsOf, mutualFolders } from "./measure/imports.ts";
import { arrowsUpwards, stepsTo } from "./measure/models.ts";
import { endpointRows, placesOfEndpoint } from "./measure/places.ts";

const COMPILE = ["node_modules/@dataform/cli/bundle.js", "compile", ".", "--json"];
const { stdout, processorSeconds } = await measureNode(COMPILE);
const graph = JSON.parse(stdout) as CompiledGraph;
const imports = importsOf();
const circles = circlesOf(imports);
const mutual = mutualFolders(imports);
const upwards = arrowsUpwards(graph);
const [folder, files] = largestFolder();
const places = endpointRows()
  .filter(({ endpoint }) => endpoint === "cursor_members")
  .flatMap(placesOfEndpoint);

const FIGURES: readonly (readonly [what: string, figure: string | number])[] = [
  ["models", graph.tables.length],
  ["intermediate models", graph.tables.filter((each) => layerOf(each) === "intermediate").length],
  ["files of the largest folder", `${files} (${folder})`],
  ["circles of files", circles.length],
  ["pairs of folders that import each other", mutual.length],
  ["arrows from an intermediate model to a mart", upwards.length],
  ["places of an endpoint (cursor_members)", places.length],
  ["steps to fct_user_cost_daily", stepsTo(graph, "fct_user_cost_daily")],
  ["steps to focus_costs", stepsTo(graph, "focus_costs")],
  ["files of tests", projectFiles(/^tests\//).length],
  ["actions of a build", graph.tables.length + graph.assertions.length],
  ["dataform compile, processor", `${processorSeconds?.toFixed(1) ?? "?"} s`],
];

const details = [
  ...circles.map((circle) => `circle of ${circle.length}: ${circle.join(", ")}`),
  ...mutual,
  ...upwards,
  ...places.map((place) => `cursor_members: ${place}`),
];
process.stdout.write(
  `${markdownTable(
    ["what", "figure"],
    FIGURES.map(([what, figure]) => [what, String(figure)]),
  )}\n\n${details.map((line) => `- ${line}\n`).join("")}`,
);

/** Of the folders in which people write, what is rendered left out. */
function largestFolder(): readonly [string, number] {
  const counts = new Map<string, number>();
  for (const file of projectFiles(/^(cli|definitions|includes|ingest|local|tools)\//)) {
    const within = path.dirname(file);
    counts.set(within, (counts.get(within) ?? 0) + 1);
  }
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0]);
}
