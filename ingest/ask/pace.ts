/**
 * Keeps the vendor's documented limits per minute, so that they are not found out by being refused. Whether a
 * vendor counts a sliding minute or one by the clock: no more than the limit falls into any minute.
 */

/** Requests that share a limit of the vendor's. */
export interface Limit {
  /** Endpoints of one name count together. */
  readonly name: string;
  readonly perMinute: number;
}

const MINUTE_MS = 60_000;

interface PaceEffects {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Sleeping ends early once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the next request under the limit may go out; requests go in the order of the calls. */
export function createPace(effects: PaceEffects): (limit: Limit) => Promise<void> {
  const queues = new Map<string, Queue>();
  return (limit) => {
    const queue = queues.get(limit.name) ?? { sentMs: [], tail: Promise.resolve() };
    queues.set(limit.name, queue);
    queue.tail = queue.tail.then(() => takePlace(queue, limit, effects));
    return queue.tail;
  };
}

interface Queue {
  /** When the newest requests went out, oldest first. */
  readonly sentMs: number[];
  tail: Promise<void>;
}

async function takePlace(
  { sentMs }: Queue,
  { perMinute }: Limit,
  { now, sleep, signal }: PaceEffects,
): Promise<void> {
  const oldestMs = sentMs.length < perMinute ? undefined : sentMs.shift();
  if (oldestMs !== undefined && signal?.aborted !== true) {
    const waitMs = oldestMs + MINUTE_MS - now();
    if (waitMs > 0) await sleep(waitMs);
  }
  sentMs.push(now());
}
