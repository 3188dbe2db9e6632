/** STRUCT(…) and SELECT AS STRUCT as DuckDB structs. */
import type { Call } from "./arguments.ts";
import { renderExpression, type Scope } from "./context.ts";
import { UnsupportedError } from "../syntax/errors.ts";
import { parseItem } from "./select_items.ts";
import { identifier } from "../syntax/text.ts";
import type { Node, Nodes } from "../syntax/tree.ts";

/** `struct(a as x, t.b)`; without any name it is a row, as in GoogleSQL. */
export function renderStruct(call: Call): string {
  return structOf(call.arguments.values, call.at, call.scope);
}

/** Fields without a name are called _field_1, _field_2, … as in BigQuery's JSON. */
export function structOf(fields: readonly Nodes[], at: Node, scope: Scope): string {
  const items = fields.map((field) => parseItem(field));
  if (items.length === 0) throw new UnsupportedError("an empty STRUCT", at);
  if (items.some((item) => item.star)) throw new UnsupportedError("STRUCT with *", at);
  const values = items.map((item) => renderExpression(item.expression, scope));
  if (items.every((item) => item.name === null)) return `row(${values.join(", ")})`;
  const named = items.map((item, index) => item.name ?? `_field_${index + 1}`);
  return `struct_pack(${named.map((name, i) => `${identifier(name)} := ${values[i]}`).join(", ")})`;
}
