/** What every part of the page draws from: the data, what is selected, and the sums of it. Pure. */

import { sum } from "../../../ingest/money/nano_usd.ts";
import type { CostCube, Dimension, ReportData } from "../data/report_data.ts";
import { dayText } from "./days.ts";
import { type Facts, passing, type Selection, sumByCombination } from "./facts.ts";

export interface View {
  readonly data: ReportData;
  readonly facts: Facts;
  readonly selection: Selection;
  /** 1 for each combination that the chosen names let through. */
  readonly passes: Uint8Array;
  /** Nano-dollars of each combination in what is selected. */
  readonly costs: BigInt64Array;
  readonly total: bigint;
  /** First and last selected day, `YYYY-MM-DD`; empty without any cost. */
  readonly from: string;
  readonly until: string;
}

export function viewOf(data: ReportData, facts: Facts, selection: Selection): View {
  const passes = passing(data.cube, selection.chosen);
  const costs = sumByCombination(facts, passes, selection);
  const { firstDay } = data.cube;
  return {
    ...{ data, facts, selection, passes, costs },
    total: sum(costs),
    from: firstDay === null ? "" : dayText(firstDay, selection.first),
    until: firstDay === null ? "" : dayText(firstDay, selection.last),
  };
}

/** A part of the page that can be drawn anew. */
export interface Part {
  readonly element: HTMLElement;
  readonly update: (view: View) => void;
}

/** The names that a chosen filter lets through, or null if all. */
export function chosenNames(view: View, dimension: Dimension): ReadonlySet<string | null> | null {
  const chosen = view.selection.chosen[dimension];
  if (chosen === undefined) return null;
  const names = view.data.cube.names[dimension];
  return new Set([...chosen].map((index) => names[index] ?? null));
}

/** The people with a cost on any day under the chosen names; null if neither person, team nor cost center is chosen. */
export function chosenPeople(view: View): ReadonlySet<string | null> | null {
  const { person, team, cost_center: costCenter } = view.selection.chosen;
  if (person === undefined && team === undefined && costCenter === undefined) return null;
  const { combinations, names } = view.data.cube;
  const people = new Set<string | null>();
  const lets = (dimension: Dimension, index: number) =>
    view.selection.chosen[dimension]?.has(combinations[dimension][index] ?? -1) ?? true;
  combinations.person.forEach((number, index) => {
    if (["person", "team", "cost_center"].every((name) => lets(name as Dimension, index))) {
      people.add(names.person[number] ?? null);
    }
  });
  return people;
}

/** The name of a combination in a dimension. */
export function nameAt(cube: CostCube, dimension: Dimension, combination: number): string | null {
  return cube.names[dimension][cube.combinations[dimension][combination] ?? -1] ?? null;
}
