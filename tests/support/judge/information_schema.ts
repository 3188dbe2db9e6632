/** `INFORMATION_SCHEMA.COLUMNS` of each dataset, made from the tables that are there, as BigQuery does. */

import type { Table } from "./judge.ts";
import { type Column, typeText } from "./types.ts";

const COLUMNS: readonly Column[] = [
  { name: "table_catalog", type: { kind: "STRING" } },
  { name: "table_schema", type: { kind: "STRING" } },
  { name: "table_name", type: { kind: "STRING" } },
  { name: "column_name", type: { kind: "STRING" } },
  { name: "ordinal_position", type: { kind: "INT64" } },
  { name: "data_type", type: { kind: "STRING" } },
];

/**
 * One table for each dataset, under `project.dataset.INFORMATION_SCHEMA.COLUMNS`. Of BigQuery's columns
 * it has those that follow from a table's name and types, and not, for example, `is_nullable`.
 */
export function informationSchema(
  tables: ReadonlyMap<string, readonly Column[]>,
): ReadonlyMap<string, Table> {
  const rows = new Map<string, string[][]>();
  for (const [name, columns] of tables) {
    const [project = "", dataset = "", table = ""] = name.split(".");
    const key = `${project}.${dataset}.INFORMATION_SCHEMA.COLUMNS`;
    const described = columns.map((column, index) => {
      return [project, dataset, table, column.name, String(index + 1), typeText(column.type)];
    });
    rows.set(key, [...(rows.get(key) ?? []), ...described]);
  }
  return new Map([...rows].map(([key, found]) => [key, { columns: COLUMNS, rows: found }]));
}
