/** The warehouse that the documents quote: the demo's, landed and built in memory, without its laws. */

import { noProgress } from "../../ingest/progress.ts";
import { landDemo } from "../../cli/demo/landing.ts";
import type { CompiledGraph } from "../../tests/support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../tests/support/warehouse.ts";

const SILENT = { event: () => undefined, warn: () => undefined };

/** Takes as long as the demo does without its laws, some 15 seconds; close it. */
export async function startExample(graph: CompiledGraph): Promise<TestWarehouse> {
  const local = await startTestWarehouse();
  const { signal } = new AbortController();
  await landDemo(local.warehouse, { log: SILENT, progress: noProgress, signal });
  await local.build({ ...graph, assertions: [] }, new Set());
  return local;
}
