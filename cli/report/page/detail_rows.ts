/** The rows of "Every dollar". Pure. */

import type { Dimension } from "../data/report_data.ts";
import { DIMENSION_LABELS, nameLabel } from "./labels.ts";
import { nameAt, type View } from "./view.ts";

export const COLUMNS: readonly {
  readonly label: string;
  readonly dimensions: readonly Dimension[];
}[] = [
  { label: "Person", dimensions: ["person"] },
  { label: "Platform", dimensions: ["platform"] },
  { label: "Model", dimensions: ["model"] },
  { label: "Project or API key", dimensions: ["project", "key"] },
  { label: "SKU", dimensions: ["sku"] },
  { label: DIMENSION_LABELS.mode, dimensions: ["mode"] },
];

export interface DetailRow {
  /** As the columns show them. */
  readonly cells: readonly string[];
  readonly nanos: bigint;
  /** What it adds up. */
  readonly combinations: readonly number[];
}

/** Combinations that look the same are one row: others differ in what the table does not show, such as the team. */
export function detailRows({ data, costs }: View): readonly DetailRow[] {
  const found = new Map<string, { cells: string[]; nanos: bigint; combinations: number[] }>();
  costs.forEach((nanos, index) => {
    if (nanos === 0n) return;
    const cells = COLUMNS.map(({ dimensions }) => {
      const named = dimensions.find((name) => nameAt(data.cube, name, index) !== null);
      return named === undefined ? "–" : nameLabel(named, nameAt(data.cube, named, index));
    });
    const spelled = JSON.stringify(cells);
    const row = found.get(spelled);
    if (row === undefined) found.set(spelled, { cells, nanos, combinations: [index] });
    else {
      row.nanos += nanos;
      row.combinations.push(index);
    }
  });
  return [...found.values()];
}
