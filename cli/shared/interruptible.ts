/** Reading that ends at once when the operator asks to stop: nothing is lost by it. */

import { TransportError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";

type Reading = Pick<Warehouse, "builtAt" | "dryRun" | "listTables" | "query" | "queryPages">;

/** The warehouse, whose answers come as long as nobody asks to stop; then it throws TransportError. */
export function interruptible<W extends Reading>(warehouse: W, signal: AbortSignal): W {
  const heeding = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (signal.aborted) throw stopped();
    let refuse: () => void = () => undefined;
    const stop = new Promise<never>((_resolve, reject) => {
      refuse = () => reject(stopped());
      signal.addEventListener("abort", refuse, { once: true });
    });
    try {
      return await Promise.race([answer(), stop]);
    } finally {
      signal.removeEventListener("abort", refuse);
    }
  };
  return {
    ...warehouse,
    query: (sql, params) => heeding(() => warehouse.query(sql, params)),
    dryRun: (sql) => heeding(() => warehouse.dryRun(sql)),
    builtAt: (dataset, names) => heeding(() => warehouse.builtAt(dataset, names)),
    listTables: (dataset) => heeding(() => warehouse.listTables(dataset)),
    queryPages: async function* (sql, params) {
      const pages = warehouse.queryPages(sql, params);
      for (;;) {
        const next = await heeding(() => pages.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

function stopped(): TransportError {
  return new TransportError("Interrupted: nothing is half-written; run the command again.");
}
