/**
 * Lands finished walks in batches: pages first, then the `raw_fetches` rows that make them count. A crash
 * in between leaves pages without a fetch, which nobody reads.
 */

import type { History } from "./history.ts";
import { type Landing, type LandingContext, landWalk } from "./landing.ts";
import { landingTable } from "../tables/landing_tables.ts";
import type { Walk } from "../walk/walk.ts";
import type { Row, Warehouse } from "../warehouse/warehouse.ts";

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_WALKS = 50;

export interface Lander {
  /** Takes a finished walk; lands the batch when it is full. Throws LandingError. */
  add(walk: Walk): Promise<void>;
  /** Lands what is left. */
  flush(): Promise<void>;
}

export interface LanderOptions {
  readonly warehouse: Warehouse;
  readonly history: History;
  readonly context: Omit<LandingContext, "fetchId">;
  readonly newId: () => string;
  /** Hears of each walk once it counts. */
  readonly onLanded: (walk: Walk, landing: Landing) => void;
}

interface Landed {
  readonly walk: Walk;
  readonly landing: Landing;
}

export function createLander(options: LanderOptions): Lander {
  let batch: Landed[] = [];
  let bytes = 0;
  let tail: Promise<void> = Promise.resolve();

  /** One batch after the other, since order is what makes a crash harmless. */
  const flush = (): Promise<void> => {
    const full = batch;
    batch = [];
    bytes = 0;
    tail = tail.then(() => land(full, options));
    return tail;
  };
  return {
    async add(walk) {
      const context = { ...options.context, fetchId: options.newId() };
      const landing = landWalk(walk, context, options.history);
      batch.push({ walk, landing });
      bytes += landing.pageRows.reduce((sum, row) => sum + String(row["body"]).length, 0);
      if (bytes >= BATCH_BYTES || batch.length >= BATCH_WALKS) await flush();
    },
    flush,
  };
}

async function land(
  batch: readonly Landed[],
  { warehouse, onLanded }: LanderOptions,
): Promise<void> {
  if (batch.length === 0) return;
  const landings = batch.map(({ landing }) => landing);
  const byTable = new Map<string, Row[]>();
  for (const { table, pageRows } of landings) {
    byTable.set(table, [...(byTable.get(table) ?? []), ...pageRows]);
  }
  const loadKey = landings.map(({ fetchId }) => fetchId).join(" ");
  for (const [table, rows] of byTable) {
    for (const [index, part] of parts(rows).entries()) {
      await warehouse.append(landingTable(table), part, `${loadKey} ${index}`);
    }
  }
  await warehouse.append(
    landingTable("raw_fetches"),
    landings.map(({ fetchRow }) => fetchRow),
    loadKey,
  );
  batch.forEach(({ walk, landing }) => onLanded(walk, landing));
}

/** A walk may be larger than a batch; no load is much larger than one. */
function parts(rows: readonly Row[]): Row[][] {
  const all: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    if (bytes >= BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(row);
    bytes += String(row["body"]).length;
  }
  return all;
}
