/**
 * The right to sync: one run at a time over a warehouse, whichever machines they are on, by nothing but
 * appended rows. A run claims the lease, renews it while it works, and gives it back; one that was killed
 * lets it expire. Who has written its claim looks again, and gives way if there is another that holds: of two
 * that start together at least one sees the other. A load job's id is made of the claim before, and an id is
 * there once, so that usually one of them wins. All times are the warehouse's own.
 */

import { z } from "zod";

import { TransportError } from "../errors.ts";
import { landingTable } from "../tables/landing_tables.ts";
import type { Log } from "../log.ts";
import { warehouseError } from "../warehouse/warehouse_errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** How long a run that was killed keeps others away, at most. */
export const LEASE_MS = 10 * 60_000;
/** Twenty loads an hour, of 1,500 that a table takes in a day. */
export const RENEW_MS = 3 * 60_000;
const CLAIM_TRIES = 3;
const CLAIM_WAIT_MS = 2_000;

/** The run as others see it. */
export interface Holder {
  /** How a refusal names it: "process 4711 on laptop". */
  readonly name: string;
  /** True if the run of that name has certainly ended without giving the lease back. */
  readonly isGone: (name: string) => boolean;
}

export interface Lease {
  /** Aborted once another run holds the lease. */
  readonly lost: AbortSignal;
  /** Never fails: what could not be given back expires. */
  release(): Promise<void>;
}

export interface LeaseDeps {
  readonly warehouse: Warehouse;
  readonly holder: Holder;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  /** Does the work again and again until the function it returns is called. */
  readonly every: (ms: number, work: () => void) => () => void;
  readonly log: Log;
}

// A claim that holds has a row that is younger than the lease is long.
const SQL = `
with claims as (
  select
    claim_id, holder,
    min(recorded_at) as claimed_at,
    max(expires_at) as expires_at,
    countif(event = 'released') > 0 as is_released
  from ai_raw.raw_sync_leases
  where recorded_at > timestamp_sub(current_timestamp(), interval 48 hour)
  group by claim_id, holder
)
select
  now, claim_id, holder, claimed_at, expires_at,
  coalesce(not is_released and expires_at > now, false) as holds
from (select current_timestamp() as now) as clock
left join claims on true
order by claimed_at desc, claim_id desc`;

const row = z.object({
  now: z.string(),
  claim_id: z.string().nullable(),
  holder: z.string().nullable(),
  claimed_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  holds: z.boolean(),
});
type Claim = z.infer<typeof row>;

/** Throws TransportError if another run holds the lease, naming it and until when. */
export async function claimLease(deps: LeaseDeps): Promise<Lease> {
  const claimId = deps.newId();
  for (let tries = 1; ; tries += 1) {
    const before = await readClaims(deps.warehouse);
    refuse(rivalOf(before, claimId, deps.holder));
    const failure = await write(deps.warehouse, before, {
      claimId,
      event: "claimed",
      of: deps.holder.name,
      // The last try has an id of its own, so that ids that lead nowhere keep nobody away for good.
      loadKey: tries < CLAIM_TRIES ? `after ${newest(before)} ${tries}` : claimId,
    }).catch((error: unknown) => warehouseError(error, "claiming the lease"));

    const after = await readClaims(deps.warehouse);
    const isMine = after.some(({ claim_id: id, holds }) => id === claimId && holds);
    const rival = rivalOf(after, claimId, deps.holder);
    if (isMine && rival !== null) await release(deps, { claimId, of: deps.holder.name });
    refuse(rival);
    if (isMine) {
      await releaseGone(deps, claimId, after);
      return keep(deps, claimId);
    }
    // The id was taken by a load that is not there yet, that failed, or whose run is over.
    if (tries === CLAIM_TRIES) throw failure ?? new TransportError(STARTING);
    await deps.sleep(CLAIM_WAIT_MS);
  }
}

const STARTING = "Another sync starts at this moment: run the command again.";

function keep(deps: LeaseDeps, claimId: string): Lease {
  const lost = new AbortController();
  let renewals = 0;
  let tail: Promise<void> = Promise.resolve();
  const check = (claims: readonly Claim[]): boolean => {
    const rival = rivalOf(claims, claimId, deps.holder);
    if (rival !== null && !lost.signal.aborted) {
      deps.log.warn("lease_lost", { to: rival.holder });
      lost.abort();
    }
    return rival === null;
  };
  const renew = async (): Promise<void> => {
    const claims = await readClaims(deps.warehouse);
    if (!check(claims)) return;
    renewals += 1;
    const loadKey = `${claimId} renewed ${renewals}`;
    const of = deps.holder.name;
    await write(deps.warehouse, claims, { claimId, event: "renewed", of, loadKey });
    check(await readClaims(deps.warehouse));
  };
  const stop = deps.every(RENEW_MS, () => {
    tail = tail.then(renew).catch(() => deps.log.warn("lease_not_renewed", {}));
  });
  return {
    lost: lost.signal,
    release: async () => {
      stop();
      await tail;
      await release(deps, { claimId, of: deps.holder.name });
    },
  };
}

/** What a killed run could not give back, whoever takes over from it does, so that nobody else waits for its end. */
async function releaseGone(
  deps: LeaseDeps,
  claimId: string,
  claims: readonly Claim[],
): Promise<void> {
  for (const { claim_id: id, holder, holds } of claims) {
    if (holds && id !== null && id !== claimId) {
      await release(deps, { claimId: id, of: holder ?? "" });
    }
  }
}

interface Given {
  readonly claimId: string;
  /** Name of the run whose claim it is. */
  readonly of: string;
}

async function release(deps: LeaseDeps, { claimId, of }: Given): Promise<void> {
  try {
    const claims = await readClaims(deps.warehouse);
    const loadKey = `${claimId} released`;
    await write(deps.warehouse, claims, { claimId, event: "released", of, loadKey });
  } catch {
    deps.log.warn("lease_not_released", { expires_within_ms: LEASE_MS });
  }
}

async function readClaims(warehouse: Warehouse): Promise<readonly Claim[]> {
  const { rows } = await warehouse.query(SQL);
  return rows.map((cells) => row.parse(cells));
}

/** A claim of somebody else that holds. */
function rivalOf(claims: readonly Claim[], claimId: string, { isGone }: Holder): Claim | null {
  const isRival = ({ claim_id: id, holder, holds }: Claim) =>
    holds && id !== claimId && !isGone(holder ?? "");
  return claims.find(isRival) ?? null;
}

function refuse(rival: Claim | null): void {
  if (rival === null) return;
  const { holder, claimed_at: since, expires_at: until } = rival;
  throw new TransportError(
    `Another sync is running: ${holder}, since ${since}; it holds the warehouse until ${until} and longer while it works: wait for its end, or, if it was killed, run the command again after that time.`,
  );
}

/** What the next claim is made after: the newest one, or the day if there is none. */
function newest([claim]: readonly Claim[]): string {
  return claim?.claim_id ?? claim?.now.slice(0, 10) ?? "";
}

async function write(
  warehouse: Warehouse,
  [clock]: readonly Claim[],
  { claimId, event, of, loadKey }: Given & { readonly event: string; readonly loadKey: string },
): Promise<void> {
  const nowMs = Date.parse(clock?.now ?? "");
  const lasts = event === "released" ? 0 : LEASE_MS;
  const claim = {
    claim_id: claimId,
    event,
    holder: of,
    recorded_at: new Date(nowMs).toISOString(),
    expires_at: new Date(nowMs + lasts).toISOString(),
  };
  await warehouse.append(landingTable("raw_sync_leases"), [claim], loadKey);
}
