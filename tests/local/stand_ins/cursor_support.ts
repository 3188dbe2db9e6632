/** Lands the simulated Cursor in memory and reads back what was landed. */

import type { SyncDeps } from "../../../ingest/sync/sync_deps.ts";
import type { CursorServer } from "../../../local/stand_ins/cursor/server.ts";
import type { MemoryWarehouse } from "../../ingest/support/memory_warehouse.ts";

export const NOW = Date.parse("2026-11-01T06:00:00Z");

export function connectionToCursor(
  server: Pick<CursorServer, "key" | "url">,
  name = "cursor",
): SyncDeps["connections"][number] {
  const { key, url: baseUrl } = server;
  return { name, vendor: "cursor", keyEnv: "CURSOR_ADMIN_KEY", key, baseUrl };
}

export interface EventRow {
  readonly timestamp: string;
  readonly userEmail?: string;
  readonly serviceAccountId?: string;
  readonly isChargeable: boolean;
  /** Digit by digit as it came; absent where the vendor says nothing. */
  readonly chargedCents?: string;
}

/** The events of all pages, their money as the text that was on the wire. */
export function landedEvents(warehouse: MemoryWarehouse): readonly EventRow[] {
  return warehouse.rows("raw_cursor_events").flatMap(({ body }) => {
    const text = String(body).replaceAll(/"chargedCents":([-\d.e]+)/g, '"chargedCents":"$1"');
    return (JSON.parse(text) as { usageEvents: EventRow[] }).usageEvents;
  });
}

/** Nano-dollars of a decimal number of cents, halves away from zero. */
export function nanoOf(cents = "0"): bigint {
  const [whole = "", fraction = ""] = cents.split(".");
  const units = BigInt(whole + fraction.padEnd(20, "0"));
  return (units + 5n * 10n ** 12n) / 10n ** 13n;
}

/** Sums by label, in the order of the labels. */
export function sumsBy<T>(
  rows: readonly T[],
  labelOf: (row: T) => string,
  amountOf: (row: T) => bigint,
): Readonly<Record<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    sums.set(labelOf(row), (sums.get(labelOf(row)) ?? 0n) + amountOf(row));
  }
  return Object.fromEntries([...sums].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Request and content of everything that counts, to compare two landings. */
export function landed(warehouse: MemoryWarehouse): readonly string[] {
  const rows = warehouse.rows("raw_fetches");
  return rows.map((row) => `${String(row["params"])} ${String(row["content_sha256"])}`).sort();
}
