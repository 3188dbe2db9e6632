/** Calls that read JSON texts. */
import { argument, type Call } from "./arguments.ts";
import { jsonPath } from "./json_path.ts";
import { jsonList } from "./json_columns.ts";
import { stringLiteral } from "../syntax/text.ts";
import { columnPath } from "../syntax/tree.ts";
import { unexpected } from "../syntax/unexpected.ts";

/** `json_value`: one of the values that the SELECT reads together, or a call of its own. */
export function renderJsonValue(call: Call): string {
  const [value = [], path] = call.arguments.values;
  const read = call.scope.jsonReads.get(columnPath(value) ?? "");
  const place = path === undefined ? -1 : (read?.paths.indexOf(jsonPath(path)) ?? -1);
  if (read === undefined || place < 0 || read.paths.length < 2)
    return renderJson(call, "json_value");
  return `(${read.parsed ?? jsonList(read, call.scope)}[${place + 1}] ->> '$')`;
}

/** A call of a column or of any other expression, which may hold aggregates. */
export function renderJson(call: Call, name: string): string {
  const [value = [], path, tooMany] = call.arguments.values;
  if (tooMany !== undefined) throw unexpected(tooMany[0]);
  const macro = columnPath(value) === null ? `bq_${name}` : `bq_column_${name}`;
  return `${macro}(${argument(call, 0)}, ${stringLiteral(path === undefined ? "$" : jsonPath(path))})`;
}
