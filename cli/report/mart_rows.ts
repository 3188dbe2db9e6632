/** Rows of the marts that a report shows as they are, but for whom and what they may name. Pure. */

import type { Cell, QueryResult } from "../../ingest/warehouse/warehouse.ts";
import type { MartName, MartRow } from "./data/report_data.ts";
import type { Renamer } from "./pseudonyms.ts";

export type Row = QueryResult["rows"][number];

/** A mart's row as the report has it. */
export function martRow(name: MartName, row: Row, renamer: Renamer): MartRow {
  const plainRow: MartRow = Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [column, plain(cell)] as const),
  );
  const ids = text(row, "invoice_ids");
  if (name === "invoices" && ids !== null)
    return { ...plainRow, invoice_ids: renamer.invoices(ids) };
  const column = personColumn(name, plainRow);
  if (column === null) return plainRow;
  return { ...plainRow, [column]: renamer.person(String(plainRow[column])) };
}

/** Where a mart's row names a person. */
export function personColumn(name: MartName, row: MartRow | Row): string | null {
  if (name === "seats") return "person";
  return name === "anomalies" && row["scope"] === "person" ? "scope_value" : null;
}

/** A cell as text; null for none. */
export function text(row: Row | undefined, column: string): string | null {
  const cell = row?.[column] ?? null;
  return cell === null ? null : String(plain(cell));
}

function plain(cell: Cell): string | boolean | null {
  if (cell === null || typeof cell === "boolean" || typeof cell === "string") return cell;
  return typeof cell === "number" ? String(cell) : JSON.stringify(cell);
}
