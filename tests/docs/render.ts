/**
 * Writes the dictionary and the lineage, and the answers under the queries of the other documents:
 * `npx tsx tests/docs/render.ts`.
 */

import { writeFileSync } from "node:fs";

import { compileEdited } from "../support/compiler.ts";
import { startExample } from "./example.ts";
import { pages } from "./pages.ts";

const graph = compileEdited();
const local = await startExample(graph);
try {
  for (const { file, text } of await pages(local, graph)) writeFileSync(file, text);
} finally {
  await local.close();
}
