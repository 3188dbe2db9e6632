/** A file's text against its kind: the rows to store, or everything that is wrong with it. Pure. */

import { twoReadings } from "./column_types.ts";
import type { Fault, Line } from "./faults.ts";
import type { Kind } from "./kinds.ts";
import { type RawRow, readCsv, type VendorHeader } from "./read_csv.ts";

export interface CheckedFile {
  readonly lines: readonly Line[];
  readonly faults: readonly Fault[];
  /** Columns of a vendor's file that are not kept as columns. */
  readonly others: readonly string[];
}

/** Every fault at once: of the header, of cells, and between rows. */
export function checkFile(
  content: string,
  {
    columns,
    checks,
    mayMiss = [],
  }: Pick<Kind, "columns" | "checks"> & Partial<Pick<Kind, "mayMiss">>,
  vendor: VendorHeader | null = null,
): CheckedFile {
  const raw = readCsv(content, Object.keys(columns), vendor, mayMiss);
  const faults: Fault[] = [...raw.faults];
  const lines = raw.rows.map((row) => checkRow(row, columns, faults));
  if (raw.separator === ";") collect(faults, ambiguous(raw.rows, columns));
  for (const check of checks) collect(faults, check(lines));
  return { lines, faults, others: raw.others };
}

/** A spread of hundreds of thousands would not fit on the stack. */
function collect(faults: Fault[], more: readonly Fault[]): void {
  for (const fault of more) faults.push(fault);
}

function ambiguous(rows: readonly RawRow[], columns: Kind["columns"]): readonly Fault[] {
  return rows.flatMap(({ line, cells }) =>
    Object.entries(columns).flatMap(([column, type]) => {
      const reason = twoReadings(type, cells[column] ?? "");
      return reason === null ? [] : [{ line, column, reason }];
    }),
  );
}

function checkRow({ line, cells }: RawRow, columns: Kind["columns"], faults: Fault[]): Line {
  const good: [string, string | null][] = [];
  for (const [column, type] of Object.entries(columns)) {
    const checked = type.safeParse(cells[column] ?? null);
    if (checked.success) good.push([column, checked.data]);
    else faults.push({ line, column, reason: checked.error.issues[0]?.message ?? "is not valid" });
  }
  return { line, cells: Object.fromEntries(good) };
}
