/** What of the warehouse this version of the project makes: what an older one left keeps its last rows, red ones too. */

import { projectRoot } from "../../ingest/project_root.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { builtNames } from "./built_names.ts";

/** Built tables and views of a dataset, sorted; all of them where there are no models, as in the loader's image. */
export async function inForce(
  warehouse: Pick<Warehouse, "listTables">,
  dataset: "ai_spend" | "ai_spend_assertions",
): Promise<readonly string[]> {
  const [built, made] = [await warehouse.listTables(dataset), await builtNames(projectRoot())];
  return [...built].sort().filter((name) => made === null || made.has(`${dataset}.${name}`));
}

/** The laws among the assertions in force. */
export async function lawsInForce(
  warehouse: Pick<Warehouse, "listTables">,
): Promise<readonly string[]> {
  return (await inForce(warehouse, "ai_spend_assertions")).filter((name) => /^law_/.test(name));
}
