/** Which walks one run makes over one connection. Pure. */

import { addDays, type AskedRange, dayOf } from "../dates.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { FirstSync } from "./sync_summary.ts";
import type { WalkTask } from "../walk/walk.ts";
import { planWindows, type Window } from "../endpoint/windows.ts";

/** The day after the newest that an earlier run asked for, by endpoint. */
export type Covered = ReadonlyMap<string, string>;

export interface Plan {
  readonly endpoints: readonly Endpoint[];
  readonly asked: AskedRange;
  readonly nowMs: number;
  readonly covered: Covered;
}

/** Directories, then the newest days of all endpoints, so that a stop on the way leaves whole days behind. */
export function planTasks(plan: Plan): WalkTask[] {
  const tasks = plan.endpoints.flatMap((endpoint): WalkTask[] => {
    if (endpoint.asks === "none") return [{ endpoint, window: null }];
    const answered = endpoint.answered?.days(plan.nowMs);
    return windowsOf(endpoint, plan).flatMap((window) => {
      const start = later(window.start, answered?.start ?? window.start);
      const end = earlier(window.end, answered?.end ?? window.end);
      return start < end ? [{ endpoint, window: { start, end } }] : [];
    });
  });
  const rank = ({ window }: WalkTask): string => window?.end ?? "9999-12-31";
  return tasks.sort((left, right) =>
    rank(left) > rank(right) ? -1 : Number(rank(left) < rank(right)),
  );
}

/** True if a run that is resumed need not ask again: on the same day nothing, on a later one what was final then. */
export function stands(
  { endpoint, window }: WalkTask,
  { landedAt, today }: { readonly landedAt: string; readonly today: string },
): boolean {
  const landedOn = landedAt.slice(0, 10);
  if (landedOn === today) return true;
  return window !== null && window.end <= addDays(landedOn, -endpoint.finalAfterDays);
}

/** What was asked for and cannot be had, one line for each feature with a first day. */
export function notesOnPlan(plan: Plan): string[] {
  const notes = plan.endpoints.flatMap((endpoint) => {
    if (endpoint.answered === null || endpoint.asks === "none") return [];
    const { feature, days } = endpoint.answered;
    const firstDay = days(plan.nowMs).start;
    const isEarly = windowsOf(endpoint, plan).some(({ start }) => start < firstDay);
    return isEarly
      ? [`${feature}: days before ${firstDay} were not asked for, the vendor answers none of them`]
      : [];
  });
  return [...new Set(notes)];
}

/** What a first run without `--from` asks for; null for any other run, and where nothing has money. */
export function firstSyncOf(plan: Plan): Omit<FirstSync, "connection"> | null {
  if (plan.asked.from !== null || plan.covered.size > 0) return null;
  const report = plan.endpoints.find(({ unit }) => unit !== null);
  if (report === undefined) return null;
  const [firstDay] = windowsOf(report, plan)
    .map(({ start }) => start)
    .sort();
  if (firstDay === undefined) return null;
  const lastOfMonthBefore = addDays(`${dayOf(plan.nowMs).slice(0, 7)}-01`, -1);
  return { firstDay, wholeMonthsFrom: `${lastOfMonthBefore.slice(0, 7)}-01` };
}

function windowsOf(
  { asks, longestDays, name, rereadDays }: Endpoint,
  { asked, covered, nowMs }: Plan,
): Window[] {
  const rules = {
    rereadDays,
    singleDays: asks === "day",
    longestDays,
    coveredUntil: covered.get(name),
  };
  return planWindows(asked, rules, dayOf(nowMs));
}

function later(left: string, right: string): string {
  return left > right ? left : right;
}

function earlier(left: string, right: string): string {
  return left < right ? left : right;
}

/** The days from the first to the last that `tasks` ask for. */
export function rangeOf(tasks: readonly WalkTask[], today: string): { from: string; to: string } {
  const windows = tasks.flatMap(({ window }) => (window === null ? [] : [window]));
  const starts = windows.map(({ start }) => start).sort();
  const ends = windows.map(({ end }) => end).sort();
  return { from: starts[0] ?? today, to: ends.at(-1) ?? addDays(today, 1) };
}
