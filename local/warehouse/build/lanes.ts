/** Where the actions of a build run: on connections of their own, as many at a time as there are cores. */

import type { Engine } from "../store/engine.ts";
import { THREADS } from "../store/session.ts";
import type { BuildAction } from "./action.ts";
import type { Plan } from "./plan.ts";

/** Connections that actions run on; the engine's own serves everybody else. */
const LANES = 2;

/** Runs what the plan gives, one action a lane at a time. Throws what `work` throws, and the signal's reason. */
export async function onLanes(
  engine: Engine,
  signal: AbortSignal | undefined,
  plan: Plan,
  work: (lane: Engine, action: BuildAction) => Promise<void>,
): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => engine.lane()));
  const interrupt = () => lanes.forEach((lane) => lane.interrupt());
  signal?.addEventListener("abort", interrupt);
  const idle = [...lanes];
  const running = new Set<Promise<void>>();
  try {
    await useThreads(engine, 1);
    for (;;) {
      signal?.throwIfAborted();
      const lane = idle.at(-1);
      const action = lane === undefined ? null : plan.next();
      if (lane !== undefined && action !== null) {
        idle.pop();
        const job = work(lane, action).finally(() => {
          running.delete(job);
          idle.push(lane);
        });
        running.add(job);
      } else if (running.size === 0) return;
      else await Promise.race(running);
    }
  } finally {
    await Promise.allSettled(running);
    signal?.removeEventListener("abort", interrupt);
    await Promise.all(lanes.map((lane) => lane.close()));
    // An engine that refuses this refuses everything, and is opened anew with the threads that it begins with.
    await useThreads(engine, THREADS).catch(() => undefined);
  }
}

/**
 * How many threads share a statement. While lanes keep the cores busy, a thread that helps each of them costs a fifth of the
 * processor and saves no time.
 */
async function useThreads(engine: Engine, threads: number): Promise<void> {
  await engine.exclusive(() => engine.rows(`set threads = ${threads}`));
}
