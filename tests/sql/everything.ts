/** What clients see of all relations of the graph, so that two warehouses can be compared. */

import type { RunQuery } from "../support/build.ts";
import { type CompiledGraph, shortName } from "../support/graph.ts";

export interface Seen {
  /** Each row as a text, sorted. */
  readonly rows: readonly string[];
  readonly metadata: unknown;
}

/** By `dataset.name`: rows, columns and their descriptions, partitions and clusters. */
export async function everything(graph: CompiledGraph, ask: RunQuery, url: string | null) {
  const relations: Record<string, Seen> = {};
  for (const { target } of graph.tables) {
    const { schema, name } = target;
    const rows = await ask(`select * from \`local.${schema}.${name}\``);
    const path = `projects/local/datasets/${schema}/tables/${name}`;
    const answer = await fetch(`${url}/bigquery/v2/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const {
      description,
      schema: columns,
      timePartitioning,
      clustering,
      type,
    } = (await answer.json()) as Record<string, unknown>;
    relations[shortName(target)] = {
      rows: rows.map((row) => JSON.stringify(row)).sort(),
      metadata: { description, columns, timePartitioning, clustering, type },
    };
  }
  return relations;
}
