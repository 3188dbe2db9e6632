/** What goes wrong on purpose: which calls a fault strikes, and what then happens. */

export type CursorFaultKind =
  | "401"
  | "429_with_retry_after"
  | "429_without_retry_after"
  | "500"
  | "count_moves"
  | "cut_body"
  | "hang_up"
  | "more_announced"
  | "next_page_past_the_end"
  | "page_comes_back"
  | "unknown_field";

export interface CursorFault {
  readonly kind: CursorFaultKind;
  /** A part of the path; default: every call. */
  readonly path?: string;
  /** The first matching call that is struck, counted from 1; default 1. */
  readonly from?: number;
  /** How many calls are struck; default: all. */
  readonly times?: number;
}

export interface CursorFaults {
  /** Replaces all faults; every count starts anew. */
  set(faults: readonly CursorFault[]): void;
  /** The first fault that strikes this call, null for none. Counts the call. */
  strike(path: string): CursorFaultKind | null;
}

/** A set of faults that can be changed while the server runs. */
export function cursorFaults(initial: readonly CursorFault[]): CursorFaults {
  let armed = arm(initial);
  return {
    set: (faults) => {
      armed = arm(faults);
    },
    strike(path) {
      const struck = armed.filter(({ isDue }) => isDue(path));
      return struck[0]?.kind ?? null;
    },
  };
}

function arm(faults: readonly CursorFault[]) {
  return faults.map(({ kind, path = "", from = 1, times = Infinity }) => {
    let calls = 0;
    const isDue = (asked: string): boolean => {
      if (!asked.includes(path)) return false;
      calls += 1;
      return calls >= from && calls < from + times;
    };
    return { kind, isDue };
  });
}
