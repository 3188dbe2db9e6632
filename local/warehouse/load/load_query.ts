/** The DuckDB query that reads an NDJSON file as typed columns. Amounts go from text to DECIMAL, never through a double. */

import { duckDbType, quoteName, quoteText, type Field, type FieldType } from "../store/fields.ts";
import type { CheckedRows } from "./row_check.ts";

/** DuckDB's own default; its buffers are twice as large for each thread. */
const USUAL_ROW_BYTES = 16 * 1024 * 1024;

/** Rows of `file` with the columns `fields`, as {@link CheckedRows} found them. */
export function loadQuery(
  file: string,
  fields: readonly Field[],
  { longest }: Pick<CheckedRows, "longest">,
): string {
  // A character of JavaScript is three bytes of UTF-8 at most.
  const rowBytes = Math.max(USUAL_ROW_BYTES, 3 * longest);
  const columns = fields.map(({ name, type, mode }) => {
    const isPlain = mode !== "REPEATED" && type !== "RECORD" && type !== "JSON";
    return `${quoteText(name)}: '${isPlain ? "VARCHAR" : "JSON"}'`;
  });
  const expressions = fields.map((field) => `${topLevel(field)} as ${quoteName(field.name)}`);
  return `select ${expressions.join(", ")} from read_json(${quoteText(file)},
    columns = {${columns.join(", ")}}, format = 'newline_delimited', compression = 'uncompressed',
    maximum_object_size = ${rowBytes})`;
}

function topLevel(field: Field): string {
  const column = quoteName(field.name);
  if (field.mode === "REPEATED" || field.type === "RECORD") {
    return `cast(${fromJson(field, column, 0)} as ${duckDbType(field)})`;
  }
  return field.type === "JSON" ? column : fromText(field.type, column);
}

function fromJson(field: Field, json: string, depth: number): string {
  if (field.mode === "REPEATED") {
    const item = `item_${depth}`;
    const element = fromJson({ ...field, mode: "NULLABLE" }, item, depth + 1);
    return `coalesce(list_transform(cast(${json} as json[]), lambda ${item}: ${element}), [])`;
  }
  if (field.type === "RECORD") {
    const children = (field.fields ?? []).map((child) => {
      const path = `$."${child.name.replaceAll('"', '\\"')}"`;
      return `${quoteName(child.name)} := ${fromJson(child, `json_extract(${json}, ${quoteText(path)})`, depth)}`;
    });
    return `case when coalesce(json_type(${json}), 'NULL') <> 'NULL' then struct_pack(${children.join(", ")}) end`;
  }
  return field.type === "JSON" ? json : fromText(field.type, `json_extract_string(${json}, '$')`);
}

function fromText(type: Exclude<FieldType, "RECORD" | "JSON">, text: string): string {
  const plain = `cast(${text} as ${duckDbType({ name: "", type, mode: "NULLABLE" })})`;
  switch (type) {
    case "STRING":
      return text;
    case "BYTES":
      return `from_base64(translate(${text}, '-_', '+/'))`;
    case "TIMESTAMP":
      // BigQuery also takes seconds since 1970, with a fraction.
      return `case when regexp_full_match(${text}, '[+-]?[0-9.]+([eE][+-]?[0-9]+)?')
        then make_timestamptz(cast(cast(${text} as decimal(38,6)) * 1000000 as bigint)) else ${plain} end`;
    case "NUMERIC":
      // DuckDB casts a text to 64 bits a hundred times faster than to 128 bits, which most amounts do not need.
      return `coalesce(cast(try_cast(${text} as decimal(18,9)) as decimal(38,9)), ${plain})`;
    default:
      return plain;
  }
}
