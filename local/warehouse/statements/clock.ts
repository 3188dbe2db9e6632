/** A time limit on what an engine runs. */

import type { Engine } from "../store/engine.ts";

/** Ends what runs when its time is up. */
export function startClock(engine: Engine, timeoutMs: number | null) {
  let hasStruck = false;
  const strike = () => {
    hasStruck = true;
    engine.interrupt();
  };
  const timer = timeoutMs === null ? null : setTimeout(strike, timeoutMs);
  return {
    hasStruck: () => hasStruck,
    stop: () => (timer === null ? undefined : clearTimeout(timer)),
  };
}
