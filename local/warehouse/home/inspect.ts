/** A look at the warehouse that leaves every byte and every folder as it is. */

import { existsSync } from "node:fs";

import { DuckDBInstance, version } from "@duckdb/node-api";

import { heldOrThrow, homeFiles } from "./open_file.ts";
import { findOwner, heldElsewhere } from "./ownership.ts";

/** The warehouse as it is found. */
export interface WarehouseInspection {
  /** Version of the engine. */
  readonly engine: string;
  readonly file: string;
  /** `absent`: no file yet; `free`: nobody has it open; `served`: by a process that answers. */
  readonly state: "absent" | "free" | "served";
  /** Process that serves it. */
  readonly pid: number | null;
}

/** Throws WarehouseFileError if the file is damaged, of another version, or held by a program that does not answer. */
export async function inspectWarehouse(home: string): Promise<WarehouseInspection> {
  const files = homeFiles(home);
  const seen = { engine: version(), file: files.database, pid: null };
  if (!existsSync(files.database)) return { ...seen, state: "absent" };
  try {
    // Changes that a killed process left in the log are read, and stay there.
    const options = { access_mode: "READ_ONLY", memory_limit: "500MB", threads: "1" };
    const instance = await DuckDBInstance.create(files.database, options);
    instance.closeSync();
    return { ...seen, state: "free" };
  } catch (error) {
    const { heldBy } = heldOrThrow(files.database, error);
    const owner = await findOwner(files);
    if (owner === null) throw heldElsewhere(files, heldBy);
    return { ...seen, state: "served", pid: owner.pid };
  }
}
