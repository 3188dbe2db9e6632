/**
 * The warehouse, opened when it is needed and kept for a while: a client leaves its server running all day, and a
 * laptop's file should not be held for as long.
 */

import type { Config } from "../../ingest/settings/config.ts";
import { ConfigError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";

export type Asked = Pick<
  Warehouse,
  "query" | "queryFirst" | "examine" | "listTables" | "builtAt" | "localUrl"
>;

export interface Lending {
  /** Runs `work` over the open warehouse. Throws ConfigError if it cannot be had, or holds nothing yet. */
  use<T>(work: (warehouse: Asked) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const KEPT_MS = 20_000;

export function lending(config: Config): Lending {
  let opened: ReturnType<typeof openWarehouse> | null = null;
  let users = 0;
  let timer: NodeJS.Timeout | null = null;

  const letGo = async (): Promise<void> => {
    const last = opened;
    opened = null;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await last?.then((warehouse) => warehouse.close()).catch(() => undefined);
  };
  return {
    use: async (work) => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      users += 1;
      try {
        opened ??= openWarehouse(config);
        const warehouse = await opened;
        if ((await warehouse.listTables("ai_spend")).length === 0)
          throw new ConfigError("Nothing is built yet, so nothing can be answered: run build.");
        return await work(warehouse);
      } catch (error) {
        // Another process may have owned the file and ended: the next use opens it anew.
        if (users === 1) await letGo();
        throw error;
      } finally {
        users -= 1;
        if (users === 0 && opened !== null) timer = setTimeout(() => void letGo(), KEPT_MS).unref();
      }
    },
    close: letGo,
  };
}
