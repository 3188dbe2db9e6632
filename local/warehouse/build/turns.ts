/** One thing at a time in an open file: builds one after the other, and moments in which nothing is written. */

import type { Engine } from "../store/engine.ts";

const turns = new WeakMap<Engine, Promise<unknown>>();

/** Does `work` when what had its turn before has ended. */
export function inTurn(engine: Engine, work: () => Promise<void>): Promise<void> {
  const before = turns.get(engine) ?? Promise.resolve();
  const turn = before.then(work);
  turns.set(
    engine,
    turn.catch(() => undefined),
  );
  return turn;
}

/** Does `work` while nothing is written: no build runs, and every statement waits. */
export function still(engine: Engine, work: () => Promise<void>): Promise<void> {
  return inTurn(engine, () => engine.exclusive(work));
}
