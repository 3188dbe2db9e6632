/** Opens the warehouse that the settings name. The only place of `ingest/` that knows of `local/warehouse`. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { openBigQuery } from "../ingest/warehouse/bigquery.ts";
import { type Config } from "../ingest/settings/config.ts";
import { type LocalWarehouse } from "./doctor/effects.ts";
import { ConfigError } from "../ingest/errors.ts";
import { projectRoot } from "../ingest/project_root.ts";
import { type Warehouse } from "../ingest/warehouse/warehouse.ts";

const settings = z.looseObject({ defaultLocation: z.string().min(1) });

/** Throws ConfigError if the local warehouse cannot be had. The caller closes it. */
export async function openWarehouse(config: Config): Promise<Warehouse> {
  const location = defaultLocation();
  if (config.warehouse === "bigquery") {
    const release = () => Promise.resolve();
    return openBigQuery({
      projectId: config.googleCloudProject,
      location,
      localUrl: null,
      release,
    });
  }
  // Imported on demand, so that production needs no DuckDB.
  const local = await import("../local/warehouse/index.ts");
  const lease = await local.openWarehouse({ home: config.home });
  const release = () => lease.close();
  return openBigQuery({ projectId: lease.projectId, location, localUrl: lease.url, release });
}

/** The local warehouse as it is, which it leaves untouched. Throws ConfigError if the file cannot be used. */
export async function inspectLocal(home: string): Promise<LocalWarehouse> {
  const { inspectWarehouse } = await import("../local/warehouse/store/inspect.ts");
  return inspectWarehouse(home);
}

/** Tables and views of the local warehouse, which it leaves untouched; none where they cannot be read. */
export async function listLocal(home: string, datasets: readonly string[]) {
  const local = await import("../local/warehouse/index.ts");
  return local.listRelations(home, datasets);
}

/** Where datasets are created: all inputs of a query must share a location. Throws ConfigError. */
export function defaultLocation(): string {
  const file = path.join(projectRoot(), "workflow_settings.yaml");
  const checked = settings.safeParse(parse(readFileSync(file, "utf8")));
  if (!checked.success)
    throw new ConfigError(`${file} has no defaultLocation: write one, such as US.`);
  return checked.data.defaultLocation;
}
