/** Which walks one run makes over one connection. Pure. */

import { addDays, type AskedRange } from "./dates.ts";
import { type Endpoint, ENDPOINTS } from "./sources/anthropic/endpoints.ts";
import { type WalkTask } from "./walk.ts";
import { planWindows, type Window } from "./windows.ts";

/** The day after the newest that an earlier run asked for, by endpoint. */
export type Covered = ReadonlyMap<string, string>;

/** Reports first, newest days first; then directories, so that they know every key the reports name. */
export function planTasks(asked: AskedRange, today: string, covered: Covered): WalkTask[] {
  return ENDPOINTS.flatMap((endpoint): WalkTask[] => {
    if (endpoint.asks === "none") return [{ endpoint, window: null }];
    const firstDay = endpoint.beta?.firstDay(today) ?? "";
    return windowsOf(endpoint, asked, today, covered).flatMap(({ start, end }) => {
      const window = { start: start < firstDay ? firstDay : start, end };
      return window.start < end ? [{ endpoint, window }] : [];
    });
  });
}

/** What was asked for and cannot be had, one line for each feature with a first day. */
export function notesOnPlan(asked: AskedRange, today: string, covered: Covered): string[] {
  const notes = ENDPOINTS.flatMap((endpoint) => {
    if (endpoint.beta === null) return [];
    const { feature } = endpoint.beta;
    const firstDay = endpoint.beta.firstDay(today);
    const windows = windowsOf(endpoint, asked, today, covered);
    const isEarly = windows.some(({ start }) => start < firstDay);
    return isEarly
      ? [`${feature}: days before ${firstDay} were not asked for, the vendor answers none of them`]
      : [];
  });
  return [...new Set(notes)];
}

function windowsOf(
  { asks, name, rereadDays }: Endpoint,
  asked: AskedRange,
  today: string,
  covered: Covered,
): Window[] {
  const rules = { rereadDays, singleDays: asks === "day", coveredUntil: covered.get(name) };
  return planWindows(asked, rules, today);
}

/** The days from the first to the last that `tasks` ask for. */
export function rangeOf(tasks: readonly WalkTask[], today: string): { from: string; to: string } {
  const windows = tasks.flatMap(({ window }) => (window === null ? [] : [window]));
  const starts = windows.map(({ start }) => start).sort();
  const ends = windows.map(({ end }) => end).sort();
  return { from: starts[0] ?? today, to: ends.at(-1) ?? addDays(today, 1) };
}
