/** Rows of Google's own tables, as `given/<table>.ndjson` of a scenario has them: only the columns that matter. */

import { randomUUID } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import path from "node:path";

import { landingTable } from "../../ingest/tables/landing_tables.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";

/** Puts the rows of every NDJSON file of a folder in the place of what the table of that name holds. */
export async function loadNdjson(warehouse: Warehouse, folder: string): Promise<void> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ndjson"))) {
    const table = landingTable(path.basename(file, ".ndjson"));
    const open = () => createReadStream(path.join(folder, file));
    await warehouse.replaceWithText(table, open, randomUUID());
  }
}
