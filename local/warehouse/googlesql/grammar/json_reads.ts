/** What a SELECT reads of JSON columns. */
import { jsonPath } from "./json_path.ts";
import { columnPath, isGroup, isWord, splitAtCommas, type Nodes } from "../syntax/tree.ts";

export interface JsonRead {
  readonly column: Nodes;
  readonly paths: readonly string[];
  /** The column that holds the values of all paths; null where each call asks for all of them. */
  readonly parsed: string | null;
}

/** By the column's text. */
export type JsonReads = ReadonlyMap<string, JsonRead>;

export const NO_JSON_READS: JsonReads = new Map();

/** What `json_value` reads of columns, anywhere in these nodes. @throws UnsupportedError as `jsonPath` */
export function jsonReadsIn(nodes: Nodes): JsonReads {
  const reads = new Map<string, JsonRead>();
  const visit = (inside: Nodes): void =>
    inside.forEach((node, index) => {
      if (!isGroup(node, "(") && !isGroup(node, "[")) return;
      visit(node.children);
      if (!isWord(inside[index - 1], "json_value", "json_extract_scalar")) return;
      const [column, path] = splitAtCommas(node.children);
      const name = column === undefined ? null : columnPath(column);
      if (column === undefined || name === null || path === undefined) return;
      const paths = new Set([...(reads.get(name)?.paths ?? []), jsonPath(path)]);
      reads.set(name, { column, paths: [...paths], parsed: null });
    });
  visit(nodes);
  return reads;
}
