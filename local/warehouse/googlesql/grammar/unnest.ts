/** UNNEST in FROM. */
import { renderExpression, type Scope } from "./context.ts";
import { identifier } from "../syntax/text.ts";
import { areWords, columnPath, isGroup, isWord, type Nodes } from "../syntax/tree.ts";

/**
 * The elements of an array as a table with one column, which bears the alias, and the offset if asked
 * for. An array that is visibly one of structs gives a column per field, as in GoogleSQL; the alias then
 * is the row.
 */
export function renderUnnest(
  array: Nodes,
  alias: string | null,
  offset: string | null,
  scope: Scope,
): string {
  const elements = renderExpression(array, scope);
  const table = identifier(alias ?? "_unnest");
  const structs = holdsStructs(array);
  if (offset === null && !structs) {
    return `unnest(${elements}) as ${table}(${identifier(alias ?? "f0_")})`;
  }
  // DuckDB plans a column's elements and their numbers side by side as one pass over the rows, and
  // `with ordinality` as a join of the rows with themselves by the whole array.
  if (offset !== null && !structs && columnPath(array) !== null) {
    const value = `unnest(${elements}) as ${identifier(alias ?? "f0_")}`;
    const position = `generate_subscripts(${elements}, 1) - 1 as ${identifier(offset)}`;
    return `(select ${value}, ${position}) as ${table}`;
  }
  const numbered = `unnest(${elements}) with ordinality as _numbered(_element, _ordinal)`;
  const value = structs ? "unnest(_element)" : `_element as ${identifier(alias ?? "f0_")}`;
  const position = offset === null ? "" : `, _ordinal - 1 as ${identifier(offset)}`;
  return `(select ${value}${position} from ${numbered}) as ${table}`;
}

function holdsStructs(array: Nodes): boolean {
  const [first, type] = array;
  if (isWord(first, "array")) {
    if (isGroup(type, "<")) return isWord(type.children[0], "struct");
    if (isGroup(type)) return areWords(type.children, 0, "select", "as", "struct");
  }
  const list = isWord(first, "array") ? type : first;
  return array.length <= 2 && isGroup(list, "[") && isWord(list.children[0], "struct");
}
