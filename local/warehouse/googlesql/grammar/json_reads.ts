/**
 * What a SELECT reads of JSON columns. DuckDB parses a text anew for each call, unless they are the same call:
 * all values of one column are therefore asked for together, each time with the same words, and each call takes
 * its own.
 */
import { jsonPath } from "./json_path.ts";
import { columnPath, isGroup, isWord, splitAtCommas, type Nodes } from "../syntax/tree.ts";

/** Paths that a SELECT reads, by the column they are read of. */
export type JsonReads = ReadonlyMap<string, readonly string[]>;

export const NO_JSON_READS: JsonReads = new Map();

/** What `json_value` reads of columns, anywhere in these nodes. @throws UnsupportedError as `jsonPath` */
export function jsonReadsIn(nodes: Nodes): JsonReads {
  const reads = new Map<string, Set<string>>();
  const visit = (inside: Nodes): void =>
    inside.forEach((node, index) => {
      if (!isGroup(node, "(") && !isGroup(node, "[")) return;
      visit(node.children);
      if (!isWord(inside[index - 1], "json_value", "json_extract_scalar")) return;
      const [value, path] = splitAtCommas(node.children);
      const column = value === undefined ? null : columnPath(value);
      if (column === null || path === undefined) return;
      reads.set(column, (reads.get(column) ?? new Set()).add(jsonPath(path)));
    });
  visit(nodes);
  return new Map([...reads].map(([column, paths]) => [column, [...paths]]));
}
