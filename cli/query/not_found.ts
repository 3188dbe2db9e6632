/** What to do about a table that a query names and that is not there. */

import { nearest } from "../../ingest/nearest.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { builtNames } from "../shared/built_names.ts";

/** Datasets of the contract whose tables the models do not make. */
const LANDED: ReadonlySet<string> = new Set(["ai_raw", "ai_reference"]);

/** The engine's sentence with a remedy at its end; as it is where it is about anything else. */
export async function withRemedy(
  warehouse: Pick<Warehouse, "listTables">,
  message: string,
): Promise<string> {
  const missing = /^Not found: (?:Table|Dataset) (?:[^\s:]+:)?(\w+)(?:\.(\S+))?/.exec(message);
  const [, dataset, table] = missing ?? [];
  if (dataset === undefined) return message;
  const said = message.replace(/\.$/, "");
  return `${said}: ${await remedy(warehouse, dataset, table ?? null)}`;
}

async function remedy(
  warehouse: Pick<Warehouse, "listTables">,
  dataset: string,
  table: string | null,
): Promise<string> {
  const models = (await builtNames(projectRoot())) ?? new Set<string>();
  const datasets = new Set([...LANDED, ...[...models].map((name) => name.split(".")[0] ?? "")]);
  if (table === null) {
    if (datasets.has(dataset)) return `${makerOf(dataset)}, which makes it.`;
    const meant = nearest(dataset, datasets);
    const all = [...datasets].sort().join(", ");
    return meant === null ? `the project has ${all}.` : `did you mean ${meant}?`;
  }
  if (models.has(`${dataset}.${table}`)) return "run build, which makes it.";
  const built = await warehouse.listTables(dataset);
  const prefix = `${dataset}.`;
  const own = [...models].filter((name) => name.startsWith(prefix));
  const meant = nearest(
    table,
    new Set([...built, ...own.map((name) => name.slice(prefix.length))]),
  );
  if (meant !== null) return `did you mean ${dataset}.${meant}?`;
  const other = [...models].find((name) => name.endsWith(`.${table}`));
  if (other !== undefined) return `did you mean ${other}?`;
  if (LANDED.has(dataset))
    return `look at its name, or ${makerOf(dataset)}, if nothing of it has landed yet.`;
  return datasets.has(dataset) ? "docs/dictionary.md names what there is." : "look at its name.";
}

function makerOf(dataset: string): string {
  if (!LANDED.has(dataset)) return "run build";
  return dataset === "ai_raw" ? "run sync" : "run import";
}
