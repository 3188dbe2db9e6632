/** A look at the warehouse that leaves every byte and every folder as it is. */

import { existsSync } from "node:fs";

import { version } from "@duckdb/node-api";

import { heldElsewhere } from "./holder.ts";
import { heldOrThrow, homeFiles, openToRead } from "./open_file.ts";
import { findOwner } from "./ownership.ts";

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
    (await openToRead(files)).closeSync();
    return { ...seen, state: "free" };
  } catch (error) {
    const { heldBy } = heldOrThrow(files.database, error);
    const owner = await findOwner(files);
    if (owner === null) throw heldElsewhere(files, heldBy);
    return { ...seen, state: "served", pid: owner.pid };
  }
}
