/** Waits for a right that another run has. */

import { throwIfInterrupted } from "../ask/ask.ts";
import { claimLease, Held, type Lease, type LeaseDeps } from "./lease.ts";

const LOOK_AGAIN_MS = 1_000;

/**
 * Waits for others to give the right back, `patienceMs` at most; `onWait` hears once for whom.
 * Throws as claimLease does.
 */
export async function awaitLease(
  deps: LeaseDeps,
  {
    patienceMs,
    onWait,
    signal,
  }: {
    readonly patienceMs: number;
    readonly onWait: (holder: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<Lease> {
  let waitedMs = 0;
  for (;;) {
    try {
      return await claimLease(deps);
    } catch (error) {
      if (!(error instanceof Held) || waitedMs >= patienceMs) throw error;
      if (waitedMs === 0) onWait(error.holder);
      await deps.sleep(LOOK_AGAIN_MS);
      throwIfInterrupted(signal);
      waitedMs += LOOK_AGAIN_MS;
    }
  }
}
