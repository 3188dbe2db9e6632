/** Opens the warehouse that the settings name. The only place of `cli/` that loads `local/warehouse`. */

import path from "node:path";

import { z } from "zod";

import { openBigQuery } from "../../ingest/warehouse/bigquery.ts";
import type { Config } from "../../ingest/settings/config.ts";
import { ConfigError, TransportError } from "../../ingest/errors.ts";
import { readSettingsText } from "../../ingest/operator_file.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { keepLoopbackDirect } from "../../ingest/settings/loopback.ts";
import { parseYaml } from "../../ingest/settings/yaml_text.ts";
import { interruptible } from "./interruptible.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type * as localWarehouse from "../../local/warehouse/index.ts";

const settings = z.looseObject({ defaultLocation: z.string().min(1) });
const keptSettings = z.looseObject({
  vars: z.looseObject({ raw_days_kept: z.string().default("") }).default({ raw_days_kept: "" }),
});

/** The warehouse, and on a laptop what runs builds in it. */
export interface OpenedWarehouse extends Warehouse {
  readonly local: LocalBuilds | null;
}

export interface LocalBuilds extends Pick<localWarehouse.OpenWarehouse, "build"> {
  /** The folder of the warehouse. */
  readonly home: string;
}

/** For a verb that only reads: its questions end when the operator asks to stop. Throws as openWarehouse does. */
export async function openReading(config: Config, signal: AbortSignal): Promise<OpenedWarehouse> {
  return interruptible(await openWarehouse(config), signal);
}

/** Throws ConfigError if the local warehouse cannot be had. The caller closes it. */
export async function openWarehouse(config: Config): Promise<OpenedWarehouse> {
  const location = defaultLocation();
  if (config.warehouse === "bigquery") {
    const release = () => Promise.resolve();
    const projectId = config.googleCloudProject;
    return {
      ...openBigQuery({ projectId, location, localUrl: null, daysKept, release }),
      local: null,
    };
  }
  const lease = await useLocal((local) => local.openWarehouse({ home: config.home }));
  const release = () => lease.close();
  const { projectId, url: localUrl } = lease;
  keepLoopbackDirect();
  return {
    ...openBigQuery({ projectId, location, localUrl, release }),
    local: {
      home: config.home,
      build: (request, options) => useLocal(() => lease.build(request, options)),
    },
  };
}

/** The local warehouse as it is, which it leaves untouched. Throws ConfigError if the file cannot be used. */
export function inspectLocal(home: string): Promise<localWarehouse.WarehouseInspection> {
  return useLocal((local) => local.inspectWarehouse(home));
}

/**
 * Copies the local warehouse as it is into a folder of one's own, and leaves it untouched. Throws ConfigError if there
 * is none or the file cannot be used, the signal's reason if it was interrupted.
 */
export function copyLocal(home: string, copy: string, signal: AbortSignal): Promise<void> {
  return useLocal((local) => local.copyWarehouse(home, copy, signal));
}

/** Throws ConfigError for a file or folder that the operator must look after, TransportError if its owner went away. */
async function useLocal<T>(use: (local: typeof localWarehouse) => Promise<T>): Promise<T> {
  // Imported on demand, so that production needs no DuckDB.
  const local = await import("../../local/warehouse/index.ts");
  try {
    return await use(local);
  } catch (error) {
    if (error instanceof local.OwnerGoneError)
      throw new TransportError(error.message, { cause: error });
    if (!(error instanceof local.WarehouseFileError)) throw error;
    throw new ConfigError(error.message, { cause: error });
  }
}

/** Tables and views of the local warehouse, which it leaves untouched; none where they cannot be read. */
export function listLocal(home: string, datasets: readonly string[]) {
  return useLocal((local) => local.listRelations(home, datasets));
}

/** One query as its grammar reads it. Throws ConfigError with the place of what is not one, or not carried. */
export async function readQuery(sql: string): Promise<localWarehouse.QueryReading> {
  // Imported on demand, so that production needs no DuckDB.
  const local = await import("../../local/warehouse/index.ts");
  try {
    return local.readOneQuery(sql);
  } catch (error) {
    if (error instanceof local.UnsupportedError)
      throw new ConfigError(
        `${error.construct} at [${error.line}:${error.column}] is not among what may be asked: write one SELECT of tables, joins and plain functions.`,
        { cause: error },
      );
    if (!(error instanceof local.SqlSyntaxError)) throw error;
    throw new ConfigError(`${error.message}: write one SELECT of GoogleSQL.`, { cause: error });
  }
}

/** Where datasets are created: all inputs of a query must share a location. Throws ConfigError. */
export function defaultLocation(): string {
  const { file, content } = workflowSettings();
  const checked = settings.safeParse(content);
  if (!checked.success)
    throw new ConfigError(`${file} has no defaultLocation: write one, such as US.`);
  return checked.data.defaultLocation;
}

/** Days after which landed pages are dropped on purpose; null: never. Throws ConfigError. */
export function daysKept(): number | null {
  const { file, content } = workflowSettings();
  const checked = keptSettings.safeParse(content);
  const days = checked.success ? checked.data.vars.raw_days_kept.trim() : null;
  if (days === "") return null;
  if (days !== null && /^[0-9]{1,5}$/.test(days)) return Number(days);
  throw new ConfigError(`${file}: raw_days_kept is no number of days in quotes: correct it.`);
}

function workflowSettings(): { readonly file: string; readonly content: unknown } {
  const file = path.join(projectRoot(), "workflow_settings.yaml");
  return { file, content: parseYaml(readSettingsText(file) ?? "", file) };
}
