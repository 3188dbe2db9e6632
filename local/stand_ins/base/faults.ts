/**
 * What goes wrong on purpose. A fault names the paths it strikes, from which matching call on, how
 * many times and how often; the first one that strikes decides, latency adds to whatever follows.
 */

import { randomFrom } from "../organization/random.ts";

/** What the server itself does to an answer, whatever the vendor. */
export type TransportFault = "cut_body" | "latency" | "reset";

export interface Fault<Kind extends string> {
  readonly kind: Kind;
  /** A part of the path and query, or a pattern for it; default: every call. */
  readonly path?: string | RegExp;
  /** The first matching call that is struck, counted from 1; default 1. */
  readonly from?: number;
  /** How many calls are struck; default: all. */
  readonly times?: number;
  /** The share of matching calls that is struck, 0 to 1, chosen by `seed`; default 1. */
  readonly share?: number;
  readonly seed?: number;
  /** For `429_with_retry_after`, default 1. */
  readonly retryAfterSeconds?: number;
  /** For `latency`, default 50. */
  readonly latencyMs?: number;
}

export interface Faults<Kind extends string> {
  /** Replaces all faults; every count starts anew. */
  set(faults: readonly Fault<Kind>[]): void;
  clear(): void;
  /** What strikes this call: a fault or none, and how long to wait before. Counts the call. */
  strike(url: string): { readonly fault: Fault<Kind> | null; readonly latencyMs: number };
}

/** A set of faults that can be changed while the server runs. */
export function faultsOf<Kind extends string>(initial: readonly Fault<Kind>[]): Faults<Kind> {
  let armed = arm(initial);
  return {
    set: (faults) => {
      armed = arm(faults);
    },
    clear: () => {
      armed = [];
    },
    strike: (url) => {
      let decided: Fault<Kind> | null = null;
      let latencyMs = 0;
      for (const entry of armed) {
        const { fault } = entry;
        if (!entry.isDue(url) || (decided !== null && fault.kind !== "latency")) continue;
        entry.use();
        if (fault.kind === "latency") latencyMs += fault.latencyMs ?? 50;
        else decided = fault;
      }
      return { fault: decided, latencyMs };
    },
  };
}

interface Armed<Kind extends string> {
  readonly fault: Fault<Kind>;
  /** Counts a call of its paths and says whether it is one to strike. */
  isDue(url: string): boolean;
  /** Uses up one of the times. */
  use(): void;
}

function arm<Kind extends string>(faults: readonly Fault<Kind>[]): readonly Armed<Kind>[] {
  return faults.map((fault) => {
    const random = randomFrom("fault", fault.kind, fault.seed ?? 1);
    let calls = 0;
    let used = 0;
    const isDue = (url: string): boolean => {
      if (!matches(fault.path, url)) return false;
      calls += 1;
      const isChosen = random.chance((fault.share ?? 1) * 100);
      return isChosen && calls >= (fault.from ?? 1) && used < (fault.times ?? Infinity);
    };
    const use = (): void => {
      used += 1;
    };
    return { fault, isDue, use };
  });
}

function matches(path: string | RegExp | undefined, url: string): boolean {
  if (path === undefined) return true;
  // The brackets of group_by[] may come encoded; a fault is written in plain text.
  const plain = url.replaceAll(/%5B/gi, "[").replaceAll(/%5D/gi, "]");
  return typeof path === "string" ? plain.includes(path) : path.test(plain);
}
