/** A small organization at two vendors, and one run of the real loader over it through the real client. */

import { openBigQuery } from "../../../../ingest/warehouse/bigquery.ts";
import type { Connection } from "../../../../ingest/endpoint/connection.ts";
import { dayOf } from "../../../../ingest/dates.ts";
import { LANDING_TABLES } from "../../../../ingest/tables/landing_tables.ts";
import type { SyncSummary } from "../../../../ingest/sync/sync_summary.ts";
import type { Warehouse } from "../../../../ingest/warehouse/warehouse.ts";
import { startAnthropic } from "../../../../local/stand_ins/anthropic/server.ts";
import { startCursor } from "../../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../../local/stand_ins/organization/index.ts";
import { startWarehouse } from "../../../../local/warehouse/index.ts";
import { connectionTo, syncAll } from "../../../ingest/support/vendor_sync.ts";
import { type FaultProxy, startFaultProxy } from "./fault_proxy.ts";

export interface Vendors {
  readonly connections: readonly Connection[];
  close(): Promise<void>;
}

/** The morning after the one day that is asked for. */
const MORNING = Date.parse("2026-11-01T06:00:00Z");
const FROM = "2026-10-31";

/** Cursor's team alone, or Anthropic's Console before it, on the `morning` after the last of their two days. */
export async function startSmallVendors({
  withConsole,
  morning = MORNING,
}: {
  readonly withConsole: boolean;
  readonly morning?: number;
}): Promise<Vendors> {
  const [organization] = demoOrganizations({
    days: 2,
    lastDay: dayOf(morning - 86_400_000),
    keys: 2,
    requestsPerKeyDay: 1,
    second: false,
  });
  const now = () => morning;
  const anthropic = await startAnthropic({ organizations: [organization], now });
  const cursor = await startCursor({ organization, now });
  const { key, url: baseUrl } = cursor;
  return {
    connections: [
      ...(withConsole ? [connectionTo(anthropic)] : []),
      { name: "cursor", vendor: "cursor", keyEnv: "CURSOR_ADMIN_KEY", key, baseUrl },
    ],
    close: async () => {
      await anthropic.close();
      await cursor.close();
    },
  };
}

export interface World {
  readonly proxy: FaultProxy;
  /** The warehouse itself, past the proxy. */
  readonly direct: Warehouse;
  /** One run through the proxy, `minutes` after the morning. */
  readonly sync: (minutes: number) => Promise<SyncSummary>;
  /** As it was before any run, two tables not yet made, but for the leases: their ids are spent for good. */
  readonly reset: () => Promise<void>;
  close(): Promise<void>;
}

const NOT_MADE = ["raw_sync_runs", "raw_cursor_spend"];

export async function startWorld({ connections }: Vendors): Promise<World> {
  const server = await startWarehouse({ file: ":memory:" });
  const proxy = await startFaultProxy(server.url);
  const open = (localUrl: string) =>
    openBigQuery({
      projectId: "local",
      location: "US",
      localUrl,
      release: () => Promise.resolve(),
    });
  const direct = open(server.url);
  await direct.ensureTables(LANDING_TABLES);
  const kept = LANDING_TABLES.map(({ name }) => name).filter((name) => !NOT_MADE.includes(name));
  const emptied = kept.filter((name) => /fetches|anthropic|claude_code|cursor/.test(name));
  const script = [
    ...NOT_MADE.map((name) => `drop table if exists ai_raw.${name}`),
    ...emptied.map((name) => `truncate table ai_raw.${name}`),
  ].join(";\n");
  return {
    proxy,
    direct,
    sync: (minutes) =>
      syncAll(connections, open(proxy.url), {
        from: FROM,
        now: () => MORNING + minutes * 60_000,
        // Attempts of one execution, of which the one before is over.
        holder: { name: "execution 1", isGone: (name) => name === "execution 1" },
      }),
    reset: async () => void (await direct.query(script)),
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}
