/** One import at a time over a warehouse: it reads a table, changes it and puts it back, and another's would be lost. */

import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { awaitLease } from "../../ingest/lease/await_lease.ts";
import { holderOf } from "../../ingest/lease/holder.ts";
import { landingTable } from "../../ingest/tables/landing_tables.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { CommandContext } from "../shared/context.ts";
import { timersOf } from "../shared/timers.ts";

/** How long an import waits for others before it says who is at work. */
const PATIENCE_MS = 120_000;

interface Exclusive {
  /** Aborted when the operator asks to stop, or when another import took over. */
  readonly signal: AbortSignal;
  /** Runs the work while no other import is at work. Throws TransportError if another does not end. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

export function exclusiveImport(
  warehouse: Warehouse,
  { log, signal, stderr }: CommandContext,
  { isLocal }: { readonly isLocal: boolean },
): Exclusive {
  const lost = new AbortController();
  return {
    signal: AbortSignal.any([signal, lost.signal]),
    exclusively: async (work) => {
      await warehouse.ensureTables([landingTable("raw_sync_leases")]);
      const onWait = (holder: string) =>
        stderr(`Waiting for ${holder}, which imports into the same warehouse.\n`);
      const lease = await awaitLease(
        {
          right: "import",
          warehouse,
          holder: holderOf({ execution: null, isLocal }),
          newId: () => uuidV7(Date.now()),
          log,
          ...timersOf(signal),
        },
        { patienceMs: PATIENCE_MS, onWait, signal },
      );
      lease.lost.addEventListener("abort", () => lost.abort());
      try {
        return await work();
      } finally {
        await lease.release();
      }
    },
  };
}
