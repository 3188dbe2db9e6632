/** Which walks one run makes over one connection. Pure. */

import { addDays, type AskedRange } from "./dates.ts";
import { type Endpoint, ENDPOINTS } from "./sources/anthropic/endpoints.ts";
import { type WalkTask } from "./walk.ts";
import { planWindows, type Window } from "./windows.ts";

/** Reports first, newest days first; then directories, so that they know every key the reports name. */
export function planTasks(asked: AskedRange, today: string): WalkTask[] {
  return ENDPOINTS.flatMap((endpoint): WalkTask[] => {
    if (endpoint.asks === "none") return [{ endpoint, window: null }];
    const firstDay = endpoint.beta?.firstDay(today) ?? "";
    return windowsOf(endpoint, asked, today).flatMap(({ start, end }) => {
      const window = { start: start < firstDay ? firstDay : start, end };
      return window.start < end ? [{ endpoint, window }] : [];
    });
  });
}

/** What was asked for and cannot be had, one line for each feature with a first day. */
export function notesOnPlan(asked: AskedRange, today: string): string[] {
  const notes = ENDPOINTS.flatMap((endpoint) => {
    if (endpoint.beta === null) return [];
    const { feature } = endpoint.beta;
    const firstDay = endpoint.beta.firstDay(today);
    const isEarly = windowsOf(endpoint, asked, today).some(({ start }) => start < firstDay);
    return isEarly
      ? [`${feature}: days before ${firstDay} were not asked for, the vendor answers none of them`]
      : [];
  });
  return [...new Set(notes)];
}

function windowsOf({ asks, rereadDays }: Endpoint, asked: AskedRange, today: string): Window[] {
  return planWindows(asked, { rereadDays, singleDays: asks === "day" }, today);
}

/** The days from the first to the last that `tasks` ask for. */
export function rangeOf(tasks: readonly WalkTask[], today: string): { from: string; to: string } {
  const windows = tasks.flatMap(({ window }) => (window === null ? [] : [window]));
  const starts = windows.map(({ start }) => start).sort();
  const ends = windows.map(({ end }) => end).sort();
  return { from: starts[0] ?? today, to: ends.at(-1) ?? addDays(today, 1) };
}
