/**
 * A warehouse in memory that answers the questions the loader asks of it, so that crashes can be placed
 * between any two appends. The real adapter is tested over HTTP in sync_end_to_end.test.ts.
 */

import { cellText } from "../../../ingest/warehouse/cells.ts";
import type { LandingTable } from "../../../ingest/tables/landing_tables.ts";
import type { Cell, Row, Warehouse } from "../../../ingest/warehouse/warehouse.ts";

export interface MemoryWarehouse extends Warehouse {
  rows(table: string): readonly Row[];
  /** Called before each append; may throw. */
  beforeAppend: (table: string, rows: readonly Row[]) => void;
}

export function memoryWarehouse(): MemoryWarehouse {
  const tables = new Map<string, Row[]>();
  const loads = new Set<string>();
  const rows = (table: string): Row[] => tables.get(table) ?? [];
  const warehouse: MemoryWarehouse = {
    projectId: "memory",
    location: "US",
    localUrl: null,
    beforeAppend: () => undefined,
    rows,
    ensureTables: () => Promise.resolve(),
    requireTable: () => Promise.resolve(),
    listTables: () => Promise.resolve([...tables.keys()]),
    // An async function, so that what beforeAppend throws becomes a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    append: async (table: LandingTable, added, loadKey) => {
      if (added.length === 0 || loads.has(`${table.name} ${loadKey}`)) return;
      warehouse.beforeAppend(table.name, added);
      loads.add(`${table.name} ${loadKey}`);
      tables.set(table.name, [...rows(table.name), ...added]);
    },
    replace: (table, replacing) => Promise.resolve(void tables.set(table.name, [...replacing])),
    replaceWithText: () => Promise.reject(new Error("no files are loaded here")),
    queryPages: () => {
      throw new Error("nothing is exported here");
    },
    query: (sql, params = {}) =>
      Promise.resolve({
        columns: [],
        rows: sql.includes("raw_sync_runs")
          ? openRuns(rows("raw_sync_runs"), params)
          : sql.includes("raw_sync_leases")
            ? claims(rows("raw_sync_leases"))
            : sql.includes("first_at")
              ? [] // As if no other connection had landed anything.
              : sql.includes("covered_until")
                ? covered(fetches(params), params)
                : sql.includes("limit 1")
                  ? newest(rows("raw_fetches"), params)
                  : fetches(params),
      }),
    placeFault: () => Promise.resolve(null),
    cancelQueries: () => Promise.resolve(),
    cancelRun: () => Promise.resolve(true),
    builtAt: () => Promise.resolve(new Map()),
    queryFirst: () => Promise.reject(new Error("nothing is cut here")),
    examine: () => Promise.reject(new Error("nothing is estimated here")),
    dryRun: () => Promise.reject(new Error("nothing is estimated here")),
    close: () => Promise.resolve(),
  };
  const fetches = (params: Readonly<Record<string, string>>): Record<string, Cell>[] =>
    rows("raw_fetches")
      .filter((row) => row["connection"] === params["connection"])
      .filter((row) => row["organization_id"] === params["organization_id"])
      .map((row) => ({ ...row }));
  return warehouse;
}

/** The newest fetch of a connection, whatever organization it read. */
function newest(
  rows: readonly Row[],
  params: Readonly<Record<string, string>>,
): Record<string, Cell>[] {
  const own = rows.filter((row) => row["connection"] === params["connection"]);
  const at = (row: Row) => String(row["fetched_at"]);
  const [last] = [...own].sort((left, right) => (at(left) < at(right) ? 1 : -1));
  return last === undefined ? [] : [{ ...last }];
}

/** The claims on the lease, newest first, as of the machine's clock. */
function claims(rows: readonly Row[]): Record<string, Cell>[] {
  const now = new Date().toISOString();
  const claimed = rows.filter(({ event }) => event === "claimed").reverse();
  const none = { now, claim_id: null, holder: null, claimed_at: null, expires_at: null };
  if (claimed.length === 0) return [{ ...none, holds: false }];
  return claimed.map((claim) => {
    const own = rows.filter((row) => row["claim_id"] === claim["claim_id"]);
    const expiresAt = cellText(
      own
        .map((row) => row["expires_at"] ?? null)
        .sort()
        .at(-1) ?? null,
    );
    const isReleased = own.some(({ event }) => event === "released");
    return {
      now,
      claim_id: claim["claim_id"] ?? null,
      holder: claim["holder"] ?? null,
      claimed_at: claim["recorded_at"] ?? null,
      expires_at: expiresAt,
      holds: !isReleased && expiresAt > now,
    };
  });
}

/** The day after the newest that other runs asked for, by endpoint. */
function covered(
  fetches: readonly Record<string, Cell>[],
  params: Readonly<Record<string, string>>,
): Record<string, Cell>[] {
  const newest = new Map<string, string>();
  for (const { endpoint, run_id: runId, window_end: end, fetched_at: at } of fetches) {
    if (typeof end !== "string" || runId === params["run_id"]) continue;
    if (Date.parse(cellText(at ?? null)) > Date.parse(params["now"] ?? "")) continue;
    const day = end.slice(0, 10);
    if (day > (newest.get(cellText(endpoint)) ?? "")) newest.set(cellText(endpoint), day);
  }
  return [...newest].map(([endpoint, day]) => ({ endpoint, covered_until: day }));
}

function openRuns(
  rows: readonly Row[],
  params: Readonly<Record<string, string>>,
): Record<string, Cell>[] {
  const since = Date.parse(params["now"] ?? "") - 7 * 86_400_000;
  const same = rows.filter(
    (row) =>
      row["arguments"] === params["arguments"] && Date.parse(cellText(row["at"] ?? null)) > since,
  );
  const finished = new Set(
    same.filter((row) => row["event"] === "finished").map((row) => row["run_id"]),
  );
  return same
    .map((row) => row["run_id"] ?? null)
    .filter((runId) => !finished.has(runId))
    .sort()
    .reverse()
    .map((runId) => ({ run_id: runId }));
}
