/** Ending what runs for good: a statement that is still being planned forgets that it was interrupted. */

import type { Engine } from "./engine.ts";

const AGAIN_MS = 50;

/** Interrupts now and again until the function that it returns is called. */
export function keepInterrupting(engine: Pick<Engine, "interrupt">): () => void {
  engine.interrupt();
  const timer = setInterval(() => engine.interrupt(), AGAIN_MS);
  return () => clearInterval(timer);
}
