/** Many traces at once: one query finds the charges of all, and one a stage reads what is known of them. */

import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { MartLaws } from "./charge_tree.ts";
import type { TraceNode } from "./node.ts";
import { readFacts, type Row, text } from "./read_trace.ts";
import { type DayAsked, selectionsOf } from "./select.ts";
import { chargeOf, selectionNode } from "./trace.ts";

export interface ManyTraces {
  readonly asked: readonly DayAsked[];
  /** Charges of each that are shown one by one, the largest first; the others are one node. */
  readonly most: number;
  /** Charges of all that are read at most; the questions behind those have no tree. */
  readonly mostCharges: number;
  readonly laws: MartLaws;
}

/** In the order of the questions, what `trace` shows of each; null where no charge is found, or too many are before. */
export async function tracesOf(
  warehouse: Pick<Warehouse, "query" | "builtAt">,
  { asked, most, mostCharges, laws }: ManyTraces,
): Promise<readonly (TraceNode | null)[]> {
  if (asked.length === 0) return [];
  const { sql, params } = selectionsOf(asked);
  const found: Row[][] = asked.map(() => []);
  for (const row of (await warehouse.query(sql, params)).rows)
    found[Number(row["number"])]?.push(row);

  const charges = new Map<string, Row>();
  const isRead = found.map((rows) => {
    const shown = rows.slice(0, most).map((row) => [text(row["charge_id"]), row] as const);
    const added = shown.filter(([id]) => !charges.has(id));
    if (shown.length === 0 || charges.size + added.length > mostCharges) return false;
    for (const [id, row] of added) charges.set(id, row);
    return true;
  });
  if (charges.size === 0) return asked.map(() => null);
  const facts = await readFacts(warehouse, [...charges.values()].map(chargeOf));
  return asked.map((each, index) =>
    isRead[index] === true
      ? selectionNode(facts, found[index] ?? [], { asked: each, most, laws })
      : null,
  );
}
