/** Names in a text: a column's, and a table's path with dots in and out of backticks and dashes in its project. */
import { unexpected } from "./unexpected.ts";
import { identifier } from "./text.ts";
import { isName, isOperator, nameOf, type Nodes } from "./tree.ts";

/** A table path as written, split at dots, backticks removed: ["p","d","t"] or ["d","t"] or ["t"]. */
export type TablePath = readonly string[];

/** Reads a path that begins at `index`; `next` is the index after it. */
export function readTablePath(nodes: Nodes, index: number): { parts: TablePath; next: number } {
  const parts: string[] = [];
  let next = index;
  for (;;) {
    const name = nodes[next];
    if (!isName(name)) throw unexpected(name ?? nodes[next - 1]);
    next += 1;
    if (name.kind === "quoted") parts.push(...name.value.split("."));
    else {
      const dashed = readDashes(nodes, next, nameOf(name));
      parts.push(dashed.name);
      next = dashed.next;
    }
    if (!isOperator(nodes[next], ".")) return { parts, next };
    next += 1;
  }
}

/** `my-project` is four tokens in any other place. */
function readDashes(nodes: Nodes, index: number, start: string): { name: string; next: number } {
  let name = start;
  let next = index;
  while (isOperator(nodes[next], "-")) {
    const part = nodes[next + 1];
    if (part?.kind !== "word" && part?.kind !== "number") break;
    name += `-${part.text}`;
    next += 2;
  }
  return { name, next };
}

/** A list of column names is a list of single names. */
export function onlyName(nodes: Nodes): string {
  const name = nodes[0];
  if (!isName(name) || nodes.length !== 1) throw unexpected(nodes[1] ?? name);
  return identifier(nameOf(name));
}
