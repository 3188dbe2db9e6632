/** Two syncs over one warehouse: one is done, the other says who is at work and until when. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { cellText } from "../../../ingest/warehouse/cells.ts";
import { LANDING_TABLES, landingTable } from "../../../ingest/tables/landing_tables.ts";
import { type Holder, holderOf } from "../../../ingest/lease/holder.ts";
import { claimLease, type LeaseDeps } from "../../../ingest/lease/lease.ts";
import type { Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import { nextId, recordingLog } from "../../ingest/support/vendor_sync.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

let local: TestWarehouse;
let warehouse: Warehouse;
let log: ReturnType<typeof recordingLog>;

beforeAll(async () => {
  local = await startTestWarehouse();
  warehouse = local.warehouse;
  await warehouse.ensureTables(LANDING_TABLES);
});
afterAll(() => local.close());
beforeEach(async () => {
  log = recordingLog();
  await warehouse.query("truncate table ai_raw.raw_sync_leases");
});

const somebody = (name: string): Holder => ({ name, isGone: () => false });

function claim(holder: Holder, changes: Partial<LeaseDeps> = {}) {
  return claimLease({
    warehouse,
    holder,
    newId: nextId,
    sleep: () => Promise.resolve(),
    every: () => () => undefined,
    log,
    ...changes,
  });
}

/** A claim as a run that was killed has left it. */
async function left(name: string, minutesLeft: number): Promise<void> {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const claimId = nextId();
  const row = {
    claim_id: claimId,
    event: "claimed",
    holder: name,
    recorded_at: at(minutesLeft - 10),
    expires_at: at(minutesLeft),
  };
  await warehouse.append(landingTable("raw_sync_leases"), [row], claimId);
}

describe("a run that is at work", () => {
  it("keeps others away, with exit code 75 and its name and time, until it gives the lease back", async () => {
    const lease = await claim(somebody("laptop"));
    await expect(claim(somebody("job"))).rejects.toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(
        /^Another sync is running: laptop, since 20\S+; it holds the warehouse until 20\S+Z and longer while it works: wait/,
      ),
    });
    await lease.release();
    await (await claim(somebody("job"))).release();
  });

  it("keeps others away for as long as it renews the lease", async () => {
    let renew = (): void => undefined;
    const every: LeaseDeps["every"] = (_ms, work) => {
      renew = work;
      return () => undefined;
    };
    const lease = await claim(somebody("laptop"), { every });
    const until = async () => {
      const { rows } = await warehouse.query(
        "select cast(max(expires_at) as string) as until from ai_raw.raw_sync_leases",
      );
      return cellText(rows[0]?.["until"] ?? null);
    };
    const before = await until();
    renew();
    while ((await until()) === before) await new Promise((next) => setTimeout(next, 10));
    await expect(claim(somebody("job"))).rejects.toMatchObject({ exitCode: 75 });
    await lease.release();
    expect(log.events).toEqual([]);
  });
});

describe("ten runs that start together", () => {
  it("are one run: one of them gets the lease, and nine say who has it", async () => {
    await (await claim(somebody("a run that is over"))).release();
    const ends = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => claim(somebody(`run ${index}`))),
    );
    const won = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    expect(won).toHaveLength(1);
    const lost = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
    expect(lost.every(({ message }) => message.startsWith("Another sync is running: run "))).toBe(
      true,
    );
    await won[0]?.release();
    await (await claim(somebody("later"))).release();
  });
});

describe("a run that was killed", () => {
  it("keeps others away until its lease expires, and no longer", async () => {
    await left("laptop", 5);
    await expect(claim(somebody("job"))).rejects.toMatchObject({ exitCode: 75 });
    await warehouse.query("truncate table ai_raw.raw_sync_leases");
    await left("laptop", -0.01);
    await (await claim(somebody("job"))).release();
  });

  it("as an attempt of an execution keeps the next attempt away not at all, and others all the same", async () => {
    const attempt = holderOf({ execution: "ai-spend-sync-x7", isLocal: false });
    await left(attempt.name, 9);
    await expect(
      claim(holderOf({ execution: "ai-spend-sync-x8", isLocal: false })),
    ).rejects.toMatchObject({ exitCode: 75 });
    await (await claim(attempt)).release();
  });

  it("on the laptop is known to be gone; over BigQuery nobody is", () => {
    const gone = holderOf({ execution: null, isLocal: true }).name.replace(/\d+/, "999999999");
    const here = holderOf({ execution: null, isLocal: true });
    const alive = here.name.replace(/\d+/, String(process.ppid));
    expect(here.isGone(gone)).toBe(true);
    expect(here.isGone(alive)).toBe(false);
    expect(here.isGone(gone.replace(/ on .*/, " on another machine"))).toBe(false);
    expect(holderOf({ execution: null, isLocal: false }).isGone(gone)).toBe(false);
  });
});

describe("a run that lost its lease", () => {
  it("stops, and says to whom", async () => {
    let renew = (): void => undefined;
    const every: LeaseDeps["every"] = (_ms, work) => {
      renew = work;
      return () => undefined;
    };
    const lease = await claim(somebody("a laptop that slept"), { every });
    await left("job", 9);
    const lost = new Promise((resolve) => lease.lost.addEventListener("abort", resolve));
    renew();
    await lost;
    expect(log.events).toEqual([{ event: "lease_lost", to: "job" }]);
    await lease.release();
  });
});

describe("ids of claims that lead nowhere", () => {
  it("keep nobody away: the last try has an id of its own", async () => {
    for (let round = 1; round <= 3; round += 1) {
      await warehouse.query("truncate table ai_raw.raw_sync_leases");
      await (await claim(somebody(`round ${round}`))).release();
    }
  });

  it("let in one at most of those that come to the last try together", async () => {
    await warehouse.query("truncate table ai_raw.raw_sync_leases");
    const ends = await Promise.allSettled(["one", "another"].map((name) => claim(somebody(name))));
    const won = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    expect(won.length).toBeLessThanOrEqual(1);
    await Promise.all(won.map((lease) => lease.release()));
    await (await claim(somebody("later"))).release();
  });
});
