/** Table paths: dots outside and inside of backticks, dashes in project names. */
import { unexpected } from "./expression.ts";
import { type TablePath } from "../base/statements.ts";
import { isName, isOperator, nameOf, type Nodes } from "../base/tree.ts";

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
