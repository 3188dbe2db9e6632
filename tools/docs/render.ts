/**
 * Writes the grid of the models, the dictionary and the lineage, and the answers under the queries of the other
 * documents: `npx tsx tools/docs/render.ts`.
 */

import { writeFileSync } from "node:fs";

import { localSchemas } from "../../tests/support/both_engines.ts";
import { compileProject } from "../../cli/build/compiler.ts";
import { startExample } from "./example.ts";
import { pages } from "./pages.ts";

const graph = compileProject(process.cwd());
const local = await startExample(graph);
try {
  const schemas = await localSchemas(local);
  for (const { file, text } of await pages(local, graph, schemas)) writeFileSync(file, text);
} finally {
  await local.close();
}
