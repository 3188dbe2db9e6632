/** The clock's side of a run: waits that end early once the operator asks to stop. */

import { setTimeout as wait } from "node:timers/promises";

export interface Timers {
  /** Resolves early once the signal is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Does the work again and again until the function it returns is called. */
  readonly every: (ms: number, work: () => void) => () => void;
}

export function timersOf(signal: AbortSignal): Timers {
  return {
    sleep: (ms) => wait(ms, undefined, { signal }).catch(() => undefined),
    every: (ms, work) => {
      const timer = setInterval(work, ms);
      return () => clearInterval(timer);
    },
  };
}
