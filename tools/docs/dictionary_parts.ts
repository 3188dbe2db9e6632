/** What the dictionary's chapters are made of. Pure. */

import type { TextRow } from "../../tests/support/cells.ts";
import { cell, markdownTable } from "./quoted.ts";

/** What the example warehouse knows of a table. */
export interface Example {
  /** Types by column, in the table's order. */
  readonly types: ReadonlyMap<string, string>;
  /** One of its rows; undefined if it has none. */
  readonly row: TextRow | undefined;
}

export type Examples = ReadonlyMap<string, Example>;

export const NO_EXAMPLE: Example = { types: new Map(), row: undefined };

export interface ShownColumn {
  readonly name: string;
  readonly description: string;
  readonly isKey: boolean;
  readonly isFilled: boolean;
}

/** Columns in their documented order, each with the example's cell if there is one. */
export function columnTable(columns: readonly ShownColumn[], example: Example): string {
  const { types, row } = example;
  const rows = columns.map(({ name, description, isKey, isFilled }) => [
    isKey ? `**\`${name}\`**` : `\`${name}\``,
    `${cell(types.get(name) ?? "")}${isFilled ? ", filled" : ""}`,
    cell(description),
    ...(row === undefined ? [] : [cell(row[name] ?? "")]),
  ]);
  const header = ["column", "type", "meaning", ...(row === undefined ? [] : ["example"])];
  return markdownTable(header, rows);
}

/** Names that have a section of their own are links; the rows that break a vendor's law stand with the law. */
export function links(names: readonly string[] = []): string {
  const link = (name: string): string =>
    /^(stg_|int_|draft_|raw_|as_of$)/.test(name)
      ? `\`${name}\``
      : `[\`${name}\`](#${name.replace(/^(law_\w+)_rows$/, "$1")})`;
  return names.length === 0 ? "nothing here" : names.map(link).join(", ");
}

export function code(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.map((name) => `\`${name}\``).join(", ");
}
