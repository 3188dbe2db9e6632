/** Which walks one run makes over one connection. Pure. */

import { addDays, type AskedRange } from "./dates.ts";
import { ENDPOINTS } from "./sources/anthropic/endpoints.ts";
import { type WalkTask } from "./walk.ts";
import { planWindows } from "./windows.ts";

/** Reports first, newest days first; then directories, so that they know every key the reports name. */
export function planTasks(asked: AskedRange, today: string): WalkTask[] {
  return ENDPOINTS.flatMap((endpoint): WalkTask[] => {
    if (endpoint.asks === "none") return [{ endpoint, window: null }];
    const rules = { rereadDays: endpoint.rereadDays, singleDays: endpoint.asks === "day" };
    return planWindows(asked, rules, today).map((window) => ({ endpoint, window }));
  });
}

/** The days from the first to the last that `tasks` ask for. */
export function rangeOf(tasks: readonly WalkTask[], today: string): { from: string; to: string } {
  const windows = tasks.flatMap(({ window }) => (window === null ? [] : [window]));
  const starts = windows.map(({ start }) => start).sort();
  const ends = windows.map(({ end }) => end).sort();
  return { from: starts[0] ?? today, to: ends.at(-1) ?? addDays(today, 1) };
}
