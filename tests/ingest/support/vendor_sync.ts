/** Runs the loader in-process against the simulated vendor, with a clock and waits of the test's own. */

import { openHttp } from "../../../ingest/ask/http.ts";
import type { Fields, Log } from "../../../ingest/log.ts";
import type { Holder } from "../../../ingest/lease/holder.ts";
import { noProgress } from "../../../ingest/progress.ts";
import { runSync } from "../../../ingest/sync/sync.ts";
import type { SyncDeps } from "../../../ingest/sync/sync_deps.ts";
import type { SyncSummary } from "../../../ingest/sync/sync_summary.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { adminKeyOf, type AnthropicServer } from "../../../local/stand_ins/anthropic/server.ts";

export interface Event extends Fields {
  readonly event: string;
}

export function recordingLog(): Log & { readonly events: Event[] } {
  const events: Event[] = [];
  const record = (event: string, fields: Fields): void => void events.push({ event, ...fields });
  return { events, event: record, warn: record };
}

let ids = 0;

/** Sorted by the order of the calls. */
export function nextId(): string {
  ids += 1;
  return `fetch-${String(ids).padStart(6, "0")}`;
}

export function connectionTo(
  server: AnthropicServer,
  slug = "demo",
): SyncDeps["connections"][number] {
  return {
    name: slug,
    vendor: "anthropic",
    keyEnv: "ANTHROPIC_ADMIN_KEY",
    key: adminKeyOf({ slug }),
    baseUrl: server.url,
  };
}

/** A run that others can see. */
export const HOLDER: Holder = { name: "the test", isGone: () => false };

export interface SyncOptions extends Partial<SyncDeps> {
  /** Hears of every pause, none of which is really waited for. */
  readonly waits?: number[];
}

/** One run over Anthropic's Console. */
export function syncOnce(
  server: AnthropicServer,
  warehouse: Warehouse,
  options: SyncOptions = {},
): Promise<SyncSummary> {
  return syncAll([connectionTo(server)], warehouse, options);
}

/** One run over these connections. */
export async function syncAll(
  connections: SyncDeps["connections"],
  warehouse: Warehouse,
  options: SyncOptions = {},
): Promise<SyncSummary> {
  const http = openHttp();
  try {
    return await runSync({
      connections,
      warehouse,
      send: http.send,
      sleep: (ms) => {
        options.waits?.push(ms);
        return Promise.resolve();
      },
      every: () => () => undefined,
      // The warehouse's clock is the machine's, and a test's mornings may be to come.
      holder: null,
      now: () => Date.parse("2026-11-01T06:00:00Z"),
      random: () => 0.5,
      newId: nextId,
      log: recordingLog(),
      progress: noProgress,
      loaderVersion: "0.0.0-test",
      ...options,
    });
  } finally {
    await http.close();
  }
}
