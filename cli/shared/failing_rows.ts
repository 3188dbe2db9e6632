/** How many rows each assertion returns: it is a view that is empty while it holds. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";

/** Views in one query: BigQuery refuses a plan with hundreds of them as too complex. */
const BATCH = 20;

export interface FailingRows {
  /** Name in `ai_spend_assertions`. */
  readonly name: string;
  /** Whole number as text. */
  readonly rows: string;
}

/** The names in groups that one query takes. */
export function batches(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(names.length / BATCH);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** Counts the rows of a batch of views. */
export function countingSql(batch: readonly string[]): string {
  const counts = batch.map(
    (name) =>
      `select '${name}' as assertion, count(*) as failing_rows from ai_spend_assertions.\`${name}\``,
  );
  return counts.join("\nunion all\n");
}

/** One entry a view, sorted by name. Throws what the warehouse throws if a view cannot be read. */
export async function countFailingRows(
  warehouse: Pick<Warehouse, "query">,
  names: readonly string[],
): Promise<readonly FailingRows[]> {
  const found: FailingRows[] = [];
  for (const batch of batches(names)) {
    const { rows } = await warehouse.query(countingSql(batch));
    found.push(
      ...rows.map((row) => ({
        name: cellText(row["assertion"]),
        rows: cellText(row["failing_rows"]),
      })),
    );
  }
  return found.sort((left, right) => (left.name < right.name ? -1 : 1));
}
