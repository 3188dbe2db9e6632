/** What the checks may see of the world. None of it changes anything. */

import type { HttpSend } from "../../ingest/ask/exchange.ts";
import type { Place } from "../../ingest/settings/settings.ts";
import type { WarehouseInspection } from "../../local/warehouse/index.ts";
import type { GoogleProbe } from "./google_probe.ts";
import type { Relation } from "./leftovers.ts";

export interface DoctorEffects extends Place {
  /** Node's version, without a `v`. */
  readonly nodeVersion: string;
  readonly loaderVersion: string;
  /** Folder of the project's own files. */
  readonly root: string;
  readonly send: HttpSend;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly disk: Disk;
  /** Rejects if the engine cannot be loaded or refuses the file. */
  readonly inspectWarehouse: (home: string) => Promise<WarehouseInspection>;
  readonly google: (projectId: string, location: string) => GoogleProbe;
  /** The longest wait for one answer of a vendor, in milliseconds. */
  readonly limitMs: number;
  /** Tables and views of datasets of the local warehouse; none where they cannot be read. */
  readonly listLocal: (home: string, datasets: readonly string[]) => Promise<readonly Relation[]>;
  /** Aborted when the operator asks to stop. */
  readonly signal: AbortSignal;
}

export interface Disk {
  /** What stands at a path, links followed; null: nothing. */
  kind(path: string): Promise<"file" | "folder" | null>;
  /** Permission bits of what stands there, null where there is nothing. */
  mode(path: string): Promise<number | null>;
  isWritable(folder: string): Promise<boolean>;
  /** Bytes that this user may still write. */
  freeBytes(folder: string): Promise<number>;
}
