/**
 * The right to sync, and the right to import: each one's runs come one at a time over a warehouse, whichever
 * machines they are on, by nothing but appended rows. A run claims the lease, renews it while it works, and gives it
 * back; one that was killed lets it expire. Who has written its claim looks again, and gives way if there is another
 * that holds: of two that start together at least one sees the other. A load job's id is made of the claim before, and
 * an id is there once, so that usually one of them wins. All times are the warehouse's own.
 */

import { TransportError } from "../errors.ts";
import {
  type Claim,
  type Given,
  IMPORT,
  LEASE_MS,
  newest,
  readClaims,
  type Right,
  rivalOf,
  write,
} from "./claims.ts";
import type { Holder } from "./holder.ts";
import type { Log } from "../log.ts";
import { warehouseError } from "../warehouse/warehouse_errors.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Twenty loads an hour, of 1,500 that a table takes in a day. */
export const RENEW_MS = 3 * 60_000;
const CLAIM_TRIES = 3;
const CLAIM_WAIT_MS = 2_000;

export interface Lease {
  /** Aborted once another run holds the lease. */
  readonly lost: AbortSignal;
  /** Never fails: what could not be given back expires. */
  release(): Promise<void>;
}

export interface LeaseDeps {
  /** Default: sync. */
  readonly right?: Right;
  readonly warehouse: Warehouse;
  readonly holder: Holder;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  /** Does the work again and again until the function it returns is called. */
  readonly every: (ms: number, work: () => void) => () => void;
  readonly log: Log;
}

/** Throws TransportError if another run holds the lease, naming it and until when. */
export async function claimLease(deps: LeaseDeps): Promise<Lease> {
  const { right = "sync" } = deps;
  const claimId = `${right === "import" ? IMPORT : ""}${deps.newId()}`;
  for (let tries = 1; ; tries += 1) {
    const before = await readClaims(deps);
    refuse(rivalOf(before, claimId, deps.holder), right);
    const failure = await write(deps.warehouse, before, {
      claimId,
      event: "claimed",
      of: deps.holder.name,
      // The last try has an id of its own, so that ids that lead nowhere keep nobody away for good.
      loadKey: tries < CLAIM_TRIES ? `${right} after ${newest(before)} ${tries}` : claimId,
    }).catch((error: unknown) => warehouseError(error, "claiming the lease"));

    const after = await readClaims(deps);
    const isMine = after.some(({ claim_id: id, holds }) => id === claimId && holds);
    const rival = rivalOf(after, claimId, deps.holder);
    if (isMine && rival !== null) await release(deps, { claimId, of: deps.holder.name });
    refuse(rival, right);
    if (isMine) {
      await releaseGone(deps, claimId, after);
      return keep(deps, claimId);
    }
    // The id was taken by a load that is not there yet, that failed, or whose run is over.
    if (tries === CLAIM_TRIES)
      throw (
        failure ?? new Held(`Another ${right} starts at this moment: run the command again.`, null)
      );
    await deps.sleep(CLAIM_WAIT_MS);
  }
}

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
    const claims = await readClaims(deps);
    if (!check(claims)) return;
    renewals += 1;
    const loadKey = `${claimId} renewed ${renewals}`;
    const of = deps.holder.name;
    await write(deps.warehouse, claims, { claimId, event: "renewed", of, loadKey });
    check(await readClaims(deps));
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

/** Another run has the right; `holder` is its name, where it is known. */
export class Held extends TransportError {
  readonly holder: string;
  constructor(message: string, holder: string | null) {
    super(message);
    this.holder = holder ?? "another run that starts";
  }
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

async function release(deps: LeaseDeps, { claimId, of }: Given): Promise<void> {
  try {
    const claims = await readClaims(deps);
    const loadKey = `${claimId} released`;
    await write(deps.warehouse, claims, { claimId, event: "released", of, loadKey });
  } catch {
    deps.log.warn("lease_not_released", { expires_within_ms: LEASE_MS });
  }
}

function refuse(rival: Claim | null, right: Right): void {
  if (rival === null) return;
  const { holder, claimed_at: since, expires_at: until } = rival;
  throw new Held(
    `Another ${right} is running: ${holder}, since ${since}; it holds the warehouse until ${until} and longer while it works: wait for its end, or, if it was killed, run the command again after that time.`,
    holder,
  );
}
