/** How many rows and dollars each mart holds, to say what a build has moved. */

import { nanoUsd, shownUsd } from "../../ingest/money/nano_usd.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type CompiledGraph, shortName } from "./graph.ts";

export interface MartTotal {
  readonly rows: number;
  /** Nano-dollars; null for a mart without money. */
  readonly usd: bigint | null;
}

/** The column that says what a mart's rows are worth; the first of them that it has. */
export const MONEY = ["cost_usd", "amount_usd", "total_usd", "BilledCost", "cost"] as const;

/** The graph's stored tables of `ai_spend`, by name, with the column of their money. */
export function martsOf(graph: CompiledGraph): ReadonlyMap<string, string | null> {
  return new Map(
    graph.tables
      .filter(({ target, enumType }) => target.schema === "ai_spend" && enumType !== "VIEW")
      .map(({ target, actionDescriptor }) => {
        const columns = new Set(
          (actionDescriptor?.columns ?? []).map(({ path }) => path.join(".")),
        );
        return [shortName(target), MONEY.find((column) => columns.has(column)) ?? null];
      }),
  );
}

/** Totals of marts that stand, by name. */
export async function martTotals(
  warehouse: Pick<Warehouse, "query" | "listTables">,
  marts: ReadonlyMap<string, string | null>,
): Promise<ReadonlyMap<string, MartTotal>> {
  const standing = new Set(await warehouse.listTables("ai_spend"));
  const queries = [...marts]
    .filter(([name]) => standing.has(name.replace(/^ai_spend\./, "")))
    .map(
      ([name, money]) =>
        `select '${name}' as mart, count(*) as row_count, cast(${money === null ? "null" : `ifnull(sum(${money}), 0)`} as numeric) as usd from \`${name}\``,
    );
  if (queries.length === 0) return new Map();
  const { rows } = await warehouse.query(queries.join(" union all "));
  return new Map(
    rows.map((row) => {
      const usd = row["usd"] ?? null;
      const total = {
        rows: Number(row["row_count"]),
        usd: usd === null ? null : nanoUsd(cellText(usd)),
      };
      return [cellText(row["mart"]), total];
    }),
  );
}

/** One line for each mart that changed: rows and dollars, and by how much they moved. Pure. */
export function movedLines(
  changed: readonly string[],
  before: ReadonlyMap<string, MartTotal>,
  after: ReadonlyMap<string, MartTotal>,
): readonly string[] {
  return changed.flatMap((name) => {
    const now = after.get(name);
    if (now === undefined) return [];
    const was = before.get(name) ?? { rows: 0, usd: now.usd === null ? null : 0n };
    const rows = `${now.rows} rows${moved(now.rows - was.rows, String)}`;
    const usd =
      now.usd === null ? "" : `, ${shownUsd(now.usd)}${moved(now.usd - (was.usd ?? 0n), shownUsd)}`;
    return [`  ${name}: ${rows}${usd}`];
  });
}

function moved<Size extends number | bigint>(size: Size, text: (size: Size) => string): string {
  return size === 0 || size === 0n ? "" : ` (${size > 0 ? "+" : ""}${text(size)})`;
}
